"""Rules about a delivery as a whole: agreement (1), replay and sequence (2), natural keys (9), authorisation (19)."""

from collections.abc import Collection, Mapping
from datetime import date

import polars as pl

from zengshou.records.channels.channel import Channel, FieldKind
from zengshou.records.intake.build_values import text_of_field
from zengshou.records.intake.findings import FILE_ROW, Code, Finding, finding_frame, joined, no_findings
from zengshou.records.intake.rule import Rule, Rules, hits, sentence
from zengshou.records.intake.typed_rows import TypedRows

AGREEMENT_RULE, SEQUENCE_RULE, KEY_RULE, AUTHORISATION_RULE = 1, 2, 9, 19


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


def sequence_findings(
    rules: Rules, content_hash: str, known: Mapping[str, int], sequence: int | None, last_sequence: int
) -> pl.DataFrame:
    """Rule 2: this file has not come before, and no delivery is missing between the last one and it.

    known          content hash -> batch, of the channel's batches that count
    sequence       as the sender numbers it, None where the sender does not;  last_sequence  0 before the first
    """
    rule = rules[SEQUENCE_RULE]
    found = []
    if content_hash in known:
        found.append(_of_file(rule, Code.E_REPLAY, batch=str(known[content_hash])))
    if sequence is not None and sequence != last_sequence + 1:
        expected = str(last_sequence + 1)
        found.append(_of_file(rule, Code.E_SEQUENCE_GAP, expected=expected, found=str(sequence)))
    return finding_frame(found)


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


def authorisation_findings(channel: Channel, rules: Rules, authorisation_id: str, refusal: str) -> pl.DataFrame:
    """Rule 19 over the delivery: a case-only channel needs an authorisation that lives.

    refusal  why it does not count, by `records.access`; "" where it does
    """
    if not channel.is_case_only or (authorisation_id and not refusal):
        return no_findings()
    detail = refusal or "报送没有写授权书编号。"
    return finding_frame([_of_file(rules[AUTHORISATION_RULE], Code.E_AUTHORISATION, detail=detail)])


def unauthorised_persons(
    rows: pl.DataFrame, persons: pl.Series, channel: Channel, rules: Rules, allowed: Collection[int]
) -> pl.DataFrame:
    """Rule 19 over the rows: a case-only delivery holds nobody whom the authorisation does not name.

    persons  (n,) references, null for a number that the vault does not know
    """
    if not channel.is_case_only:
        return no_findings()
    is_named = persons.is_in(list(allowed)).fill_null(False)
    detail = "授权书没有写这个人。"
    return joined(hits(rows.filter(~is_named), rules[AUTHORISATION_RULE], Code.E_AUTHORISATION, detail=detail))


def _is_stated(channel: Channel, name: str) -> pl.Expr:
    column = f"{name}_over" if channel.field(name).kind is FieldKind.SHARE else name
    return pl.col(column).is_not_null()


def _of_file(rule: Rule, code: Code, **words: str) -> Finding:
    return Finding(FILE_ROW, rule.id, code.value, rule.severity.value, "", "", sentence(rule, code, **words))
