"""The shipped item tree, views and evidence orders, and how a broken file is told."""

from datetime import date
from pathlib import Path

import pytest

from zengshou.concepts.citation import Status
from zengshou.concepts.income_item import is_below
from zengshou.concepts.income_view import ViewOp
from zengshou.concepts.problem import ProblemsFound
from zengshou.store.channels import channels
from zengshou.store.instruments import evidence_orders, income_items, income_views

DAYS = (date(2021, 7, 1), date(2025, 12, 31), date(2026, 1, 1))
VIEWS = ("STAT", "DIBAO", "POV")


def test_every_item_has_a_rule_in_every_view_on_every_day() -> None:
    for name in VIEWS:
        for day in DAYS:
            view = income_views().on(name, day)
            assert not view.gaps(income_items())
            assert all(view.rule(item.code) for item in income_items().leaves)


def test_a_sourced_rule_names_its_text() -> None:
    rows = [row for version in income_views().versions for row in version.rows]
    assert all(row.legal_ref for row in rows if row.status is Status.SOURCED)
    assert all(row.status in (Status.SOURCED, Status.UNVERIFIED) for row in rows)


def test_no_view_ever_counts_what_is_never_income() -> None:
    for name in VIEWS:
        view = income_views().on(name, DAYS[0])
        for item in income_items():
            if item.item_class.part is None or is_below(item.moves_to, "N"):
                assert view.rule(item.code).op is ViewOp.EXCLUDE, (name, item.code)


def test_what_is_paid_is_never_added_and_what_is_received_never_deducted() -> None:
    costs = {"COST", "DEP", "TAX", "EXP"}
    for name in VIEWS:
        view = income_views().on(name, DAYS[0])
        for item in income_items().leaves:
            if item.item_class.part is None or view.rule(item.code).op is ViewOp.NORM:
                continue
            is_paid = item.code.startswith("T-.") or bool(costs & set(item.code.split(".")))
            assert view.rule(item.code).op.sign in ((0, -1) if is_paid else (0, 1)), (name, item.code)


def test_the_central_pension_is_disregarded_by_the_text_until_2025_and_unverified_since() -> None:
    before, after = (income_views().on("DIBAO", day).rule("T.PEN.RES.CENTRAL") for day in DAYS[1:])
    assert (before.op, before.status) == (ViewOp.EXCLUDE, Status.SOURCED)
    assert (after.op, after.status) == (ViewOp.EXCLUDE, Status.UNVERIFIED)


def test_imputed_rent_is_in_no_figure_of_need() -> None:
    assert {income_views().on(name, DAYS[0]).rule("P.IMPRENT").op for name in ("DIBAO", "POV")} == {ViewOp.EXCLUDE}


def test_the_mirror_of_every_item_in_kind_is_consumption() -> None:
    in_kind = [item for item in income_items() if item.is_in_kind]
    assert in_kind
    assert all(is_below(item.mirror, "E") for item in in_kind)


def test_wages_are_believed_by_the_tax_record_first() -> None:
    order = evidence_orders().of("W.PAY.BASE")
    assert order.item == "W.PAY"
    assert sorted(("declaration", "iit", "employer_proof", "housing_fund", "social_insurance"), key=order.rank) == [
        "iit", "social_insurance", "housing_fund", "employer_proof", "declaration",
    ]  # fmt: skip
    assert evidence_orders().group("T.DIBAO") == "T.DIBAO"
    assert evidence_orders().group("W.PAY.BONUS") == "W.PAY"


def test_every_item_that_a_channel_states_is_known_and_every_ranked_source_exists() -> None:
    feeds = channels("example")
    for channel in feeds.values():
        for rule in channel.facts:
            assert rule.item in income_items(), (channel.id, rule.item)
            for name in VIEWS:
                assert income_views().on(name, DAYS[0]).rule(rule.item)
    papers = {"*", "employer_proof", "declaration"}
    assert {name for order in evidence_orders().rows for name in order.channels} <= feeds.keys() | papers


def country(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, **files: str) -> str:
    """A country package of its own, with the files of its instruments."""
    place = folder / name / "instruments"
    place.mkdir(parents=True)
    (folder / name / "__init__.py").write_text("", encoding="utf-8")
    for file, text in files.items():
        (place / f"{file}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    return name


ITEMS = "- {code: W, label: 工资}\n- {code: N, label: 非收入}\n"


def test_an_unknown_field_and_a_bad_code_are_told_with_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = country(tmp_path, monkeypatch, "broken_items", income_items="- {code: w, label: 工资, colour: red}\n")
    with pytest.raises(ProblemsFound) as caught:
        income_items(name)
    text = str(caught.value)
    assert "colour" in text
    assert "[0].code" in text


def test_a_view_that_forgets_an_item_is_refused_by_the_item(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    views = (
        "- {view: STAT, version: STAT/1, label: 统计, valid_from: 2020-01-01,"
        " rows: [{item: W, op: include, status: unverified}]}\n"
    )
    name = country(tmp_path, monkeypatch, "forgetful", income_items=ITEMS, income_views=views)
    with pytest.raises(ProblemsFound, match="N（非收入）”没有规则"):
        income_views(name)


def test_a_sourced_row_without_its_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    views = (
        "- {view: STAT, version: STAT/1, label: 统计, valid_from: 2020-01-01,"
        " rows: [{item: W, op: include, status: sourced}, {item: N, op: exclude, status: unverified}]}\n"
    )
    name = country(tmp_path, monkeypatch, "unsourced", income_items=ITEMS, income_views=views)
    with pytest.raises(ProblemsFound, match="legal_ref"):
        income_views(name)


def test_an_order_of_an_unknown_item_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = '- {item: "", order: ["*"], status: unverified}\n- {item: W.TIPS.BIG, order: ["*"], status: unverified}\n'
    items = ITEMS + "- {code: W.PAY, label: 工资薪金}\n"
    name = country(tmp_path, monkeypatch, "disordered", income_items=items, evidence=orders)
    with pytest.raises(ProblemsFound, match=r"W\.TIPS\.BIG"):
        evidence_orders(name)
