"""Income items: one tree of codes that the register, the survey and the statistics share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from zengshou.concepts.citation import Status
from zengshou.concepts.problem import Problem, ProblemsFound, refuse


class ItemClass(Enum):
    """The first word of every code. Only the first five can be income; the others never are."""

    WAGES = "W"
    BUSINESS = "B"
    PROPERTY = "P"
    TRANSFER = "T"
    TRANSFER_PAID = "T-"
    NOT_INCOME = "N"
    OUTLAY = "F"
    CONSUMPTION = "E"
    OTHER_OUTLAY = "X"

    @property
    def label(self) -> str:
        return CLASS_LABELS[self]

    @property
    def part(self) -> "IncomePart | None":
        """The part of disposable income it belongs to, None for what is never income."""
        return PART_OF.get(self)


class IncomePart(Enum):
    """The four parts of disposable income; transfers are net of what is paid."""

    WAGES = "W"
    BUSINESS = "B"
    PROPERTY = "P"
    TRANSFERS = "T"

    @property
    def label(self) -> str:
        return {"W": "工资性收入", "B": "经营净收入", "P": "财产净收入", "T": "转移净收入"}[self.value]


CLASS_LABELS = {
    ItemClass.WAGES: "工资性收入",
    ItemClass.BUSINESS: "经营净收入",
    ItemClass.PROPERTY: "财产净收入",
    ItemClass.TRANSFER: "转移性收入",
    ItemClass.TRANSFER_PAID: "转移性支出",
    ItemClass.NOT_INCOME: "非收入所得",
    ItemClass.OUTLAY: "非消费性支出",
    ItemClass.CONSUMPTION: "消费支出",
    ItemClass.OTHER_OUTLAY: "其他非消费支出",
}
PART_OF = {
    ItemClass.WAGES: IncomePart.WAGES,
    ItemClass.BUSINESS: IncomePart.BUSINESS,
    ItemClass.PROPERTY: IncomePart.PROPERTY,
    ItemClass.TRANSFER: IncomePart.TRANSFERS,
    ItemClass.TRANSFER_PAID: IncomePart.TRANSFERS,
}


@dataclass(frozen=True, slots=True)
class IncomeItem:
    """One node of the tree.

    code         words parted by dots, the class first: `T.PEN.RES.CENTRAL`
    units        units an entry may be given in; 元 alone for money
    needs_person an entry must name the member of the household
    is_in_kind   always received in kind, valued at market price
    mirror       the consumption an amount in kind is booked under as well: an item, or the node below which it lies;
                 "" for none. Where the item is not always in kind, only what comes in kind is mirrored
    is_computed  worked out by the system from a rule, never reported
    moves_to     the item it is accounted as, where that differs: severance pay is a one-off compensation; "" for itself
    nbs_code     official six-digit code, "" until the city loads the code book
    """

    code: str
    label: str
    units: tuple[str, ...] = ("元",)
    needs_person: bool = False
    is_in_kind: bool = False
    mirror: str = ""
    is_computed: bool = False
    moves_to: str = ""
    nbs_code: str = ""
    status: Status = Status.SOURCED

    @property
    def item_class(self) -> ItemClass:
        return ItemClass(self.code.partition(".")[0])

    @property
    def is_unverified(self) -> bool:
        return self.status is not Status.SOURCED


class ItemTree:
    """All items by code. A code below a declared leaf is a local refinement of that leaf; any other is refused.

    Raises  ProblemsFound: a code twice, an unknown class, a node without its parent, a mirror or target that is no item
    """

    def __init__(self, items: Iterable[IncomeItem], where: str = "收入项目表") -> None:
        rows = tuple(items)
        self._items = {item.code: item for item in rows}
        problems = [*_twice(rows, where), *_misplaced(self._items, where)]
        if problems:
            raise ProblemsFound(problems)
        self._children: dict[str, tuple[IncomeItem, ...]] = {}
        for item in rows:
            above = parent_code(item.code)
            self._children[above] = (*self._children.get(above, ()), item)

    def __iter__(self) -> Iterator[IncomeItem]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, code: str) -> bool:
        return code in self._items

    def children(self, code: str = "") -> tuple[IncomeItem, ...]:
        """The nodes right below a code, in the order of the list; the classes for ""."""
        return self._children.get(code, ())

    @cached_property
    def leaves(self) -> tuple[IncomeItem, ...]:
        return tuple(item for item in self if item.code not in self._children)

    def find(self, code: str) -> IncomeItem:
        """The item of a code, or the leaf that the code refines (`T.DIBAO.URBAN` is `T.DIBAO`).

        Raises  ProblemsFound naming the code and what there is in its place
        """
        nearest = code
        while nearest and nearest not in self._items:
            nearest = parent_code(nearest)
        if nearest == code or (nearest and nearest not in self._children):
            return self._items[nearest]
        known = "、".join(f"{item.code}（{item.label}）" for item in self.children(nearest))
        raise refuse(f"没有收入项目“{code}”。", "收入项目", f"{nearest or '顶层'} 之下可用：{known}。")

    def path(self, code: str) -> tuple[IncomeItem, ...]:
        """The item of a code and all above it, the class first."""
        item = self.find(code)
        words = item.code.split(".")
        return tuple(self._items[".".join(words[:count])] for count in range(1, len(words) + 1))


def parent_code(code: str) -> str:
    """`T.PEN` of `T.PEN.EMP`; "" of a class."""
    return code.rpartition(".")[0]


def is_below(code: str, pattern: str) -> bool:
    """Is a code the pattern itself or below it. Whole words count: `T-.TAX` is not below `T`."""
    return code == pattern or code.startswith(pattern + ".")


def _twice(rows: tuple[IncomeItem, ...], where: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for item in rows:
        if item.code in seen:
            yield Problem(f"项目“{item.code}”出现两次。", where, "删去一行。")
        seen.add(item.code)


def _misplaced(items: dict[str, IncomeItem], where: str) -> Iterator[Problem]:
    classes = {each.value for each in ItemClass}
    for code, item in items.items():
        above = parent_code(code)
        if code.partition(".")[0] not in classes:
            yield Problem(f"项目“{code}”的类别不认识。", where, f"首段可用：{'、'.join(sorted(classes))}。")
        elif above and above not in items:
            yield Problem(f"项目“{code}”没有上级“{above}”。", where, "补上上级项目。")
        for named, words in ((item.mirror, "对应消费项目"), (item.moves_to, "改记项目")):
            if named and named not in items:
                yield Problem(f"项目“{code}”的{words}“{named}”不存在。", where, "核对编码。")
