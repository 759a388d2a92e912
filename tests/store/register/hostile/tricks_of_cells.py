"""合成数据: amounts, identity numbers and formulas as programs and people mangle them."""

import datetime
from collections.abc import Mapping

from tests.store.register.hostile.made_sheets import (
    GOOD,
    HEAD,
    SECOND,
    SHEET,
    Trick,
    book,
    column,
    row,
    text,
    with_part,
)
from tests.store.register.hostile.old_workbook import old_workbook

LETTER = {head: "ABCDEFGH"[place] for place, head in enumerate(HEAD)}
FIELD = {
    "所属期": "period",
    "发放日期": "day",
    "面积": "area",
    "证件号码": "id_number",
    "账号": "account",
    "金额": "amount",
}
IDES = datetime.date(2025, 3, 15)
CARD = "44170219800506002X"


def spellings(name: str, head: str, good: Mapping[str, object], bad: Mapping[str, str]) -> Trick:
    """One column written in many ways: cells that are read, with their values, then cells that are put aside."""
    cells = [*good, *bad]
    letter, first_bad = LETTER[head], 2 + len(good)
    return Trick(
        name,
        column(head, *cells),
        len(cells),
        [(place, code, f"{letter}{place}") for place, code in enumerate(bad.values(), start=first_bad)],
        values={(place, FIELD[head]): value for place, value in enumerate(good.values(), start=2)},
    )


def number(name: str, cell: object, head: str, expected: object) -> Trick:
    """A workbook's cell that is no text: its value, or the code that puts its row aside."""
    if isinstance(expected, str) and expected.startswith("E_"):
        return Trick(name, book(HEAD, row(**{head: cell})), 1, [(2, expected, f"{LETTER[head]}2")])
    return Trick(name, book(HEAD, row(**{head: cell})), 1, values={(2, FIELD[head]): expected})


def _raw(name: str, xml: str, expected: object) -> Trick:
    """The amount's cell as XML; its fen, or the code that puts its row aside."""
    data = with_part(book(HEAD, row(金额=6200)), SHEET, b'<c r="E2" t="n"><v>6200</v></c>', xml.encode())
    if isinstance(expected, str):
        return Trick(name, data, 1, [(2, expected, "E2")])
    return Trick(name, data, 1, values={(2, "amount"): expected})


