"""zs office: set up the stored part of an installation, bring its tables up to date, verify its events."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from zengshou.concepts.problem import refuse
from zengshou.faces.cli.output import console, guarded, print_json
from zengshou.services.office.account_desk import AccountDesk
from zengshou.services.office.office_home import keys_of, made_database, opened_database
from zengshou.store.country import city
from zengshou.store.database.event_log import BrokenLink, verified

office_app = typer.Typer(help="工作台：账号、台账的数据库。 The database of the office.", no_args_is_help=True)
Home = Annotated[Path, typer.Option(help="数据目录：数据库、密钥、佐证材料")]
Address = Annotated[str, typer.Option("--database", help="数据库地址；默认为数据目录中的 SQLite")]


def now() -> datetime:
    return datetime.now(UTC)


@office_app.command("setup")
@guarded
def setup(
    for_city: Annotated[str, typer.Argument(metavar="CITY", help="城市")],
    login: Annotated[str, typer.Option(help="第一位系统管理员的登录名")],
    name: Annotated[str, typer.Option(help="姓名")],
    home: Home = Path("zengshou-home"),
    address: Address = "",
    url: Annotated[str, typer.Option(help="网页地址，用来拼出邀请链接")] = "http://127.0.0.1:8000",
) -> None:
    """建库，生成第一位系统管理员的邀请链接。 Make the database and the first administrator's link."""
    key = city(for_city).key
    database = made_database(home, address)
    token = AccountDesk(database, keys_of(home), now).first_link(login, name, key)
    console().print(f"已建库：{home}。请用 zs serve --home {home} 打开网页，")
    console().print("再由本人打开下面的链接设置密码（72小时内有效，只能用一次）：")
    typer.echo(f"{url.rstrip('/')}/office/invitation/{token}")


@office_app.command("upgrade")
@guarded
def upgrade_tables(home: Home = Path("zengshou-home"), address: Address = "") -> None:
    """把表结构升级到本版本。 Bring the tables up to date."""
    made_database(home, address).close()
    console().print("表结构已是最新。")


@office_app.command("verify")
@guarded
def verify(
    home: Home = Path("zengshou-home"),
    address: Address = "",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """核对操作记录的链条。 Verify the chain of events."""
    with opened_database(home, address).reading() as session:
        found = verified(session)
    if isinstance(found, BrokenLink):
        if as_json:
            print_json({"is_whole": False, "first_bad": found.sequence, "found": found.found})
        raise refuse(f"操作记录被改动：{found.found}", "event", "请封存数据库，从备份核对，并报告审计管理员。")
    if as_json:
        print_json({"is_whole": True, "events": found})
    else:
        console().print(f"{found} 条操作记录前后相连，未发现改动。")
