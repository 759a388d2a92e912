"""zs release: put a table through the gate, sign it by two persons, show, verify and withdraw releases."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.faces.cli.output import console, guarded, print_json, print_table
from zengshou.faces.release_files import release_file
from zengshou.services.release import release as gate
from zengshou.services.release.release import Release, Shelf
from zengshou.services.release.release_data import ReleaseColumns, parse_by
from zengshou.services.release.release_json import proposal_json, release_json, remarks, table_rows
from zengshou.statistics.disclosure.gate import Request
from zengshou.statistics.disclosure.released import ReleasedTable

release_app = typer.Typer(
    name="release", help="发布统计表：闸口审查、两人签发、登记。 The release gate.", no_args_is_help=True
)
Folder = Annotated[Path, typer.Option("--folder", help="发布登记所在的文件夹")]
Key = Annotated[Path | None, typer.Option("--key", help="签章密钥文件；默认在该文件夹内，首次使用时生成")]
Officer = Annotated[str, typer.Option("--as", help="经办人姓名或工号")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
Id = Annotated[str, typer.Argument(help="发布编号，如 r0001")]
HERE = Path("releases")


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


@release_app.command()
@guarded
def propose(
    file: Annotated[Path, typer.Argument(help="个人数据文件（csv/xlsx/parquet/dta/sav），一人一行")],
    by: Annotated[str, typer.Option(help="分类列，如 county,sex；层级写作 county>township")],
    person: Annotated[str, typer.Option(help="人员编号列，用于与已发布的表对照")],
    title: Annotated[str, typer.Option(help="表名")],
    purpose: Annotated[str, typer.Option(help="用途")],
    period: Annotated[str, typer.Option(help="所属时期，如 2025")],
    officer: Officer,
    value: Annotated[str, typer.Option(help="金额列；不写则只计人数")] = "",
    statistics: Annotated[str, typer.Option(help="统计量，如 mean,median；rate 用于 0/1 列")] = "",
    weight: Annotated[str, typer.Option(help="权数列")] = "",
    unit: Annotated[str, typer.Option(help="住户或单位编号列")] = "",
    area: Annotated[str, typer.Option(help="城市，如 yangjiang")] = "yangjiang",
    currency: Annotated[str, typer.Option("--currency", help="金额的单位")] = "元",
    synthetic: Annotated[bool, typer.Option("--synthetic", help="合成数据")] = False,
    rules: Annotated[Path | None, typer.Option(help="本市的发布规则 YAML")] = None,
    out: Annotated[Path | None, typer.Option(help="把送审的表写成 csv、json 或 xlsx")] = None,
    folder: Folder = HERE,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """提出一张表：过闸口、审查、登记，等待两人签发。 Propose a table."""
    names = tuple(name.strip() for name in statistics.replace("，", ",").split(",") if name.strip())
    hierarchies = parse_by(by)
    asked = names or (("mean",) if value else ())
    columns = ReleaseColumns(file, person, hierarchies, value, weight, unit)
    request = Request(
        title, purpose, hierarchies, value, asked, area, period, currency, "", file.name, synthetic or _is_marked(file)
    )
    found = gate.propose(Shelf(folder, key), request, columns, gate.release_rules(rules), officer, _now())
    if out is not None:
        _write(out, found.release, found.table)
    if as_json:
        print_json(proposal_json(found))
        return
    _print_table(found.table)
    tally = "、".join(f"{ground}{count}格" for ground, count in found.tally) or "没有隐去的格"
    console().print(f"隐去的原因（只供内部掌握，不得对外）：{tally}")
    console().print(f"[bold]{found.release.id}[/bold] 已登记，{found.release.state_label}。")


def _is_marked(file: Path) -> bool:
    return "合成" in file.name or "synthetic" in file.name.lower()


def _write(out: Path, release: Release, table: ReleasedTable) -> None:
    kind = out.suffix.lower().lstrip(".")
    try:
        out.write_bytes(release_file(release, table, kind))
    except OSError as error:
        raise ProblemsFound(Problem(f"文件写不了：{error.strerror}。", str(out), "请检查路径和权限。")) from None


@release_app.command()
@guarded
def sign(release: Id, officer: Officer, folder: Folder = HERE, key: Key = None, as_json: AsJson = False) -> None:
    """签发：两名不同的负责人各签一次。 Sign a proposal; two different persons release it."""
    found = gate.sign(Shelf(folder, key), release, officer, _now())
    _print_release(found, as_json)


@release_app.command()
@guarded
def withdraw(
    release: Id,
    officer: Officer,
    why: Annotated[str, typer.Option(help="理由")],
    folder: Folder = HERE,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """撤回：另记一笔，原表和登记都保留。 Withdraw a release by a new record."""
    _print_release(gate.withdraw(Shelf(folder, key), release, officer, why, _now()), as_json)


@release_app.command("list")
@guarded
def list_releases(folder: Folder = HERE, key: Key = None, as_json: AsJson = False) -> None:
    """列出全部发布。 List releases."""
    found = gate.releases(Shelf(folder, key))
    if as_json:
        print_json({"releases": [release_json(one) for one in found]})
        return
    rows = [(one.id, one.state_label, one.history[0].at, one.history[0].by, "、".join(one.signers)) for one in found]
    print_table(f"发布登记（{folder}）", ("编号", "状态", "提出时间", "提出人", "签发人"), rows)


@release_app.command()
@guarded
def show(
    release: Id,
    out: Annotated[Path | None, typer.Option(help="写成 csv、json 或 xlsx")] = None,
    folder: Folder = HERE,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """显示一张表和它的登记。 Show one release."""
    found, table = gate.released_table(Shelf(folder, key), release)
    if out is not None:
        _write(out, found, table)
    if as_json:
        print_json(release_json(found, table))
        return
    _print_table(table)
    _print_release(found, False)


@release_app.command()
@guarded
def verify(
    head: Annotated[str, typer.Option(help="另存的末行摘要，用来发现截断")] = "",
    folder: Folder = HERE,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """核验登记簿的链、签章和文件。 Verify register and files."""
    problems, last = gate.verify(Shelf(folder, key), head)
    if as_json:
        print_json({"is_sound": not problems, "head": last, "problems": [str(one) for one in problems]})
    elif not problems:
        console().print(f"登记簿完好。末行摘要（请另处保存）：{last}")
    if problems:
        raise ProblemsFound(problems)


def _print_table(table: ReleasedTable) -> None:
    heads, rows = table_rows(table)
    words = [
        tuple("—" if one is None else f"{one:,.12g}" if isinstance(one, float) else one for one in row) for row in rows
    ]
    right = tuple(range(len(table.dimensions), len(heads)))
    print_table(f"{table.title}（{table.area} {table.period}）", heads, words, right)
    for line in remarks(table):
        console().print(line, style="dim")


def _print_release(found: Release, as_json: bool) -> None:
    if as_json:
        print_json(release_json(found))
        return
    console().print(f"[bold]{found.id}[/bold] {found.state_label}；签发人：{'、'.join(found.signers) or '无'}")
