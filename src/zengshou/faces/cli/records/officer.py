"""--as: who acts. An active account of the office with the role, where the machine knows one; else as written."""

import os
from pathlib import Path
from typing import Annotated

import typer

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import ProblemsFound, forbid, refuse
from zengshou.faces.cli.output import told
from zengshou.services.office.office_home import opened_database
from zengshou.store.database.accounts import accounts

VARIABLE = "ZENGSHOU_OFFICE"
HELP = f"经办人的工作台登录名；环境变量 {VARIABLE} 指明工作台目录时，须为在用账号且角色相符"


def officer_account(office: Path, login: str, roles: tuple[Role, ...] = (Role.DATA_CUSTODIAN,)) -> Account:
    """The account behind a sign-in name. Raises  Forbidden: ended, of another role; ProblemsFound: none, no office"""
    database = opened_database(office)
    with database.reading() as session:
        found = next((each for each in accounts(session) if each.login == login), None)
    database.close()
    wanted = "或".join(role.label for role in roles)
    if found is None:
        raise refuse(f"工作台没有账号“{login[:40]}”。", "--as", f"写{wanted}的登录名。")
    if not found.is_active or found.role not in roles:
        state = found.role.label if found.is_active else "已停用"
        raise forbid(f"账号“{login}”是{state}，不能办理。", f"请由{wanted}办理。")
    return found


def _known(told_as: str, roles: tuple[Role, ...]) -> str:
    office = os.environ.get(VARIABLE, "")
    try:
        return officer_account(Path(office), told_as, roles).login if office and told_as else told_as
    except ProblemsFound as error:
        raise told(error) from None


def _custodian(login: str) -> str:
    return _known(login, (Role.DATA_CUSTODIAN,))


def _key_holder(login: str) -> str:
    return _known(login, (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.DATA_CUSTODIAN))


Officer = Annotated[str, typer.Option("--as", help=HELP, callback=_custodian)]
KeyHolder = Annotated[str, typer.Option("--as", help=HELP, callback=_key_holder)]
