"""The accounts of a city as other programs read them."""

from zengshou.services.statistics.accounts import AreaAccounts, CityAccounts, GroupedYear, UrbanYear
from zengshou.services.statistics.estimate_json import estimate_json
from zengshou.statistics.accounts.abroad import AbroadRow
from zengshou.statistics.accounts.check import Check, Verdict
from zengshou.statistics.accounts.real_growth import GrowthRow
from zengshou.statistics.accounts.reconciliation import Bridge, Reconciliation
from zengshou.statistics.accounts.traps import Trap


def accounts_json(found: CityAccounts) -> dict[str, object]:
    """For `zs accounts CITY --json`."""
    return {
        "city": found.city.key,
        "area": found.city.area,
        "invented": found.city.is_invented,
        "counts": {verdict.value: found.count(verdict) for verdict in Verdict},
        "conflicts": [str(problem) for problem in found.conflicts],
        "areas": [_area_json(area) for area in found.areas],
    }


def _area_json(area: AreaAccounts) -> dict[str, object]:
    return {
        "level": area.level.value,
        "area": area.area,
        "name": area.name,
        "checks": [_check_json(check) for check in area.checks],
        "traps": [_trap_json(trap) for trap in area.traps],
        "income_share_of_gdp": [
            {"year": row.year, "survey": estimate_json(row.survey), "flow_of_funds": estimate_json(row.flow_of_funds)}
            for row in area.shares
        ],
        "growth": [_growth_json(row) for row in area.growth],
        "income_growth_over_gdp_growth": [estimate_json(lead) for lead in area.leads],
        "urban_share": [_urban_json(row) for row in area.urban],
        "grouped": [_grouped_json(row) for row in area.grouped],
        "from_abroad": [_abroad_json(row) for row in area.abroad],
        "reconciliation": None if area.reconciliation is None else _reconciliation_json(area.reconciliation),
    }


def _trap_json(trap: Trap) -> dict[str, object]:
    return {
        "trap": trap.name.value,
        "label": trap.name.label,
        "standing": trap.standing.value,
        "words": trap.words,
        "sources": list(trap.sources),
    }


def _growth_json(row: GrowthRow) -> dict[str, object]:
    return {
        "year": row.year,
        "residence": row.residence.name.lower(),
        "nominal": estimate_json(row.nominal),
        "real": estimate_json(row.real),
        "own_prices": estimate_json(row.own_prices),
        "deflated": estimate_json(row.deflated),
        "implied_price_change": estimate_json(row.implied),
    }


def _urban_json(row: UrbanYear) -> dict[str, object]:
    return {
        "year": row.year,
        "implied": estimate_json(row.implied),
        "by_urbanisation": estimate_json(row.joined.mean),
        "difference_percent": row.joined.difference,
        "warning": row.joined.warning,
    }


def _grouped_json(row: GroupedYear) -> dict[str, object]:
    return {
        "year": row.year,
        "chosen": None if row.figures.chosen is None else row.figures.chosen.value,
        "reason": row.figures.reason,
        "estimates": [estimate_json(figure) for figure in row.figures.estimates],
        "official_gini": None if row.official is None else estimate_json(row.official),
    }


def _abroad_json(row: AbroadRow) -> dict[str, object]:
    return {
        "year": row.year,
        "gdp": estimate_json(row.product),
        "gni": estimate_json(row.income),
        "net_primary_income": estimate_json(row.net),
        "residual": estimate_json(row.gap),
    }


def _check_json(check: Check) -> dict[str, object]:
    return {
        "identity": check.identity.value,
        "label": check.identity.label,
        "period": check.period,
        "residence": check.residence.name.lower(),
        "verdict": check.verdict.value,
        "unit": check.unit,
        "printed": check.printed,
        "computed": check.computed,
        "difference": check.difference,
        "tolerance": check.tolerance,
        "reason": check.reason,
        "secondary": check.is_secondary,
        "sources": list(check.sources),
    }


def _reconciliation_json(table: Reconciliation) -> dict[str, object]:
    return {
        "year": table.year,
        "survey": estimate_json(table.survey),
        "register": _bridge_json(table.register),
        "national_accounts": _bridge_json(table.accounts),
    }


def _bridge_json(bridge: Bridge) -> dict[str, object]:
    return {
        "total": estimate_json(bridge.other),
        "gaps": [
            {"gap": row.gap.value, "label": row.gap.label, "amount": row.amount, "source": row.source}
            for row in bridge.rows
        ],
        "explained": bridge.explained,
        "unknown": [gap.value for gap in bridge.unknown],
        "residual": bridge.residual,
    }
