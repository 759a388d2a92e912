"""Every column about a person that can be read at all, with its label and its level; a purpose names its few."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

MOST_SENSITIVE = 4


class Dataset(Enum):
    """A kind of rows about a person."""

    PERSON = "person"
    INCOME = "income"
    ASSET = "asset"
    STATUS = "status"
    HOUSEHOLD = "household"
    RESIDENCE = "residence"
    FOUND = "found"
    CORRECTION = "correction"
    IDENTITY = "identity"

    @property
    def label(self) -> str:
        return DATASET_LABELS[self]


DATASET_LABELS = {
    Dataset.PERSON: "基本情况",
    Dataset.INCOME: "收入记录",
    Dataset.ASSET: "财产记录",
    Dataset.STATUS: "待遇和身份状态",
    Dataset.HOUSEHOLD: "家庭成员关系",
    Dataset.RESIDENCE: "居民身份（税收）",
    Dataset.FOUND: "有无记录",
    Dataset.CORRECTION: "更正申请",
    Dataset.IDENTITY: "姓名证件",
}


@dataclass(frozen=True)
class ReadColumn:
    """A readable column. `level`: 1 open to all who work with it, up to 4, sensitive personal information."""

    dataset: Dataset
    name: str
    label: str
    level: int

    @property
    def field(self) -> str:
        """As purposes name it: income.fen."""
        return f"{self.dataset.value}.{self.name}"


def _of(dataset: Dataset, columns: Iterable[tuple[str, str, int]]) -> tuple[ReadColumn, ...]:
    return tuple(ReadColumn(dataset, name, label, level) for name, label, level in columns)


LINEAGE = (("batch", "批次", 1), ("row", "行", 1), ("part", "分项", 1))
COLUMNS = (
    *_of(Dataset.PERSON, (("area", "所在地区", 2), ("birth_month", "出生年月", 3), ("sex", "性别", 2))),
    *_of(
        Dataset.INCOME,
        (
            *LINEAGE,
            ("item", "收入项目", 3),
            ("fen", "金额（分）", 3),
            ("month_from", "起始月", 2),
            ("month_to", "截止月", 2),
            ("level", "税前或税后", 1),
            ("basis", "权责或收付", 1),
            ("channel", "数据来源", 2),
            ("native_id", "来源编号", 3),
            ("payer", "支付单位", 3),
            ("reversal_of", "冲销对象", 2),
            ("household", "是否家庭共有", 2),
            ("recorded_at", "入库时间", 1),
        ),
    ),
    *_of(
        Dataset.ASSET,
        (
            *LINEAGE,
            ("asset", "财产代号", 3),
            ("kind", "财产种类", 3),
            ("action", "变动", 2),
            ("share_over", "份额分子", 2),
            ("share_under", "份额分母", 2),
            ("fen", "金额（分）", 4),
            ("on_date", "日期", 2),
            ("channel", "数据来源", 2),
            ("native_id", "来源编号", 3),
            ("detail", "其他内容", 4),
            ("recorded_at", "入库时间", 1),
        ),
    ),
    *_of(
        Dataset.STATUS,
        (
            *LINEAGE,
            ("status", "状态", 4),
            ("date_from", "起", 2),
            ("date_to", "止", 2),
            ("channel", "数据来源", 2),
            ("native_id", "来源编号", 3),
            ("recorded_at", "入库时间", 1),
        ),
    ),
    *_of(
        Dataset.HOUSEHOLD,
        (
            ("household", "家庭编号", 2),
            ("kind", "家庭口径", 2),
            ("member", "成员", 3),
            ("relation", "关系", 3),
            ("date_from", "起", 2),
            ("date_to", "止", 2),
        ),
    ),
    *_of(
        Dataset.RESIDENCE,
        (("year", "年度", 1), ("status", "居民或非居民", 2), ("date_from", "起", 2), ("date_to", "止", 2)),
    ),
    *_of(Dataset.FOUND, (("income", "有无收入记录", 2), ("asset", "有无财产记录", 2), ("status", "有无状态记录", 2))),
    *_of(Dataset.CORRECTION, (("words", "本人写的申请内容", 4),)),
    *_of(
        Dataset.IDENTITY,
        (
            ("name_masked", "姓名（遮盖）", 2),
            ("number_masked", "证件号码（遮盖）", 2),
            ("name", "姓名", 3),
            ("number", "证件号码", 4),
            ("birth", "出生日期", 3),
            ("address", "住址", 3),
            ("phone", "电话", 3),
        ),
    ),
)
BY_FIELD = {column.field: column for column in COLUMNS}


def fields_of(dataset: Dataset, fields: Iterable[str]) -> tuple[str, ...]:
    """The column names of one kind of rows among named fields, in the order of the catalogue."""
    wanted = set(fields)
    return tuple(column.name for column in COLUMNS if column.dataset is dataset and column.field in wanted)
