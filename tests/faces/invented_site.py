"""The application on invented answers, for the tests of pages."""

import time
from collections.abc import Callable

from tests.faces import invented
from tests.faces.invented_targets import readings
from tests.faces.invented_tools import tools
from zengshou.faces.web.services import Progress, Services, Settings, SimulationAnswer, SimulationOrder
from zengshou.services.answers import Distribution

Pause = Callable[[], None]


def services(pause: Pause = lambda: None) -> Services:
    """Invented answers; `pause` stands for the time that long work takes."""

    def distribution(city: str, tell: Progress) -> Distribution:
        tell(0.5, "生成人口")
        pause()
        return invented.distribution(city)

    def simulate(order: SimulationOrder, tell: Progress) -> SimulationAnswer:
        tell(0.3, "按规则计算")
        pause()
        return SimulationAnswer(invented.result(), invented.household(), f"title: {order.reform or '自定'}\n")

    return Services(
        lambda: invented.CITIES,
        invented.plan,
        lambda city: readings(),
        distribution,
        lambda city: invented.reforms(),
        lambda city, year: invented.levers(),
        simulate,
    )


def settings(pause: Pause = lambda: None, patience: float = 5.0) -> Settings:
    return Settings(services(pause), "example", "0.1.0", (2025, 2024), patience, tools=tools(pause))


def slowly() -> None:
    """A second of work: longer than the patience of the pages that wait for it."""
    time.sleep(1)
