"""统计用途的权限: figures of the register are for statisticians whose right to them lives, also when only looked at."""

from datetime import datetime

from zengshou.concepts.account import Account
from zengshou.concepts.problem import forbid
from zengshou.records.access.context import AccessContext
from zengshou.records.access.valve import require_extractor
from zengshou.store.register.access.access_gate import Gate
from zengshou.store.register.access.authorisations import areas_of
from zengshou.store.register.access.scope import Scope, open_scope

PURPOSE = "income_statistics"
NO_RIGHT = "账号没有收入统计的有效授权范围。"


def require_statistics_right(gate: Gate, account: Account, at: datetime) -> None:
    """Raises  Forbidden: not a statistician, or no right for the purpose of statistics at this moment"""
    require_extractor(account)
    context = AccessContext(account, PURPOSE, gate.purposes.purposes[PURPOSE].legal_basis, "", "", at)
    with gate.database.writing() as session:
        open_scope(session, Scope(account.id), gate.sealer)
        areas = areas_of(session, context)
    if not areas:
        raise forbid(NO_RIGHT, "请安全管理员授予。")
