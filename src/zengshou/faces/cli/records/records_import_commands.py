"""zs records setup, import, batches, quarantine, resubmit, verify: the register's files from the door to the ledger."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from zengshou.concepts.account import Account
from zengshou.concepts.period import month_name, parse_month
from zengshou.concepts.plain_text import visible
from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.faces.cli.output import WRONG_INPUT, console, guarded, print_json, print_table, progress_bar
from zengshou.faces.cli.records.officer import VARIABLE, Officer, officer_account
from zengshou.services.records.access.look import reads_of
from zengshou.services.records.access.quarantine_release import release_rows
from zengshou.services.records.home.channel_catalogue import catalogue_of
from zengshou.services.records.home.register_about import about, describe, note_source
from zengshou.services.records.home.register_home import opened, set_up
from zengshou.services.records.home.verify_register import verify_register
from zengshou.services.records.intake.case_gate import RegisterCases
from zengshou.services.records.intake.delivery import Delivery, Receipt, batch_json, receipt_json
from zengshou.services.records.intake.import_batch import Intake, decide_held, import_delivery, recover
from zengshou.services.records.intake.import_folder import FolderResult, import_folder
from zengshou.services.records.intake.look_up import BatchRow, batch_rows, quarantine_rows
from zengshou.services.records.intake.resubmit import resubmit
from zengshou.store.access_purposes import access_purposes
from zengshou.store.register.delivery.quarantine import Aside
from zengshou.store.register.tables.batch_state import BatchState

Home = Annotated[Path, typer.Option(help="登记系统的数据目录")]
Address = Annotated[str, typer.Option("--database", help="登记库地址；默认为数据目录中的 SQLite")]
VaultAddress = Annotated[str, typer.Option("--vault-database", help="身份库地址；默认为数据目录中的 SQLite")]
City = Annotated[str, typer.Option(help="城市：用它自己的渠道和规则；默认为登记系统写明的城市")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
HERE = Path("zengshou-register")
SHOWN = 16  # signs of a digest that a receipt prints


def now() -> datetime:
    return datetime.now(UTC)


def intake_of(home: Path, address: str, vault_address: str, city: str) -> Intake:
    register = opened(home, address, vault_address)
    of = city or about(home).city
    catalogue = catalogue_of(of)
    cases = RegisterCases(register.database, access_purposes(of), lambda id: catalogue.channel(id).agency)
    return Intake(register, catalogue, now, cases)


@guarded
def setup(home: Home = HERE, address: Address = "", vault_address: VaultAddress = "", as_json: AsJson = False) -> None:
    """建立登记库和身份库，或升级其表结构。 Make the register, or bring it up to date."""
    set_up(home, address, vault_address).close()
    if as_json:
        print_json({"home": str(home), "is_ready": True})
        return
    console().print(f"登记系统已就绪：{home}")
    console().print("请立即把 keys/ 目录另行离线备份：丢失密钥，证件号码和原始文件都无法再打开。")


def claim(home: Path, city: str) -> None:
    """The first import that names a city says whose register it is; another city's files are refused from then on."""
    if city:
        describe(home, city, is_synthetic=False)


@guarded
def import_file(
    file: Annotated[Path, typer.Argument(help="数据文件（csv/xlsx/parquet）")],
    channel: Annotated[str, typer.Option(help="渠道，如 iit")],
    period: Annotated[str, typer.Option(help="所属月份，如 2025-03")],
    officer: Officer,
    control: Annotated[Path | None, typer.Option(help="对账单：行数和合计")] = None,
    sequence: Annotated[int | None, typer.Option(help="报送方的批次序号", min=1)] = None,
    supersedes: Annotated[int | None, typer.Option(help="整批更正哪一个批次")] = None,
    case: Annotated[str, typer.Option(help="案件号（逐案查询的渠道）")] = "",
    authorisation: Annotated[str, typer.Option(help="核对授权书编号（逐案查询的渠道）")] = "",
    backfill: Annotated[bool, typer.Option(help="补报历史数据：允许早于 36 个月")] = False,
    city: City = "",
    home: Home = HERE,
    address: Address = "",
    vault_address: VaultAddress = "",
    as_json: AsJson = False,
) -> None:
    """导入一个文件；同一文件再来，回执不变。 Import one file."""
    if not file.is_file():
        raise ProblemsFound(Problem("没有这个文件。", str(file), "请核对路径。"))
    delivery = Delivery(
        file, channel, parse_month(period, "--period"), officer, control, sequence, supersedes, None, case,
        authorisation, backfill,
    )  # fmt: skip
    intake = intake_of(home, address, vault_address, city)
    claim(home, city)
    with progress_bar(file.name, as_json) as tell:
        receipt = import_delivery(intake, delivery, tell)
    _print_receipt(receipt, as_json)


