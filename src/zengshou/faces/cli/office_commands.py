"""zs office: set up the stored part of an installation, bring its tables up to date, verify its events."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.faces.cli.output import console, guarded, print_json
from zengshou.faces.report.standard_templates import FORMS, standard_template
from zengshou.faces.report.template_check import template_faults
from zengshou.services.office.account_desk import AccountDesk
from zengshou.services.office.office_home import evidence_folder, keys_of, made_database, opened_database
from zengshou.services.supervision.daily_round import Round, daily_round
from zengshou.services.supervision.evidence import EvidenceDesk
from zengshou.store.country import city
from zengshou.store.database.event_log import BrokenLink, verified
from zengshou.store.evidence_files import EvidenceFolder
from zengshou.store.template_files import replaced_template, write_new

RESTORE = "请从备份恢复 evidence 目录，并核查原因。"
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
    """核对操作记录的链条和每一份佐证材料。 Verify the chain of events and every file of evidence."""
    database = opened_database(home, address)
    with database.reading() as session:
        found = verified(session)
    evidence = EvidenceDesk(database, EvidenceFolder(evidence_folder(home), keys_of(home)), now).verify()
    problems = [Problem(each.found, f"{each.task_code} {each.name}", RESTORE) for each in evidence.faults]
    if isinstance(found, BrokenLink):
        told = "请封存数据库，从备份核对，并报告审计管理员。"
        problems.insert(0, Problem(f"操作记录被改动：{found.found}", "event", told))
    if as_json:
        is_whole = isinstance(found, int)
        chain = {"is_whole": is_whole, "events": found} if is_whole else _broken_json(found)
        print_json({**chain, "files": evidence.checked, "bad_files": [str(each) for each in problems[not is_whole :]]})
    if problems:
        raise ProblemsFound(problems)
    if not as_json:
        console().print(f"{found} 条操作记录前后相连，未发现改动。")
        console().print(f"{evidence.checked} 份佐证材料逐一读出，内容与登记的摘要一致。")


def _broken_json(found: object) -> dict[str, object]:
    assert isinstance(found, BrokenLink)
    return {"is_whole": False, "first_bad": found.sequence, "found": found.found}


@office_app.command("tick")
@guarded
def tick(
    home: Home = Path("zengshou-home"),
    address: Address = "",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """到期的进度灯、指标灯自动登记；供 cron 或 systemd 定时器每日运行，重复运行不重复登记。 The daily round."""
    rounds = daily_round(opened_database(home, address), now)
    if as_json:
        print_json({"rounds": [_round_json(each) for each in rounds]})
        return
    for each in rounds:
        lamps = "、".join(f"{colour.label}{count}" for colour, count in each.process.items()) or "无新增"
        console().print(f"{each.city} {each.period.label}：进度灯 {lamps}；指标灯新增 {each.result}。")
    if not rounds:
        console().print("没有到期的登记。")


def _round_json(each: Round) -> dict[str, object]:
    process = {colour.value: count for colour, count in each.process.items()}
    return {"city": each.city, "period": str(each.period), "process": process, "result": each.result}


@office_app.command("templates")
@guarded
def templates(
    folder: Annotated[Path, typer.Argument(metavar="OUT_DIR", help="模板目录；数据目录下的 templates 即刻生效")],
) -> None:
    """写出默认的公文模板；目录里已有的不覆盖，逐一检查并指出毛病。 Write or check the templates of documents."""
    problems: list[Problem] = []
    for form in FORMS:
        own = replaced_template(folder, form.file_name)
        if own is None:
            write_new(folder, form.file_name, standard_template(form.name))
            console().print(f"已写出 {form.file_name}")
            continue
        faults = template_faults(own, form, form.file_name)
        problems += faults
        console().print(f"已检查 {form.file_name}：{f'{len(faults)} 处毛病' if faults else '可用'}")
    if problems:
        raise ProblemsFound(problems)
