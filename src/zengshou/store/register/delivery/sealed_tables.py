"""The sealed tables of the register, as people speak of their rows."""

from collections.abc import Mapping

from zengshou.store.database.seal_check import SealedTable
from zengshou.store.register.tables import access_tables, batch_tables, person_tables
from zengshou.store.register.tables.schema import Registered

WORDS: Mapping[type[Registered], str] = {
    batch_tables.StoredBatch: "批次",
    batch_tables.StoredStep: "批次步骤",
    batch_tables.StoredQuarantine: "隔离行",
    batch_tables.StoredRuleHit: "规则疑点",
    person_tables.StoredPerson: "人员",
    person_tables.StoredArea: "户籍地",
    person_tables.StoredArea: "登记地区",
    person_tables.StoredHousehold: "户",
    person_tables.StoredMember: "户成员",
    person_tables.StoredResidence: "居民身份",
    person_tables.StoredLink: "人员关联",
    person_tables.StoredLinkReview: "关联复核",
    access_tables.StoredAuthorisation: "授权书",
    access_tables.StoredGrant: "查阅权限",
    access_tables.StoredTie: "账号与人员关系",
    access_tables.StoredBinding: "本人账号申请",
    access_tables.StoredBinding: "账号绑定申请",
    access_tables.StoredAccess: "查阅日志",
    access_tables.StoredChainEnd: "查阅日志链尾",
    access_tables.StoredHead: "审计锚点",
    access_tables.StoredCorrection: "更正申请",
}


def sealed_tables() -> tuple[SealedTable, ...]:
    """Every sealed table; its rows are named by their key."""
    tables = [(Registered.metadata.tables[stored.__tablename__], words) for stored, words in WORDS.items()]
    return tuple(SealedTable(table, words, tuple(table.primary_key.columns.keys())) for table, words in tables)
