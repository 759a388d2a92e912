"""Areas as dotted codes, nation < province < city < county: `cn.guangdong.yangjiang`."""


def ancestors(area: str) -> tuple[str, ...]:
    """The area itself and what contains it, narrowest first."""
    parts = area.split(".")
    return tuple(".".join(parts[:size]) for size in range(len(parts), 0, -1))


def contains(outer: str, inner: str) -> bool:
    return inner == outer or inner.startswith(outer + ".")
