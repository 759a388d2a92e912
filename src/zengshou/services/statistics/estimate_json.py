"""An Estimate as other programs read it."""

from zengshou.concepts.estimate import Estimate


def estimate_json(estimate: Estimate) -> dict[str, object]:
    """An Estimate as JSON: the eleven agreed keys first, in their order, then where it comes from."""
    return {
        "indicator": estimate.indicator,
        "domain": estimate.domain,
        "value": estimate.value,
        "se": estimate.se,
        "ci_low": estimate.ci_low,
        "ci_high": estimate.ci_high,
        "n": estimate.n,
        "df": estimate.df,
        "convention": estimate.convention,
        "flags": list(estimate.flags),
        "status": estimate.status.value,
        "label": estimate.label,
        "unit": estimate.unit,
        "kind": estimate.kind.value,
        "reason": estimate.reason,
        "n_psu": estimate.n_psu,
        "design": estimate.design,
        "area": estimate.area,
        "period": estimate.period,
        "vintage": estimate.vintage,
        "is_synthetic": estimate.is_synthetic,
        "rests_on": list(estimate.rests_on),
    }
