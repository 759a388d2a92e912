"""A filled cell of the ledger's workbook, from text to value; what cannot be read is said in Chinese."""

import re
import unicodedata
from datetime import date

from zengshou.plan.ledger.model import LedgerTask
from zengshou.services.supervision.ledger_book_columns import BY_KEY, percent_text, plain

LONGEST = {"leader": 64, "person": 64, "telephone": 64}  # as long as the ledger keeps them
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")  # float() would also read nan and 1_0
DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]00:00(?::00)?)?")
TELEPHONE = re.compile(r"[0-9+()（）\-—－*#转、,，;； /\n]*")


class Unreadable(ValueError):
    """What is wrong with a text, in Chinese."""


def percent_of(text: str) -> float:
    """A share of the work, 0 to 100. Full-width digits and a percent sign are read.

    Raises  Unreadable; also for 0.8 without a sign, since a spreadsheet keeps a typed 80% as 0.8
    """
    narrow = unicodedata.normalize("NFKC", text).strip()
    number = narrow.removesuffix("%").strip()
    if not NUMBER.fullmatch(number) or not 0 <= float(number) <= 100:
        raise Unreadable(f"完成比例应为0–100，{read_as(text)}")
    if 0 < float(number) < 1 and not narrow.endswith("%"):
        raise Unreadable(
            f"分不清是百分之几，{read_as(text)}；请连同百分号写明，如 {float(number) * 100:.10g}% 或 {number}%"
        )
    return float(number)


def deadline_of(text: str) -> date | None:
    """A day, or None for an empty cell. Raises  Unreadable"""
    narrow = unicodedata.normalize("NFKC", text).strip()
    if not narrow:
        return None
    found = DATE.fullmatch(narrow)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:  # 2020-02-30
        pass
    raise Unreadable(f"完成时限应为日期，如 2026-12-31，{read_as(text)}")


def settled(key: str, text: str) -> str:
    """The cell as the ledger would show it once it is taken over.

    Raises  Unreadable
    """
    if key == "percent":
        return percent_text(percent_of(text))
    if key == "deadline":
        day = deadline_of(text)
        return day.isoformat() if day else ""
    kept = plain(text)
    if len(kept) > LONGEST.get(key, len(kept)):
        raise Unreadable(f"{BY_KEY[key].title}不超过{LONGEST[key]}字，读到{len(kept)}字")
    if key == "telephone" and not TELEPHONE.fullmatch(unicodedata.normalize("NFKC", kept)):
        raise Unreadable(f"联系电话应为号码，{read_as(text)}")
    return kept


def read_as(text: str) -> str:
    """What was read, short enough for a message."""
    line = " ".join(text.split())
    return f"读到“{line[:40]}{'…' if len(line) > 40 else ''}”" if line else "没有填写"


def is_falling(task: LedgerTask, percent: str) -> bool:
    """Whether a share is below what was reported and accepted before."""
    return float(percent) < task.percent
