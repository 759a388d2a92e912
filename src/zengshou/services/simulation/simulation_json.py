"""A simulation and a trace as JSON: the shapes that other programs read."""

import dataclasses
from enum import Enum

from zengshou.concepts.estimate import Estimate
from zengshou.policy.trace import SCHEMA, TraceNode, parameter_text
from zengshou.services.statistics.measure import estimate_json
from zengshou.simulation.outcome import Compared, GainRow, GroupFigures, SimulationResult

Json = dict[str, object]


def simulation_json(result: SimulationResult) -> Json:
    """`{"budget": [...], "gainers": [...], "estimates": [...], "groups": [...], "manifest": {...}}`."""
    return {
        "title": result.title,
        "differences": list(result.differences),
        "budget": [plain(line) for line in result.budget],
        "gainers": [_gain_json(row) for row in result.gainers],
        "estimates": [row for compared in result.compared for row in _compared_json(compared)],
        "groups": [_group_json(group) for group in result.groups],
        "manifest": plain(result.manifest),
    }


def _compared_json(compared: Compared) -> list[Json]:
    variants = (("baseline", compared.baseline), ("reform", compared.reform), ("change", compared.change))
    return [
        {**estimate_json(figure), "indicator": compared.indicator, "variant": variant} for variant, figure in variants
    ]


def _group_json(group: GroupFigures) -> Json:
    return {
        "name": group.name,
        "label": group.label,
        "share": estimate_json(group.share),
        "unknown": estimate_json(group.unknown),
        "untold": list(group.untold),
        "estimates": [row for compared in group.compared for row in _compared_json(compared)],
    }


def _gain_json(row: GainRow) -> Json:
    figures = {
        "baseline_mean": row.baseline_mean,
        "mean_change": row.mean_change,
        "gain_rate": row.gain_rate,
        "lose_rate": row.lose_rate,
    }
    head: Json = {"by": row.by, "label": row.label, "population": row.population}
    return head | {name: estimate_json(figure) for name, figure in figures.items()}


def plain(value: object) -> object:
    """Dataclasses, enums and tuples as JSON knows them."""
    if isinstance(value, Estimate):
        return estimate_json(value)
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return value


def trace_json(node: TraceNode, lawbook: str, area: str, year: int) -> Json:
    """The versioned tree of one explanation."""
    return {"schema": SCHEMA, "lawbook": lawbook, "area": area, "year": year, "node": _node_json(node)}


def _node_json(node: TraceNode) -> Json:
    head: Json = {
        "id": node.id,
        "name": node.name,
        "label": node.label,
        "value": node.value,
        "unit": node.unit,
        "period": node.period,
        "entity": node.entity,
    }
    if node.member:
        head["member"] = node.member
    if node.reference:
        return head | {"reference": node.reference}
    return head | {
        "law": node.law,
        "since": node.since,
        "formula": node.formula,
        "figures": node.figures,
        "branch": list(node.branch),
        "notes": list(node.notes),
        "folded": node.is_folded,
        "compared": [plain(test) for test in node.compared],
        "parameters": [
            {
                "name": use.name,
                "label": use.label,
                "value": use.value if isinstance(use.value, float) else parameter_text(use),
                "since": use.since,
                "source": str(use.citation),
                "status": use.status.value,
            }
            for use in node.parameters
        ],
        "inputs": [_node_json(child) for child in node.inputs],
    }
