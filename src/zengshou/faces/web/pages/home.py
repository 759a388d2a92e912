"""首页: in half a minute, what stands where and what needs a decision."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from zengshou.faces.charts.indicators import headline_indicators, provenance
from zengshou.faces.report.headlines import URGENT, lamp_counts
from zengshou.faces.web.site import Site, is_poll, poll_answer, render
from zengshou.faces.words import Language
from zengshou.plan.reading import TargetReading

SHOWN = 6


def router(site: Site, language: Language) -> APIRouter:
    pages = APIRouter()

    @pages.get("/{city}", response_class=HTMLResponse)
    def home(request: Request, city: str) -> HTMLResponse:
        visit = site.visit(city, language, "")
        work, targets = site.distribution(city), site.readings(city, 0.0)
        job = targets if work.is_done else work
        if is_poll(request):
            return poll_answer(request, visit, job)
        found = work.answer() if work.is_done else None
        readings = targets.answer() if targets.is_done else None
        return render(
            "pages/home.html",
            request,
            visit,
            job=job,
            found=found,
            plan=site.services.plan(city),
            readings=readings,
            counts=lamp_counts(readings or ()),
            attention=needing_attention(readings or ()),
            shown=SHOWN,
            source=provenance(found, visit.words) if found else "",
            indicators=headline_indicators(found) if found else (),
        )

    return pages


def needing_attention(readings: tuple[TargetReading, ...]) -> tuple[TargetReading, ...]:
    """Red, then yellow, then what the survey cannot decide."""
    urgent = sorted((r for r in readings if r.lamp.colour in URGENT), key=lambda r: URGENT.index(r.lamp.colour))
    return (*urgent, *(reading for reading in readings if reading.lamp.is_undecidable))
