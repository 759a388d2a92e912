"""An asset event: something owned was acquired, disposed of, valued again or struck off a registry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from zengshou.concepts.problem import refuse


class AssetKind(StrEnum):
    """What is owned; the words are those of the register's tables."""

    DWELLING = "dwelling"
    VEHICLE = "vehicle"
    BUSINESS = "business"
    DEPOSIT = "deposit"
    SECURITY = "security"
    FUND = "fund"
    INSURANCE = "insurance"
    HOUSING_FUND = "housing_fund"

    @property
    def label(self) -> str:
        return ASSET_LABELS[self]


ASSET_LABELS: Mapping[AssetKind, str] = {
    AssetKind.DWELLING: "不动产",
    AssetKind.VEHICLE: "机动车船",
    AssetKind.BUSINESS: "市场主体权益",
    AssetKind.DEPOSIT: "银行存款",
    AssetKind.SECURITY: "证券",
    AssetKind.FUND: "理财和基金",
    AssetKind.INSURANCE: "商业保险",
    AssetKind.HOUSING_FUND: "住房公积金账户",
}


class AssetAction(StrEnum):
    """What happened to a holding.

    ACQUIRE and REVALUE state it anew, its share and value; DISPOSE takes a share away; CANCEL strikes the asset off
    its registry, and with it the holding of the person named.
    """

    ACQUIRE = "acquire"
    DISPOSE = "dispose"
    REVALUE = "revalue"
    CANCEL = "cancel"

    @property
    def label(self) -> str:
        return {"acquire": "取得", "dispose": "处置", "revalue": "重新计价", "cancel": "注销"}[self.value]


@dataclass(frozen=True, slots=True)
class AssetEvent:
    """One event of one owner's share in one asset.

    asset        certificate number, digest of a plate, token of an account: never the account number itself
    share_over, share_under   the share held from then on, or that was disposed of; 1/1 for a sole owner
    fen          value of the share, None where the source states none
    detail       what else the source states, as text: area, use, model, county
    Raises       ProblemsFound where the share is no fraction above 0 and at most 1
    """

    batch: int
    row: int
    part: int
    person: int
    asset: str
    kind: AssetKind
    action: AssetAction
    share_over: int
    share_under: int
    fen: int | None
    on: date
    channel: str
    native_id: str
    recorded_at: datetime
    detail: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not 0 < self.share_over <= self.share_under:
            found = f"份额 {self.share_over}/{self.share_under} 不在 0 到 1 之间。"
            raise refuse(found, f"财产事件 {self.key}", "核对该行的共有份额。")

    @property
    def key(self) -> str:
        return f"{self.batch}/{self.row}/{self.part}"

    @property
    def share(self) -> Fraction:
        return Fraction(self.share_over, self.share_under)