AMOUNTS = (
    spellings(
        "amounts in fourteen spellings and sixteen that are none",
        "金额",
        {
            "１２３": 12_300,
            "'1,234.50": 123_450,
            "￥1234": 123_400,
            "¥1,234.5": 123_450,
            "1.2万": 1_200_000,
            "1.2万元": 1_200_000,
            "+5": 500,
            "1 234.50": 123_450,
            "０．５": 50,
            "-0": 0,
            "-0.00": 0,
            "1.500": 150,
            '="88.10"': 8_810,
            "人民币5元": 500,
        },
        {
            "1 234,50": "E_AMOUNT",
            "1.234,50": "E_AMOUNT",
            "12,34": "E_AMOUNT",
            "1,2345": "E_AMOUNT",
            "123-": "E_AMOUNT",
            "1e5": "E_AMOUNT",
            "0x10": "E_AMOUNT",
            "#N/A": "E_AMOUNT",
            "TRUE": "E_AMOUNT",
            "$5": "E_AMOUNT",
            "壹佰元": "E_AMOUNT",
            "100~200": "E_AMOUNT",
            "100%": "E_AMOUNT",
            "1.005": "E_AMOUNT_DECIMALS",
            "99999999999": "E_AMOUNT_RANGE",
            "9" * 40: "E_AMOUNT",
        },
    ),
    spellings(
        "amounts that are blanks",
        "金额",
        {"0": 0},
        dict.fromkeys(("-", "—", "", "N/A", "NULL", "/", "　"), "E_MISSING"),
    ),
    Trick("a negative amount in brackets", column("金额", "(123.45)"), 1, fen={2: -12_345}),
    number("the sum 0.1 + 0.2 of a spreadsheet", 0.1 + 0.2, "金额", 30),
    number("an amount of three decimals as a number", 1.005, "金额", "E_AMOUNT_DECIMALS"),
    number("negative zero as a number", -0.0, "金额", 0),
    number("a huge amount as a number", 1e15, "金额", "E_AMOUNT_RANGE"),
    number("an amount beyond all digits as a number", 1e21, "金额", "E_AMOUNT"),
    number("a tiny amount as a number", 1e-7, "金额", "E_AMOUNT_DECIMALS"),
    number("TRUE in the column of amounts", True, "金额", "E_AMOUNT"),
    number("a date in the column of amounts", IDES, "金额", "E_AMOUNT"),
    spellings(
        "numbers with commas",
        "面积",
        {"1,096.4": 1096.4, "１２": 12.0, "-3": -3.0},
        dict.fromkeys(("1,23", "1096,4", "1 096,4", "1e5", "inf", "NaN", "0x10", "12㎡"), "E_NUMBER"),
    ),
    _raw("an error as a value", '<c r="E2" t="e"><v>#N/A</v></c>', "E_AMOUNT"),
    _raw("a formula never calculated", '<c r="E2"><f>1+1</f></c>', "E_AMOUNT"),
    _raw("a formula with an empty value", '<c r="E2"><f>1+1</f><v></v></c>', "E_AMOUNT"),
    _raw("a formula with its value", '<c r="E2"><f>1+1</f><v>2</v></c>', 200),
    _raw("a formula whose result is an empty text", '<c r="E2" t="str"><f>""</f><v></v></c>', "E_MISSING"),
    _raw("a formula whose result is an error", '<c r="E2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "E_AMOUNT"),
    _raw("rich text", '<c r="E2" t="inlineStr"><is><r><t>62</t></r><r><t>00</t></r></is></c>', 620_000),
    _raw(
        "a reading beside the text",
        '<c r="E2" t="inlineStr"><is><t>6200</t><rPh sb="0" eb="1"><t>99</t></rPh></is></c>',
        620_000,
    ),
    _raw("text that looks like a number", '<c r="E2" t="inlineStr"><is><t> 6200 </t></is></c>', 620_000),
    _raw("an exponent as a value", '<c r="E2"><v>6.2E3</v></c>', 620_000),
    Trick(
        "errors in columns of text, optional ones too",
        with_part(book(HEAD, row(账号=1)), SHEET, b'<c r="H2" t="n"><v>1</v></c>', b'<c r="H2" t="e"><v>#REF!</v></c>'),
        1,
        [(2, "E_FORMULA", "H2")],
    ),
    Trick(
        "a formula never calculated in an optional column",
        book(HEAD, row(账号="=A2")),
        1,
        [(2, "E_FORMULA", "H2")],
    ),
    Trick(
        "errors in an xls file",
        lambda: old_workbook(HEAD, row(金额=b"\x2a"), row(账号=b"\x17"), row(金额=True)),
        3,
        [(2, "E_AMOUNT", "E2"), (3, "E_FORMULA", "H3"), (4, "E_AMOUNT", "E4")],
    ),
    Trick(
        "a row that holds nothing but an error",
        with_part(
            book(HEAD, GOOD, (None, None, None, None, 1)),
            SHEET,
            b'<c r="E3" t="n"><v>1</v></c>',
            b'<c r="E3" t="e"><v>#N/A</v></c>',
        ),
        2,
        [*((3, "E_MISSING", f"{letter}3") for letter in "ABCD"), (3, "E_AMOUNT", "E3")],
    ),
)

NUMBERS_OF_PERSONS = (
    number("an identity number as a number", 441702198005060024, "证件号码", "E_ID_FLOAT"),
    number("an old number of fifteen digits as a number", 441702800506002, "证件号码", CARD),
    spellings(
        "identity numbers as text",
        "证件号码",
        dict.fromkeys(
            (
                CARD,
                f"'{CARD}",
                f" {CARD} ",
                "４４１７０２１９８００５０６００２Ｘ",
                CARD.lower(),
                "441702 19800506 002X",
                f'="{CARD}"',
                f"{CARD}\u200b",
            ),
            CARD,
        ),
        {
            "441702-19800506-002X": "E_ID_LENGTH",
            "4.41702198005060E+17": "E_ID_FLOAT",
            "4.41702E+17": "E_ID_FLOAT",
            "441702198005060000.0": "E_ID_FLOAT",
            "44170219800506002": "E_ID_LENGTH",
            "44170219800506002*": "E_ID_SIGNS",
            "4417021980O506002X": "E_ID_SIGNS",
            "441702198005060021": "E_ID_CHECKDIGIT",
            "": "E_MISSING",
        },
    ),
    Trick(
        "identity numbers whose last three digits a spreadsheet has zeroed",
        column("证件号码", *(f"44170219800506{n}000" for n in range(1, 5)), "441702198005051000"),
        5,
        [(place, "E_ID_FLOAT", f"C{place}") for place in range(2, 7)],
    ),
    spellings(
        "an account that became a float",
        "账号",
        {"6222020000000001": "6222020000000001", "3E12": "3E12"},
        dict.fromkeys(("6.22202E+15", "6.22202000000012e+18", "6222020000000000.0"), "E_TEXT_FLOAT"),
    ),
    number("an account of nineteen digits as a number", 6222020000000000123, "账号", "E_TEXT_FLOAT"),
    number("an account of sixteen digits as a number", 6222020000000001, "账号", "E_TEXT_FLOAT"),
    Trick(
        "identity numbers as floats in an xls file",
        lambda: old_workbook(HEAD, row(证件号码=441702198005060024.0)),
        1,
        [(2, "E_ID_FLOAT", "C2")],
    ),
    Trick(
        "a code whose zero a spreadsheet cut off", text((*HEAD, "种类"), (*GOOD, "2")), 1, values={(2, "type"): "02"}
    ),
    Trick("a code that is in no table", text((*HEAD, "种类"), (*GOOD, "002")), 1, [(2, "E_CODE", "I2")]),
    Trick("a boolean as a code", book((*HEAD, "种类"), (*GOOD, True), (*SECOND, "1")), 2, [(2, "E_CODE", "I2")]),
)
