"""A small channel for tests, as its YAML would be parsed; and rows of it."""

from collections.abc import Sequence
from datetime import date

from zengshou.records.channels.channel import Channel
from zengshou.records.channels.channel_load import load_channel
from zengshou.records.channels.mapping import map_columns
from zengshou.records.intake.rule import Rules
from zengshou.records.intake.text_rows import text_rows
from zengshou.records.intake.typed_rows import TypedRows, typed_rows
from zengshou.store.channels import register_rules

WHERE = "channels/pay.yaml"
TODAY = date(2026, 1, 15)
HEADERS = ("流水号", "姓名", "证件号码", "单位代码", "种类", "所属期", "所属期止", "金额", "冲销")
GOOD = ("S1", "陈一", "44170219800506002X", "91441700MA0000000J", "工资", "2025-03", "", "6,200.00", "")


def document(**changes: object) -> dict[str, object]:
    """The channel with keys replaced; a key that is None is left out."""
    fields: list[dict[str, object]] = [
        {"name": "serial", "label": "流水号", "kind": "text", "required": True, "level": 2},
        {"name": "name", "label": "姓名", "kind": "person_name", "required": True, "level": 3},
        {"name": "id_number", "label": "证件号码", "kind": "id_number", "required": True, "level": 4},
        {"name": "uscc", "label": "单位代码", "kind": "uscc", "level": 2},
        {"name": "type", "label": "种类", "kind": "code", "level": 2, "codes": {"1": ["工资", "薪金"], "02": "租金"}},
        {"name": "period", "label": "所属期", "aliases": ["月份"], "kind": "month", "required": True, "level": 1},
        {"name": "period_to", "label": "所属期止", "kind": "month", "level": 1},
        {"name": "amount", "label": "金额", "kind": "amount", "required": True, "level": 4},
        {"name": "reversal", "label": "冲销", "kind": "text", "level": 2},
    ]
    months = {"month_from": "period", "month_to": "period_to"}
    whole: dict[str, object] = {
        "id": "pay",
        "label": "工资和租金",
        "agency": "tax",
        "purpose": "收入监测",
        "legal_basis": "某法第一条",
        "agreement": {
            "valid_from": date(2020, 1, 1),
            "valid_to": date(2027, 12, 31),
            "pia": "PIA-1",
            "retention_months": 12,
        },
        "sensitivity": 4,
        "cadence": "monthly",
        "stale_after_days": 45,
        "fields": fields,
        "keys": ["serial"],
        "period": "period",
        "payer": "uscc",
        "reversal_of": "reversal",
        "identity": {"number": "id_number", "name": "name"},
        "control": {"sums": ["amount"]},
        "facts": [
            {"item": "W.PAY", "amount": "amount", "when": {"type": ["1"]}, **months},
            {"item": "P.RENT", "amount": "amount", "when": {"type": ["02"]}, **months},
        ],
    }
    return {key: value for key, value in (whole | changes).items() if value is not None}


def channel(**changes: object) -> Channel:
    return load_channel(document(**changes), WHERE)


def rules() -> Rules:
    return register_rules()


def row(**changes: str) -> tuple[str, ...]:
    """The good row with cells replaced, by the name of the field."""
    names = [str(each.name) for each in channel().fields]
    return tuple(changes.get(name, cell) for name, cell in zip(names, GOOD, strict=True))


def typed(*rows: Sequence[str], of: Channel | None = None, headers: Sequence[str] = HEADERS) -> TypedRows:
    """Rows of the channel after typing; the first has number 2, below the header."""
    feed = of or channel()
    text = text_rows(headers, rows)
    return typed_rows(text, feed, map_columns(headers, feed), rules(), TODAY)


def codes(findings: object) -> list[tuple[int, str]]:
    """(row, code) of a frame of findings."""
    return [(each["row"], each["code"]) for each in findings.to_dicts()]  # type: ignore[attr-defined]
