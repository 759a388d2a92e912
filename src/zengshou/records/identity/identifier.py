"""The kinds of document by which a person is told from others, and what can be wrong with a number."""

from enum import Enum


class IdentifierKind(Enum):
    """A document that a person is registered under. A person may hold several, one after the other or at once."""

    RESIDENT_CARD = "resident_card"
    HK_MACAO_RESIDENCE = "hk_macao_residence"
    TAIWAN_RESIDENCE = "taiwan_residence"
    FOREIGN_PERMANENT = "foreign_permanent"
    PASSPORT = "passport"
    OFFICER_CARD = "officer_card"
    TEMPORARY = "temporary"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]


KIND_LABELS = {
    IdentifierKind.RESIDENT_CARD: "居民身份证",
    IdentifierKind.HK_MACAO_RESIDENCE: "港澳居民居住证",
    IdentifierKind.TAIWAN_RESIDENCE: "台湾居民居住证",
    IdentifierKind.FOREIGN_PERMANENT: "外国人永久居留身份证",
    IdentifierKind.PASSPORT: "护照",
    IdentifierKind.OFFICER_CARD: "军官证",
    IdentifierKind.TEMPORARY: "临时编号",
}


class Fault(Enum):
    """Why a number is refused; the value is the code that a quarantined row carries."""

    EMPTY = "E_ID_EMPTY"
    FLOAT = "E_ID_FLOAT"
    LENGTH = "E_ID_LENGTH"
    SIGNS = "E_ID_SIGNS"
    CHECK_DIGIT = "E_ID_CHECKDIGIT"
    DATE = "E_ID_DATE"
    FUTURE = "E_ID_FUTURE"
    AGE = "E_ID_AGE"
    KIND = "E_ID_KIND"

    @property
    def label(self) -> str:
        return FAULT_LABELS[self]


FAULT_LABELS = {
    Fault.EMPTY: "证件号码为空。",
    Fault.FLOAT: "证件号码被存成了数值或科学计数法，末几位已丢失，请从来源按文本重新导出。",
    Fault.LENGTH: "证件号码位数不对。",
    Fault.SIGNS: "证件号码含有不该出现的字符。",
    Fault.CHECK_DIGIT: "证件号码末位校验码不符。",
    Fault.DATE: "证件号码中的出生日期不存在。",
    Fault.FUTURE: "证件号码中的出生日期在今天之后。",
    Fault.AGE: "证件号码中的出生日期超过年龄上限。",
    Fault.KIND: "号码与证件种类不符。",
}


class Caution(Enum):
    """What a reader should know of a number that stands all the same: 行政区划 has a history."""

    CODE_UNKNOWN = "W_ID_CODE_UNKNOWN"
    CODE_NEWER = "W_ID_CODE_NEWER"

    @property
    def label(self) -> str:
        return CAUTION_LABELS[self]


CAUTION_LABELS = {
    Caution.CODE_UNKNOWN: "前六位不是已知的行政区划代码。",
    Caution.CODE_NEWER: "前六位的行政区划代码在出生之后才启用（补发或区划调整时属正常）。",
}
