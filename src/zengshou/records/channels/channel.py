"""A channel (渠道): what one agency sends regularly, on what legal basis, and what each of its rows means.

A channel is data. Its fields say how a cell is read and how sensitive it is; its rules say which income facts, asset
events, status events and household members one row gives. No code knows a channel by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from zengshou.concepts.citation import Status


class FieldKind(Enum):
    """How a cell is read; the value is what stands in the YAML."""

    ID_NUMBER = "id_number"
    ID_KIND = "id_kind"
    PERSON_NAME = "person_name"
    USCC = "uscc"
    AMOUNT = "amount"
    MONTH = "month"
    DATE = "date"
    CODE = "code"
    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    PHONE = "phone"
    ADDRESS = "address"

    @property
    def label(self) -> str:
        return KIND_WORDS[self]


KIND_WORDS: Mapping[FieldKind, str] = {
    FieldKind.ID_NUMBER: "证件号码",
    FieldKind.ID_KIND: "证件种类",
    FieldKind.PERSON_NAME: "姓名",
    FieldKind.USCC: "统一社会信用代码",
    FieldKind.AMOUNT: "金额",
    FieldKind.MONTH: "年月",
    FieldKind.DATE: "日期",
    FieldKind.CODE: "代码",
    FieldKind.TEXT: "文字",
    FieldKind.NUMBER: "数",
    FieldKind.SHARE: "份额",
    FieldKind.PHONE: "电话",
    FieldKind.ADDRESS: "地址",
}


class Cadence(Enum):
    """How often the agency sends."""

    MONTHLY = "monthly"
    EVENT = "event"
    DAILY = "daily"
    YEARLY = "yearly"
    CASE = "case"

    @property
    def label(self) -> str:
        return {"monthly": "每月", "event": "有变动时", "daily": "每日", "yearly": "每年", "case": "逐案"}[self.value]


class Unit(Enum):
    """The unit of a channel's amounts, unless a header or a cell says another."""

    FEN = "fen"
    YUAN = "yuan"
    WAN = "wan"

    @property
    def label(self) -> str:
        return {"fen": "分", "yuan": "元", "wan": "万元"}[self.value]

    @property
    def decimals(self) -> int:
        """How many decimals of this unit are whole fen."""
        return {"fen": 0, "yuan": 2, "wan": 6}[self.value]


class Holder(Enum):
    """To whom an amount belongs."""

    PERSON = "person"
    HOUSEHOLD = "household"


@dataclass(frozen=True)
class Field:
    """One column of the feed.

    codes      code -> label, for kinds `code` and `id_kind`; {} means any code
    code_words other words of a sender -> code
    level      data level 1 (public) to 4 (most sensitive), by 数据安全法 第二十一条
    is_sealed  the register keeps only a keyed token of the value: certificate, plate and account numbers
    """

    name: str
    label: str
    kind: FieldKind
    level: int
    is_required: bool = False
    aliases: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    code_words: Mapping[str, str] = field(default_factory=dict)
    is_sealed: bool = False
    note: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Every name a sender may give the column."""
        return (self.name, self.label, *self.aliases)


When = Mapping[str, tuple[str, ...]]
"""Field -> the codes it must hold; all fields of the mapping at once; {} is always true."""


@dataclass(frozen=True)
class FactRule:
    """One income fact of a row; rows where `when` fails, or the amount is missing, give none.

    amount    the field; `less` are fields taken off it (a missing one is zero).
    sign      1, or -1 where the feed writes an outflow as a positive figure of an income item
    month_to  "" where the amount belongs to the one month `month_from`
    level     gross or net of tax and contributions;  basis  accrual or cash
    """

    item: str
    amount: str
    month_from: str
    month_to: str = ""
    sign: int = 1
    less: tuple[str, ...] = ()
    when: When = field(default_factory=dict)
    level: str = "gross"
    basis: str = "cash"
    holder: Holder = Holder.PERSON


@dataclass(frozen=True)
class AssetRule:
    """One asset event of a row.

    kind, action  a constant, or "" where `kind_by` / `action_by` read them: (field, code -> word)
    asset         the field that names the asset;  share  a field of kind share, or "" for the whole
    amount        the field with its value, or "";  detail  fields kept as they are
    """

    asset: str
    on: str
    kind: str = ""
    kind_by: tuple[str, Mapping[str, str]] | None = None
    action: str = ""
    action_by: tuple[str, Mapping[str, str]] | None = None
    share: str = ""
    amount: str = ""
    detail: tuple[str, ...] = ()
    when: When = field(default_factory=dict)


@dataclass(frozen=True)
class StatusRule:
    """One status event of a row: a constant `status`, or `status_by` (field, code -> status).

    place  the field with the area code where it holds, or "": the same insurance in two places is a doubt
    """

    date_from: str
    date_to: str = ""
    place: str = ""
    status: str = ""
    status_by: tuple[str, Mapping[str, str]] | None = None
    when: When = field(default_factory=dict)


@dataclass(frozen=True)
class MemberRule:
    """Household membership: the field with the household's number, the relation to its head, and the dates."""

    household: str
    kind: str
    relation: str
    date_from: str
    date_to: str = ""
    when: When = field(default_factory=dict)


