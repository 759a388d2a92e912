"""The helpers a rule may use, on four kinds of number alike: arrays (a run), floats (a case), Traced (an explanation),
Span (answers still open).

Only exact operations stand here. A float and a column part company on `~True`, `True + True`, division by
zero and max with NaN; hence these helpers instead of the bare operators.
"""

import math
from enum import Enum
from typing import cast

import numpy as np

from zengshou.policy.column import Numbers, Truths
from zengshou.policy.span import Maybe, Span, branch_of, denied, divided, is_open, joined, limited, mapped
from zengshou.policy.traced import ATOM, Plain, RuleLog, Traced, TracedFlag, number_text

Numeric = Numbers | Plain
Truth = Truths | bool


class Rounding(Enum):
    """The legal unit a result is rounded to, half up, once."""

    FEN = 100.0
    JIAO = 10.0
    YUAN = 1.0


Fen, Jiao, WholeYuan = Rounding.FEN, Rounding.JIAO, Rounding.YUAN

# Without the guard 1.005 yuan, which a float holds as 1.00499..., would lose its fen.
GUARD = 1e-6
# A case's plain numbers come first in every helper: they are most of its work.
PLAIN_TYPES = (float, int)


def round_half_up(x: Numeric, unit: Rounding = Fen) -> Numbers:
    """Half up to the fen, jiao or yuan."""
    scale = unit.value
    if isinstance(x, Traced):
        value = math.floor(x.value * scale + 0.5 + GUARD) / scale
        return cast(Numbers, Traced(value, x.text, x.log, x.rank, x.figures))
    if isinstance(x, np.ndarray):
        return np.floor(x * scale + 0.5 + GUARD) / scale
    if isinstance(x, Span):
        ends = [math.floor(end * scale + 0.5 + GUARD) / scale for end in (x.low, x.high)]
        return cast(Numbers, mapped(x, ends[0], ends[1], x.text))
    return cast(Numbers, math.floor(float(x) * scale + 0.5 + GUARD) / scale)


def _log_of(*values: object) -> RuleLog | None:
    return next((value.log for value in values if isinstance(value, Traced | TracedFlag)), None)


def _plain(value: object) -> float:
    return float(value.value) if isinstance(value, Traced | TracedFlag) else float(cast(float, value))


def _text(value: object) -> str:
    return value.text if isinstance(value, Traced | TracedFlag) else number_text(cast(Plain, value))


def at_least(low: Numeric, x: Numeric) -> Numbers:
    """The larger of the two: `x`, but never below `low`."""
    if type(x) is float and type(low) in PLAIN_TYPES:
        return cast(Numbers, x if x > low else low)
    if isinstance(x, np.ndarray) or isinstance(low, np.ndarray):
        return np.maximum(low, x)
    log = _log_of(low, x)
    if log is not None:
        return cast(Numbers, _traced_limit(low, x, log, "不低于"))
    if is_open(low, x):
        return cast(Numbers, limited(low, x, True))
    return cast(Numbers, x if x > low else low)


def at_most(high: Numeric, x: Numeric) -> Numbers:
    """The smaller of the two: `x`, but never above `high`."""
    if type(x) is float and type(high) in PLAIN_TYPES:
        return cast(Numbers, x if x < high else high)
    if isinstance(x, np.ndarray) or isinstance(high, np.ndarray):
        return np.minimum(high, x)
    log = _log_of(high, x)
    if log is not None:
        return cast(Numbers, _traced_limit(high, x, log, "不高于"))
    if is_open(high, x):
        return cast(Numbers, limited(high, x, False))
    return cast(Numbers, x if x < high else high)


def _traced_limit(limit: object, x: object, log: RuleLog, word: str) -> Traced:
    bound, value = _plain(limit), _plain(x)
    log.compared.append((_text(x), word, _text(limit), value - bound))
    chosen = max(bound, value) if word == "不低于" else min(bound, value)
    figures = f"({_figures(x)}，{word} {_figures(limit)})"
    return Traced(chosen, f"({_text(x)}，{word} {_text(limit)})", log, figures=figures)


