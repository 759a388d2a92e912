"""合成数据: months and dates in the spellings of people, the serial numbers of spreadsheets and their two calendars."""

import datetime

from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.store.register.hostile.made_sheets import HEAD, Trick, book, row
from tests.store.register.hostile.old_workbook import old_workbook
from tests.store.register.hostile.tricks_of_cells import IDES, number, spellings
from zengshou.concepts.period import month_index

MARCH = month_index(2025, 3)
SERIAL_OF_IDES = 45731


def _day(name: str, serial: float, expected: object) -> Trick:
    """A number shown as a date in the calendar that begins with 1900."""

    def shown(sheet: Worksheet) -> None:
        sheet["F2"].number_format = "yyyy-mm-dd"

    data = book(HEAD, row(发放日期=serial), change=shown)
    if isinstance(expected, str):
        return Trick(name, data, 1, [(2, expected, "F2")])
    return Trick(name, data, 1, values={(2, "day"): expected})


def _in_1904(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    sheet.parent.epoch = CALENDAR_MAC_1904
    sheet.append(row(发放日期=IDES))


DATES = (
    spellings(
        "months in ten spellings and eleven that are none",
        "所属期",
        dict.fromkeys(
            (
                "2025-03",
                "2025年3月",
                "2025.3",
                "2025/03",
                "20250301",
                "202503",
                "２０２５－０３",
                "2025-3-31",
                "2025年03月15日",
                "2025.03",
            ),
            MARCH,
        ),
        dict.fromkeys(
            (
                "45717",
                "三月",
                "2025-13",
                "2025-00",
                "2025-02-30",
                "2025",
                "25-03",
                "3/2025",
                "2025年",
                "二〇二五年三月",
                "2025-03-01 08:00",
            ),
            "E_MONTH",
        ),
    ),
    spellings(
        "October that a spreadsheet wrote as 2025.1",
        "所属期",
        {"2025.10": MARCH + 7, "2025.01": MARCH - 2},
        {"2025.1": "E_MONTH"},
    ),
    spellings(
        "dates in six spellings and twelve that are none",
        "发放日期",
        dict.fromkeys(
            ("2025-03-15", "20250315", "2025/3/15", "2025年3月15日", "2025.3.15", "2025-03-15 00:00:00"), IDES
        ),
        dict.fromkeys(
            (
                "45731",
                "2025-02-29",
                "2025-02-30",
                "2025-13-01",
                "15/03/2025",
                "03-15-2025",
                "25/3/15",
                "2025年3月",
                "三月十五",
                "2025-03-15T00:00:00Z",
                "2025-03-15T00:00:00+08:00",
                "2025-03-15 16:00:00",
            ),
            "E_DATE",
        ),
    ),
    number("a date cell", IDES, "发放日期", IDES),
    number("a date cell in the column of months", IDES, "所属期", MARCH),
    number("a serial number without the form of a date", SERIAL_OF_IDES, "发放日期", "E_DATE"),
    number("a month typed as the number 2025.10", 2025.10, "所属期", "E_MONTH"),
    number("a time of day in a date cell", datetime.datetime(2025, 3, 15, 16), "发放日期", "E_DATE"),
    number("a time without a day", datetime.time(8, 30), "发放日期", "E_DATE"),
    number("a length of time", datetime.timedelta(hours=30), "发放日期", "E_DATE"),
    Trick("the calendar that begins with 1904", book(HEAD, change=_in_1904), 1, values={(2, "day"): IDES}),
    Trick(
        "the calendar of 1904 in an xls file",
        lambda: old_workbook(HEAD, row(发放日期=SERIAL_OF_IDES - 1462), day_columns=(5,), is_1904=True),
        1,
        values={(2, "day"): IDES},
    ),
    _day("the first day of 1900", 1, datetime.date(1900, 1, 1)),
    _day("the false 29 February 1900", 60, "E_DATE"),
    _day("the day before the false one, which cannot be told from it", 59, "E_DATE"),
    _day("the day after the false one", 61, datetime.date(1900, 3, 1)),
    _day("a date before 1900", -1, "E_DATE"),
    _day("a date after 9999", 2_958_466, "E_DATE"),
    Trick(
        "the false 29 February 1900 in an xls file",
        lambda: old_workbook(HEAD, row(发放日期=60.0), day_columns=(5,)),
        1,
        [(2, "E_DATE", "F2")],
    ),
)