@guarded
def import_files(
    folder: Annotated[Path, typer.Argument(help="报送目录：文件名为 渠道_年月[_序号].csv，或附 manifest.csv")],
    officer: Officer,
    city: City = "",
    home: Home = HERE,
    address: Address = "",
    vault_address: VaultAddress = "",
    as_json: AsJson = False,
) -> None:
    """导入一个目录中的全部文件，中断后可以接着来。 Import every file of a folder."""
    intake = intake_of(home, address, vault_address, city)
    claim(home, city)
    note_source(intake.home.folder, folder)
    with progress_bar(folder.name, as_json) as tell:
        results = import_folder(intake, folder, officer, tell)
    if as_json:
        print_json({"files": [_result_json(one) for one in results]})
    else:
        rows = [(one.file.name, _outcome(one), one.words) for one in results]
        print_table(f"{folder}", ("文件", "结果", "说明"), rows)
    if any(one.receipt is None or one.receipt.batch.state is BatchState.REJECTED for one in results):
        raise typer.Exit(WRONG_INPUT)


@guarded
def list_batches(
    channel: Annotated[str, typer.Option(help="只看一个渠道")] = "",
    home: Home = HERE,
    address: Address = "",
    vault_address: VaultAddress = "",
    as_json: AsJson = False,
) -> None:
    """各批次的状态和行数。 The batches."""
    found = batch_rows(opened(home, address, vault_address), channel)
    if channel and not found:
        catalogue_of(about(home).city).channel(channel)
    if as_json:
        print_json({"batches": [batch_json(one.batch) | {"open": one.open} for one in found]})
        return
    heads = ("批次", "渠道", "月份", "状态", "读入", "接受", "隔离", "待处理", "说明")
    print_table(f"批次（{home}）", heads, [_batch_cells(one) for one in found], right=(0, 4, 5, 6, 7))


@guarded
def decide(
    batch: Annotated[int, typer.Argument(help="批次号")],
    officer: Officer,
    why: Annotated[str, typer.Option(help="理由")],
    accept: Annotated[bool | None, typer.Option("--accept/--reject", help="发布还是拒收")] = None,
    city: City = "",
    home: Home = HERE,
    address: Address = "",
    vault_address: VaultAddress = "",
    as_json: AsJson = False,
) -> None:
    """对待决定的批次作出决定，须由上传人以外的人。 Publish or reject a held batch."""
    if accept is None:
        raise refuse("没有写明决定。", "--accept、--reject", "发布加 --accept，拒收加 --reject。")
    decided = decide_held(intake_of(home, address, vault_address, city), batch, accept, officer, why)
    _print_receipt(Receipt(decided), as_json, is_error=False)


@guarded
def quarantine(
    batch: Annotated[int, typer.Argument(help="批次号")],
    out: Annotated[Path | None, typer.Option(help="写成工作簿，供报送方补正；须有权限，取出人和理由记入日志")] = None,
    officer: Annotated[str, typer.Option("--as", help="归集管理员的工作台登录名；与 --out 同用")] = "",
    why: Annotated[str, typer.Option(help="取出的理由；与 --out 同用")] = "",
    office: Annotated[Path | None, typer.Option(envvar=VARIABLE, help="工作台目录；与 --out 同用")] = None,
    city: City = "",
    home: Home = HERE,
    address: Address = "",
    vault_address: VaultAddress = "",
    as_json: AsJson = False,
) -> None:
    """被隔离的行、单元格和原因；可导出补正工作簿。 Rows that were put aside."""
    intake = intake_of(home, address, vault_address, city)
    found = quarantine_rows(intake.home, batch)
    if out is not None:
        _release(intake, batch, out, city or about(home).city, why, _taker(office, officer))
    if as_json:
        print_json({"batch": batch, "rows": [_aside_json(one) for one in found]})
        return
    if not found:
        console().print(f"批次 {batch} 没有隔离行。")
        return
    rows = [(str(one.row), one.cell, one.code, one.message, one.state.label) for one in found]
    print_table(f"批次 {batch} 的隔离行", ("行", "单元格", "代码", "原因", "状态"), rows, right=(0,))
    if out is not None:
        console().print(f"已写入 {out}。补正后运行 zs records resubmit {out}")


def _taker(office: Path | None, login: str) -> Account:
    if office is None or not login:
        cure = f"加上 --as 登录名 --office 工作台目录，或用环境变量 {VARIABLE} 指明工作台。"
        raise refuse("取出隔离行须由有权限的工作台账号办理。", "--as、--office", cure)
    return officer_account(office, login)


