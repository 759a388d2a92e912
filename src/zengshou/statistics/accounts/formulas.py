"""The arithmetic that published figures share; every amount in base units, every rate in per cent."""


def income_share(income_per_head: float, persons: float, product: float) -> float:
    """Income per head times persons over the product, per cent."""
    return income_per_head * persons / product * 100


def growth(now: float, before: float) -> float:
    """Growth of a level, per cent."""
    return (now / before - 1) * 100


def deflated(nominal: float, price_change: float) -> float:
    """Real growth from nominal growth and the change of prices, all in per cent."""
    return ((1 + nominal / 100) / (1 + price_change / 100) - 1) * 100


def implied_price_change(nominal: float, real: float) -> float:
    """The change of prices that turns a nominal growth into a real one, all in per cent."""
    return ((1 + nominal / 100) / (1 + real / 100) - 1) * 100


def implied_urban_share(mean: float, urban: float, rural: float) -> float:
    """The weight of the urban mean with which the two means give that of all, 0 to 1."""
    return (mean - rural) / (urban - rural)


def weighted_mean(urban: float, rural: float, urban_share: float) -> float:
    """The two means joined by a share of urban persons, 0 to 1."""
    return urban_share * urban + (1 - urban_share) * rural