@dataclass(frozen=True)
class ResidenceRule:
    """Tax residence of the person in the month of the row: `status_by` (field, code -> resident | non_resident)."""

    month: str
    status_by: tuple[str, Mapping[str, str]]
    basis: str


@dataclass(frozen=True)
class IdentityFields:
    """Which fields name the person of a row; "" where the feed has none.

    kind  the identifier's kind; without it every number is a resident identity card
    """

    number: str
    name: str = ""
    kind: str = ""
    birth: str = ""
    sex: str = ""
    address: str = ""
    phone: str = ""
    area: str = ""


@dataclass(frozen=True)
class Agreement:
    """The data agreement the feed rests on; a feed outside its dates is refused (rule 1)."""

    valid_from: date
    valid_to: date | None
    pia: str
    retention_months: int


@dataclass(frozen=True)
class Control:
    """What the agency's control sheet states: always the rows, and the sums of these fields."""

    sums: tuple[str, ...] = ()


@dataclass(frozen=True)
class Channel:
    """One feed, complete. Fields stand in the order of the agency's file.

    keys         the natural key of a row; its value is the source's own number of the event (native id)
    reversal_of  the field with the native id that a negative row takes back; "" where amounts are never negative
    payer        the field with the payer's USCC, or ""
    period       the field whose month must not lie after the batch's (rule 8)
    is_case_only  data come only for one case, under a live authorisation (rule 19)
    agency       the role of the sender (`tax`); which bureau holds it is the city's word, `agency_name`
    agency_area  code of the city whose agency sends it; "" where that is not known
    status       how far layout and legal basis were checked against the agency's own documents
    """

    id: str
    label: str
    agency: str
    purpose: str
    legal_basis: str
    agreement: Agreement
    sensitivity: int
    cadence: Cadence
    stale_after_days: int
    unit: Unit
    fields: tuple[Field, ...]
    keys: tuple[str, ...]
    period: str
    identity: IdentityFields
    agency_name: str = ""
    agency_area: str = ""
    version: int = 1
    is_case_only: bool = False
    control: Control = Control()
    payer: str = ""
    reversal_of: str = ""
    facts: tuple[FactRule, ...] = ()
    assets: tuple[AssetRule, ...] = ()
    statuses: tuple[StatusRule, ...] = ()
    members: tuple[MemberRule, ...] = ()
    residence: ResidenceRule | None = None
    status: Status = Status.UNVERIFIED
    example: tuple[Mapping[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def field(self, name: str) -> Field:
        """The field of a name.

        Raises  KeyError: the loader has checked every name, so a miss is a fault of the caller
        """
        return self._by_name[name]

    def has(self, name: str) -> bool:
        return name in self._by_name

    @property
    def _by_name(self) -> Mapping[str, Field]:
        return {each.name: each for each in self.fields}

    @property
    def words(self) -> tuple[str, ...]:
        """Every name of every column: what a header row is recognised by."""
        return tuple(word for each in self.fields for word in each.words)

    def of_kind(self, kind: FieldKind) -> tuple[Field, ...]:
        return tuple(each for each in self.fields if each.kind is kind)