def _release(intake: Intake, batch: int, out: Path, city: str, why: str, who: Account) -> None:
    """Raises  Forbidden: no right for these rows; ProblemsFound: no reason, no rows, or the file cannot be written"""
    if out.exists() and not out.is_file():
        raise refuse("文件写不了：是一个目录。", str(out), "请换一个路径。")
    content, _ = release_rows(intake, reads_of(intake.home, city).gate, who, city, batch, why)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise refuse(f"文件写不了：{error.strerror}。", str(out), "请检查路径和权限。") from None


@guarded
def resubmit_rows(
    workbook: Annotated[Path, typer.Argument(help="补正后的工作簿")],
    officer: Officer,
    city: City = "",
    home: Home = HERE,
    address: Address = "",
    vault_address: VaultAddress = "",
    as_json: AsJson = False,
) -> None:
    """把补正后的隔离行作为补充批次导入。 Import corrected rows as a supplementary batch."""
    intake = intake_of(home, address, vault_address, city)
    with progress_bar(workbook.name, as_json) as tell:
        receipt = resubmit(intake, workbook, officer, tell)
    _print_receipt(receipt, as_json)


@guarded
def verify_records(
    city: City = "", home: Home = HERE, address: Address = "", vault_address: VaultAddress = "", as_json: AsJson = False
) -> None:
    """核对全部行的摘要、批次、原始文件和数据库。 Verify rows, batches, raw files and database."""
    register = opened(home, address, vault_address)
    with progress_bar("核对", as_json) as tell:
        found = verify_register(register, tell)
    damages = [{"kind": one.kind, "place": one.place, "found": one.found} for one in found.damages]
    if as_json:
        print_json({"is_whole": found.is_whole, "batches": found.batches, "rows": found.rows, "files": found.files,
                    "sealed": found.sealed, "damages": damages})  # fmt: skip
    elif found.is_whole:
        counted = f"{found.batches} 个批次、{found.rows:,} 行、{found.files} 个原始文件、其他各表 {found.sealed:,} 行"
        console().print(f"{counted}核对无误。")
    if not found.is_whole:
        cure = "请停止写入，封存现场，从备份核对并恢复。"
        raise ProblemsFound([Problem(one.found, one.place, cure) for one in found.damages])


@guarded
def recover_records(
    city: City = "", home: Home = HERE, address: Address = "", vault_address: VaultAddress = "", as_json: AsJson = False
) -> None:
    """续完断电等中断的导入；每次导入开始时也会自动进行。 Finish what was interrupted."""
    with progress_bar("恢复", as_json) as tell:
        found = recover(intake_of(home, address, vault_address, city), tell)
    if as_json:
        finished = [one.id for one in found.unfinished]
        print_json({"begun": found.begun, "unclaimed": found.unclaimed, "finished": finished})
        return
    console().print(f"清除未写完的文件 {found.begun} 个、无批次的文件 {found.unclaimed} 个。")
    console().print(f"续完批次 {len(found.unfinished)} 个。")


def _print_receipt(receipt: Receipt, as_json: bool, is_error: bool = True) -> None:
    """The receipt; a rejected file is a mistake of the sender's and ends with exit code 2."""
    if as_json:
        print_json(receipt_json(receipt))
    else:
        console().print(visible(receipt.sentence), markup=False)
        head = receipt.batch.head_digest[:SHOWN] or "未入库"
        console().print(f"回执号 {receipt.batch.content_hash[:SHOWN]}-{head}", style="dim")
    if is_error and receipt.batch.state is BatchState.REJECTED:
        raise typer.Exit(WRONG_INPUT)


def _batch_cells(row: BatchRow) -> tuple[str, ...]:
    one = row.batch
    counts = (f"{one.rows_read:,}", f"{one.rows_ok:,}", f"{one.rows_bad:,}", f"{row.open:,}")
    reason = f"批次 {one.supplements} 的补正" if one.supplements is not None else one.reason
    return (str(one.id), one.channel, month_name(one.period), one.state.label, *counts, reason)


def _aside_json(row: Aside) -> dict[str, object]:
    return {"row": row.row, "cell": row.cell, "rule": row.rule, "code": row.code, "field": row.field,
            "message": row.message, "state": row.state.value}  # fmt: skip


def _result_json(result: FolderResult) -> dict[str, object]:
    receipt = None if result.receipt is None else receipt_json(result.receipt)
    return {"file": result.file.name, "receipt": receipt, "words": result.words}


def _outcome(result: FolderResult) -> str:
    return "未导入" if result.receipt is None else result.receipt.batch.state.label
