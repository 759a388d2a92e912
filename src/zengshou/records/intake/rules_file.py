"""Rules about a delivery as a whole: agreement (1), replay (2; gaps are found at the door) and natural keys (9)."""

from datetime import date

import polars as pl

from zengshou.concepts.period import MonthIndex, month_name
from zengshou.records.channels.channel import Channel, FieldKind
from zengshou.records.intake.build_values import text_of_field
from zengshou.records.intake.findings import FILE_ROW, Code, Finding, finding_frame, joined
from zengshou.records.intake.rule import Rule, Rules, hits, sentence
from zengshou.records.intake.typed_rows import TypedRows

AGREEMENT_RULE, REPLAY_RULE, KEY_RULE = 1, 2, 9


def agreement_findings(channel: Channel, rules: Rules, received_on: date, purpose: str = "") -> pl.DataFrame:
    """Rule 1: the agreement holds on the day of receipt, and the purpose the sender states is the channel's.

    purpose  as stated with the delivery; "" where the way of delivery states none
    """
    held, reasons = channel.agreement, []
    if received_on < held.valid_from:
        reasons.append(f"协议自 {held.valid_from} 起生效。")
    if held.valid_to is not None and received_on > held.valid_to:
        reasons.append(f"协议已于 {held.valid_to} 到期。")
    if purpose and purpose != channel.purpose:
        reasons.append(f"报送写明的用途是“{purpose}”，协议用途是“{channel.purpose}”。")
    return finding_frame(_of_file(rules[AGREEMENT_RULE], Code.E_AGREEMENT, detail=reason) for reason in reasons)


def replayed(rules: Rules, batch: int, period: MonthIndex) -> str:
    """Rule 2 in words: this file is already there, as a batch of another month."""
    return sentence(rules[REPLAY_RULE], Code.E_REPLAY, batch=str(batch), month=month_name(period))


def duplicate_findings(typed: TypedRows, channel: Channel, rules: Rules) -> pl.DataFrame:
    """Rule 9: no two rows of a delivery have the same natural key; the first stands, the others are put aside."""
    keys = [
        pl.col(name) if channel.field(name).kind is FieldKind.ID_NUMBER else text_of_field(channel, name)
        for name in channel.keys
    ]
    is_whole = pl.all_horizontal(_is_stated(channel, name) for name in channel.keys)
    rows = typed.frame.filter(is_whole).select("row", key=pl.concat_str(keys, separator="\x1f"))
    repeated = rows.with_columns(first=pl.col("row").min().over("key")).filter(pl.col("row") != pl.col("first"))
    first = channel.keys[0]
    label = "、".join(channel.field(name).label for name in channel.keys)
    letter = typed.letters.get(first, "")
    return joined(
        hits(repeated, rules[KEY_RULE], Code.E_DUP_KEY, field=first, letter=letter, label=label, first=pl.col("first"))
    )


def _is_stated(channel: Channel, name: str) -> pl.Expr:
    column = f"{name}_over" if channel.field(name).kind is FieldKind.SHARE else name
    return pl.col(column).is_not_null()


def _of_file(rule: Rule, code: Code, **words: str) -> Finding:
    return Finding(FILE_ROW, rule.id, code.value, rule.severity.value, "", "", sentence(rule, code, **words))
