"""Tasks by body as printed and as of today, from the same ledger: totals agree where no body was split."""

from io import BytesIO

import openpyxl

from tests.services.supervision.ledger_desk import START, person
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.concepts.account import Role
from zengshou.plan.ledger.model import Period
from zengshou.plan.offices import OfficeMode
from zengshou.services.plan.body_totals import body_table
from zengshou.services.plan.office_register import OfficeRegister
from zengshou.services.supervision.ledger_book import LedgerBook
from zengshou.services.supervision.task_ledger import TaskLedger
from zengshou.store.country import city_plan
from zengshou.store.database.connection import Database

WHO = person("ducha.yj", Role.SUPERVISOR, city="yangjiang")


def test_both_modes_count_the_same_assignments_but_for_bodies_that_were_split(database: Database) -> None:  # noqa: F811
    ledger = TaskLedger(database, lambda: START)
    ledger.register(WHO, city_plan("yangjiang"))
    register = OfficeRegister(database, lambda: START).of_city(WHO)
    printed, current = (body_table(ledger.heads(WHO), register, mode) for mode in OfficeMode)
    assert (printed.leads + printed.cooperates, len(printed.rows), printed.split) == (245, 47, 0)
    assert current.leads + current.cooperates == 245 + current.split
    whole = {row.name: row for row in current.rows}
    market = whole["市市场监管局"]  # 工商 and 质监, neither of them split
    former = [row for row in printed.rows if row.name in market.former]
    assert {row.name for row in former} == {"市工商局", "市质监局"} and not market.is_from_split
    assert market.leads == sum(row.leads for row in former)
    assert market.cooperates == sum(row.cooperates for row in former)


def test_the_workbook_has_a_sheet_a_body_of_today_and_reads_back_alike(database: Database) -> None:  # noqa: F811
    TaskLedger(database, lambda: START).register(WHO, city_plan("yangjiang"))
    book = LedgerBook(database, lambda: START)
    sheets = {}
    for mode in OfficeMode:
        content = book.export(WHO, Period(2020, 2), mode)
        sheets[mode] = openpyxl.load_workbook(BytesIO(content)).sheetnames
        assert not book.preview(WHO, content).changes and not book.preview(WHO, content).problems
    assert "市农业局" in sheets[OfficeMode.PRINTED] and "市农业农村局" not in sheets[OfficeMode.PRINTED]
    assert "市农业农村局" in sheets[OfficeMode.CURRENT] and "市农业局" not in sheets[OfficeMode.CURRENT]
