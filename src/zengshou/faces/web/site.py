"""The site behind the pages: services, long work, templates. Every page asks it and answers with what it renders."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

from fastapi import HTTPException, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse

from zengshou.concepts.city import City
from zengshou.faces.rendering import environment
from zengshou.faces.web.jobs import Job, Jobs
from zengshou.faces.web.policy_tools import SeekOrder
from zengshou.faces.web.services import Settings, SimulationAnswer, SimulationOrder
from zengshou.faces.web.visit import SECTIONS, Visit
from zengshou.faces.words import Language, Words
from zengshou.plan.reading import TargetReading
from zengshou.services.answers import Distribution
from zengshou.services.plan.lever_ranking import LeverRanking
from zengshou.services.simulation.seek_answer import SeekAnswer

LongWork: TypeAlias = (
    "Job[Distribution] | Job[SimulationAnswer] | Job[tuple[TargetReading, ...]] | Job[SeekAnswer] | Job[LeverRanking]"
)


class Site:
    """What lives as long as the application: settings and the answers of long work."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.services = settings.services
        pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="simulation")
        self.pool = pool
        self._distributions: Jobs[Distribution] = Jobs(pool)
        self._runs: Jobs[SimulationAnswer] = Jobs(pool)
        self._readings: Jobs[tuple[TargetReading, ...]] = Jobs(pool)
        self._seeks: Jobs[SeekAnswer] = Jobs(pool)
        self._rankings: Jobs[LeverRanking] = Jobs(pool)

    def city(self, key: str) -> City:
        """The city of an address; 404 where there is none."""
        found = next((city for city in self.services.cities() if city.key == key), None)
        if found is None:
            raise HTTPException(404, "city")
        return found

    def visit(self, city: str, language: Language, page: str) -> Visit:
        return Visit(self.city(city), self.services.cities(), Words(language), page)

    def distribution(self, city: str, patience: float | None = None) -> Job[Distribution]:
        """The city's distribution, waited for as long as a reader waits."""
        job = self._distributions.start(city, lambda tell: self.services.distribution(city, tell))
        job.wait(self.settings.patience if patience is None else patience)
        return job

    def readings(self, city: str, patience: float | None = None) -> Job[tuple[TargetReading, ...]]:
        """The city's targets; those without a published figure may be read from a simulation, which takes time."""
        job = self._readings.start(city, lambda tell: self.services.readings(city))
        job.wait(self.settings.patience if patience is None else patience)
        return job

    def run(self, order: SimulationOrder, patience: float | None = None) -> Job[SimulationAnswer]:
        """The run of an order; the same order always gets the same run."""
        job = self._runs.start(repr(order), lambda tell: self.services.simulate(order, tell))
        job.wait(self.settings.patience if patience is None else patience)
        return job

    def seek(self, order: SeekOrder) -> Job[SeekAnswer]:
        """The goal seek of an order; the same order always gets the same answer."""
        job = self._seeks.start(repr(order), lambda tell: self.settings.tools.seek(order, tell))
        job.wait(self.settings.patience)
        return job

    def ranking(self, city: str) -> Job[LeverRanking]:
        """The tasks of the city's plan, ranked."""
        key, year = self.city(city).key, self.settings.years[0]
        job = self._rankings.start(key, lambda tell: self.settings.tools.rank_levers(key, year, tell))
        job.wait(self.settings.patience)
        return job

    def close(self) -> None:
        """Drops work that has not begun; work under way ends with the process."""
        self.pool.shutdown(wait=False, cancel_futures=True)


def render(template: str, request: Request, visit: Visit, status: int = 200, **values: object) -> HTMLResponse:
    """A page in the language of the visit."""
    shared: Mapping[str, object] = {
        "visit": visit,
        "words": visit.words,
        "_": visit.words,
        "path": request.url.path,
        "query": request.url.query,
        "version": request.app.version,
        "in_chinese": "" if visit.words.is_chinese else Markup(' lang="zh-CN"'),
        "sections": SECTIONS,
    }
    page = environment().get_template(template).render({**shared, **values})
    return HTMLResponse(page, status, headers={"cache-control": "no-cache"})


def is_poll(request: Request) -> bool:
    """True for the request of a page that only asks how far the work is."""
    return request.headers.get("hx-request") == "true"


def progress_page(request: Request, visit: Visit, job: LongWork) -> HTMLResponse:
    """How far the work is. The fragment polls; without JavaScript the page loads itself again."""
    if is_poll(request):
        return poll_answer(request, visit, job)
    return render("pages/progress.html", request, visit, status=202, job=job)


def poll_answer(request: Request, visit: Visit, job: LongWork) -> HTMLResponse:
    """The bar while the work goes on; then word to the page to load itself: the answer is there."""
    if job.is_done:
        return HTMLResponse("", 200, headers={"HX-Refresh": "true"})
    return render("pages/progress_bar.html", request, visit, job=job)
