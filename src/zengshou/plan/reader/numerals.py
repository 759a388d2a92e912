"""Numbers, units, years and plan periods as Chinese documents print them. Text is folded to half-width first."""

import re
from dataclasses import dataclass

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
SCALES = {"": 1.0, "万": 1e4, "亿": 1e8, "千": 1e3, "百": 1e2, "万亿": 1e12}

NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
UNITS = (
    "个百分点|百分点|%|人次|万人次|户次|元|公里|千米|平方米|平方公里|公顷|亩|吨|千瓦时|千瓦|兆瓦|岁|小时|分钟|个工作日|"
    "天|个月|人|名|户|个|家|所|处|项|倍|次|场|件|台|套|辆|条|座|村|镇|种|位|张|支|期|批|门|间|宗|头|只|株|份|例|款|年|月|日|万|亿"
)
QUANTITY = re.compile(rf"(?P<number>{NUMBER})(?P<scale>万亿|万|亿|千|百)?(?P<unit>{UNITS})?")

FIVE_YEARS = re.compile(r"[“\"「]?十([一二三四五六七八九])?五[”\"」]?(?:规划)?(?P<end>末|期末)?(?:期间|时期|期)?")
YEAR = r"(?:19|20|21)\d{2}"
YEAR_PART = r"((?:\d{4}|[二〇零一三四五六七八九]{4}))年"
DATE_PARTS = YEAR_PART + r"([\d一二三四五六七八九十]{1,3})月([\d一二三四五六七八九十]{1,3})日"
DOCUMENT_NUMBER = re.compile(r"[一-龥]{1,12}[〔\[(【]\d{4}[〕\])】](?:第)?\d{1,4}号")


@dataclass(frozen=True)
class Amount:
    """value in `unit`, scales multiplied out (17.5万 is 175000); printed as it stands."""

    value: float
    unit: str
    printed: str
    start: int
    end: int


@dataclass(frozen=True)
class Period:
    """start_year is the year before the period's first, from which its path begins; None for a bare deadline."""

    deadline: int
    start_year: int | None
    start: int
    end: int


def chinese_number(text: str) -> int | None:
    """一 to 九百九十九; also 〇-style and Arabic digits. None for anything else."""
    if text.isdigit():
        return int(text)
    if not text or any(char not in DIGITS and char not in "十百" for char in text):
        return None
    if not any(char in "十百" for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    total, digit = 0, -1
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        else:
            total += (1 if digit < 0 else digit) * (100 if char == "百" else 10)
            digit = -1
    return total + max(digit, 0)


def amount_of(match: re.Match[str]) -> Amount:
    """A QUANTITY match as an amount."""
    scale, unit = match["scale"] or "", match["unit"] or ""
    if unit in ("万", "亿") and not scale:
        scale, unit = unit, ""
    value = float(match["number"].replace(",", "")) * SCALES[scale]
    # 17.5 * 10000 must be 175000 and not its nearest neighbour in binary.
    value = round(value, 6)
    return Amount(value, unit, match.group(), match.start(), match.end())


def five_year_period(match: re.Match[str]) -> Period:
    """十三五 is 2016-2020: its path begins at the end of 2015."""
    ordinal = 10 + DIGITS.get(match[1] or "", 0)
    first = 2001 + 5 * (ordinal - 10)
    return Period(first + 4, first - 1, match.start(), match.end())
