"""One visit: the city, the language, where on the site it is, and the addresses that lead on from there."""

from dataclasses import dataclass
from urllib.parse import quote

from zengshou.concepts.city import City
from zengshou.faces.words import Language, Words

Page = tuple[str, str]  # the last part of its address, and its name
SECTIONS: tuple[tuple[str, tuple[Page, ...]], ...] = (
    ("首页", (("", "首页"),)),
    (
        "进展与收入",
        (
            ("targets", "指标与目标"),
            ("progress", "居民增收进展"),
            ("distribution", "收入分布"),
            ("accounts", "收入核算"),
            ("releases", "已发布统计表"),
        ),
    ),
    (
        "政策测算",
        (
            ("simulation", "政策模拟"),
            ("seek", "倒推参数"),
            ("levers", "任务排序"),
            ("marginal", "多挣一元"),
            ("parameters", "参数与依据"),
        ),
    ),
    (
        "政策查询",
        (
            ("entitlements", "我能享受哪些政策"),
            ("policies", "政策清单"),
            ("laws", "法规"),
            ("explain", "计算说明"),
        ),
    ),
)
ENGLISH_PREFIX = "/en"


@dataclass(frozen=True)
class Visit:
    """`page` is the last part of the address of one of SECTIONS' pages, empty for the home page."""

    city: City
    cities: tuple[City, ...]
    words: Words
    page: str

    @property
    def prefix(self) -> str:
        return "" if self.words.is_chinese else ENGLISH_PREFIX

    @property
    def name(self) -> str:
        """The city's name in the language of the visit."""
        return self.name_of(self.city)

    def name_of(self, city: City) -> str:
        return city.name_zh if self.words.is_chinese else city.name_en

    @property
    def home(self) -> str:
        return self.to("")

    def to(self, page: str) -> str:
        """The address of a page of this city in this language."""
        return f"{self.prefix}/{quote(self.city.key)}/{page}".rstrip("/")

    @property
    def section(self) -> str:
        """The name of the section in which this page stands; empty for a page of none."""
        own = self.page.partition("/")[0]
        return next((label for label, pages in SECTIONS if own in (page for page, _ in pages)), "")

    def here_in(self, city: City) -> str:
        """This page for another city."""
        return f"{self.prefix}/{quote(city.key)}/{self.page.partition('/')[0]}".rstrip("/")

    @property
    def other_language(self) -> Language:
        return Language.EN if self.words.is_chinese else Language.ZH

    def in_other_language(self, query: str = "") -> str:
        """This page in the other language, with the same question."""
        prefix = ENGLISH_PREFIX if self.words.is_chinese else ""
        address = f"{prefix}/{quote(self.city.key)}/{self.page}".rstrip("/")
        return f"{address}?{query}" if query else address