def _figures(value: object) -> str:
    return value.figures if isinstance(value, Traced) else number_text(_plain(value))


def where(condition: Truth, yes: Numeric, no: Numeric) -> Numbers:
    """`yes` where the condition holds, otherwise `no`."""
    if condition is True or condition is False:
        return cast(Numbers, yes if condition else no)
    if isinstance(condition, np.ndarray):
        return np.where(condition, yes, no)
    if isinstance(condition, TracedFlag):
        condition.log.branches.append((condition.text, condition.value))
        chosen = yes if condition.value else no
        rank = chosen.rank if isinstance(chosen, Traced) else ATOM
        return cast(Numbers, Traced(_plain(chosen), _text(chosen), condition.log, rank, _figures(chosen)))
    if isinstance(condition, Maybe | Span):
        return cast(Numbers, branch_of(condition, yes, no))
    return cast(Numbers, yes if condition else no)


def both(*flags: Truth) -> Truths:
    """All of them hold."""
    return _joined(flags, True, " 且 ")


def either(*flags: Truth) -> Truths:
    """At least one of them holds."""
    return _joined(flags, False, " 或 ")


def _joined(flags: tuple[Truth, ...], is_all: bool, word: str) -> Truths:
    if all(flag is True or flag is False for flag in flags):
        return cast(Truths, all(flags) if is_all else any(flags))
    if any(isinstance(flag, np.ndarray) for flag in flags):
        result = flags[0]
        for flag in flags[1:]:
            result = np.logical_and(result, flag) if is_all else np.logical_or(result, flag)
        return cast(Truths, result)
    if is_open(*flags):
        return cast(Truths, joined(flags, is_all, word))
    log = _log_of(*flags)
    values = [bool(flag.value) if isinstance(flag, TracedFlag) else bool(flag) for flag in flags]
    value = all(values) if is_all else any(values)
    if log is not None:
        return cast(Truths, TracedFlag(value, "(" + word.join(_text(flag) for flag in flags) + ")", log))
    return cast(Truths, value)


def no(flag: Truth) -> Truths:
    """It does not hold."""
    if isinstance(flag, np.ndarray):
        return np.logical_not(flag)
    if isinstance(flag, TracedFlag):
        return cast(Truths, TracedFlag(not flag.value, f"非({flag.text})", flag.log))
    if isinstance(flag, Maybe | Span):
        return cast(Truths, denied(flag))
    return cast(Truths, not flag)


def count_true(*flags: Truth) -> Numbers:
    """How many of them hold, as a number."""
    total: Numeric = 0.0
    for flag in flags:
        total = total + where(flag, 1.0, 0.0)
    return cast(Numbers, total)


def divide(a: Numeric, b: Numeric, *, if_zero: float) -> Numbers:
    """a / b, and `if_zero` where b is zero."""
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        is_zero = np.asarray(b) == 0
        return np.where(is_zero, if_zero, a / np.where(is_zero, 1.0, b))
    if is_open(a, b):
        return cast(Numbers, divided(a, b, if_zero))
    if _plain(b) == 0:
        log = _log_of(a, b)
        return cast(Numbers, if_zero if log is None else Traced(if_zero, number_text(if_zero), log))
    return cast(Numbers, a / b)


def rising_count(x: Numeric, step: float) -> Numbers:
    """Whole steps that have begun: x / step rounded up (0 for 0); `x` a whole number of months."""
    if isinstance(x, Traced):
        return cast(Numbers, Traced(float(math.ceil(x.value / step)), f"⌈{x.text} ÷ {number_text(step)}⌉", x.log))
    if isinstance(x, np.ndarray):
        return np.ceil(x / step)
    if isinstance(x, Span):
        text = f"⌈{x.text} ÷ {number_text(step)}⌉"
        return cast(Numbers, mapped(x, float(math.ceil(x.low / step)), float(math.ceil(x.high / step)), text))
    return cast(Numbers, float(math.ceil(float(x) / step)))
