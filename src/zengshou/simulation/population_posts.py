"""Posts and standings of drawn persons: what the classification of key groups asks. All shares are assumptions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.simulation.calibration import draw_category
from zengshou.simulation.people_form import (
    ENTERPRISE_POST,
    FARMER_STANDING,
    OWN_BUSINESS,
    PUBLIC_POST,
    RESEARCH_POST,
    PeopleColumn,
)
from zengshou.simulation.population_targets import Target

Truths = NDArray[np.bool_]
Uniform = NDArray[np.float64]
TOWNSHIP, ENTERPRISE = PUBLIC_POST.code("township"), RESEARCH_POST.code("enterprise")


@dataclass(frozen=True)
class Pools:
    """Who may hold a post: truths of persons (n,)."""

    farmers: Truths
    graduates: Truths
    self_employed: Truths
    company_staff: Truths
    public_staff: Truths


@dataclass(frozen=True)
class Posts:
    """Codes of persons (n,), 0 for none; township staff are named once more as the law asks for them."""

    farmer_standing: NDArray[np.int8]
    research_post: NDArray[np.int8]
    own_business: NDArray[np.int8]
    enterprise_post: NDArray[np.int8]
    public_post: NDArray[np.int8]
    is_township_staff: Truths


def draw_posts(pools: Pools, luck: Uniform, rates: Target) -> Posts:
    """One uniform number a person says whether there is a post and of which kind.

    Researchers come from the low end of its range, managers and township staff from the high end, so that nobody
    draws two of these. Researchers in public service are at universities and institutes, the others in firms.
    """
    share = rates.values
    township = pools.public_staff & (luck > 1 - share["grassroots_official"])
    below = luck / (1 - share["grassroots_official"])
    others = _kinds(PUBLIC_POST, pools.public_staff & ~township, below, rates, "public_kinds")
    research = _lucky(RESEARCH_POST, pools.graduates, luck, share["researcher"], rates, "research_kinds")
    return Posts(
        farmer_standing=_lucky(FARMER_STANDING, pools.farmers, luck, share["new_farmer"], rates, "farmer_kinds"),
        research_post=np.where((research > 0) & ~pools.public_staff, ENTERPRISE, research).astype(np.int8),
        own_business=_lucky(
            OWN_BUSINESS, pools.self_employed, luck, share["small_entrepreneur"], rates, "business_kinds"
        ),
        enterprise_post=_lucky(
            ENTERPRISE_POST, pools.company_staff, 1 - luck, share["manager"], rates, "manager_kinds"
        ),
        public_post=np.where(township, TOWNSHIP, others).astype(np.int8),
        is_township_staff=township,
    )


def _lucky(
    column: PeopleColumn, pool: Truths, luck: Uniform, rate: float, rates: Target, kinds: str
) -> NDArray[np.int8]:
    """A share `rate` of the pool, its kinds spread over their own part of the uniform number."""
    return _kinds(column, pool & (luck < rate), luck / rate, rates, kinds)


def _kinds(column: PeopleColumn, chosen: Truths, uniform: Uniform, rates: Target, kinds: str) -> NDArray[np.int8]:
    drawn = draw_category(rates.of(column.categories, kinds), np.clip(uniform, 0.0, 1.0))
    return np.where(chosen, drawn, 0).astype(np.int8)
