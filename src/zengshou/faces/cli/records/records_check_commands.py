"""zs records check, hits, judge: the rules over the whole register, what they found, and an officer's word on each."""

import re
from typing import Annotated

import typer

from zengshou.concepts.period import month_name, parse_month
from zengshou.concepts.problem import refuse
from zengshou.faces.cli.output import console, guarded, print_json, print_table, progress_bar
from zengshou.faces.cli.records.officer import Officer
from zengshou.faces.cli.records.records_import_commands import (
    HERE,
    Address,
    AsJson,
    City,
    Home,
    VaultAddress,
    intake_of,
    now,
)
from zengshou.services.records.home.register_home import opened
from zengshou.services.records.whole.check_register import Checked, check_register
from zengshou.services.records.whole.rule_hits import counted_hits, judge_hit, listed_hits
from zengshou.store.channels import register_rules
from zengshou.store.register.delivery.rule_hits import Hit, HitCount, HitDecision


@guarded
def check(
    since: Annotated[str, typer.Option("--from", help="收入从哪个月查起，如 2025-01；不写为最近十二个月")] = "",
    until: Annotated[str, typer.Option("--to", help="查到哪个月")] = "",
    city: City = "",
    home: Home = HERE,
    address: Address = "",
    vault_address: VaultAddress = "",
    as_json: AsJson = False,
) -> None:
    """按规则核对全部在库数据；再查一遍不会重复登记。 The rules over the whole register."""
    if bool(since) != bool(until):
        raise refuse("起止月份须同时写明，或都不写。", "--from、--to", "例如 --from 2025-01 --to 2025-12。")
    months = (parse_month(since, "--from"), parse_month(until, "--to")) if since else None
    with progress_bar("核对", as_json) as tell:
        intake = intake_of(home, address, vault_address, city)
        found = check_register(intake.home, intake.catalogue, now(), months, tell)
    if as_json:
        print_json(_checked_json(found))
        return
    first, last = (month_name(month) for month in found.months)
    console().print(
        f"{first} 至 {last} 的收入和全部财产、状态共 {found.rows:,} 条；疑点 {found.found:,}，新增 {found.added:,}。"
    )
    _print_counts(found.counts)
    for words in (*found.stale, *found.not_checked):
        console().print(f"· {words}")


@guarded
def hits(
    rule: Annotated[int | None, typer.Option(help="只看一条规则", min=1, max=20)] = None,
    every: Annotated[bool, typer.Option("--all", help="已有结论的也列出")] = False,
    most: Annotated[int, typer.Option(help="最多列多少条", min=1)] = 50,
    home: Home = HERE,
    address: Address = "",
    vault_address: VaultAddress = "",
    as_json: AsJson = False,
) -> None:
    """疑点的条数和最新的若干条，不含姓名证件。 What the rules found."""
    register = opened(home, address, vault_address)
    counts, found = counted_hits(register), listed_hits(register, rule, not every, most)
    if as_json:
        print_json({"counts": [_count_json(one) for one in counts], "hits": [_hit_json(one) for one in found]})
        return
    _print_counts(counts)
    rows = [(f"{one.batch}/{one.row}/{one.place}", str(one.rule), one.message, one.decision.label) for one in found]
    print_table("疑点", ("编号", "规则", "说明", "结论"), rows, right=(1,))


@guarded
def judge(
    number: Annotated[str, typer.Argument(help="疑点编号：批次/行/序，见 zs records hits")],
    officer: Officer,
    confirm: Annotated[bool | None, typer.Option("--confirm/--dismiss", help="属实，还是不成立")] = None,
    home: Home = HERE,
    address: Address = "",
    vault_address: VaultAddress = "",
    as_json: AsJson = False,
) -> None:
    """对一条疑点作出结论，须由上传人以外的人。 An officer's word on one hit."""
    match = re.fullmatch(r"([0-9]{1,9})/([0-9]{1,18})/([0-9]{1,9})", number.strip())
    if match is None:
        raise refuse(f"读不懂疑点编号“{number}”。", "编号", "写成 批次/行/序，如 3/17/0。")
    if confirm is None:
        raise refuse("没有写明结论。", "--confirm、--dismiss", "属实加 --confirm，不成立加 --dismiss。")
    name = (int(match[1]), int(match[2]), int(match[3]))
    decision = HitDecision.CONFIRMED if confirm else HitDecision.DISMISSED
    found = judge_hit(opened(home, address, vault_address), name, decision, officer, now())
    if as_json:
        print_json(_hit_json(found))
        return
    console().print(f"{number}：{found.decision.label}（{found.decided_by}）。{found.message}")


def _print_counts(counts: tuple[HitCount, ...]) -> None:
    rules = register_rules()
    rows = [(str(one.rule), rules[one.rule].label, one.code, f"{one.count:,}", f"{one.open:,}") for one in counts]
    print_table("疑点条数", ("规则", "名称", "代码", "条数", "待确认"), rows, right=(0, 3, 4))


def _count_json(one: HitCount) -> dict[str, object]:
    return {"rule": one.rule, "code": one.code, "count": one.count, "open": one.open}


def _hit_json(one: Hit) -> dict[str, object]:
    return {"batch": one.batch, "row": one.row, "place": one.place, "rule": one.rule, "code": one.code,
            "message": one.message, "decision": one.decision.value, "decided_by": one.decided_by}  # fmt: skip


def _checked_json(found: Checked) -> dict[str, object]:
    return {
        "months": [month_name(month) for month in found.months],
        "rows": found.rows,
        "found": found.found,
        "added": found.added,
        "counts": [_count_json(one) for one in found.counts],
        "stale": list(found.stale),
        "not_checked": list(found.not_checked),
    }
