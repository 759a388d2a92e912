"""计算说明: one figure as an officer writes it down, of the sample household or of a case the reader brings."""

import json
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.faces.web.downloads import attachment
from zengshou.faces.web.site import Site, render
from zengshou.faces.web.visit import Visit
from zengshou.faces.words import Language
from zengshou.services.policy.explained import Explained


@dataclass(frozen=True)
class Asked:
    """What the form held; `case` empty: the sample household."""

    variable: str
    member: str
    month: str
    case: str = ""

    @property
    def month_number(self) -> int:
        """Calendar month; 0 where the text is none, which the service refuses in words."""
        return int(self.month) if self.month.isdecimal() and len(self.month) <= 2 else 0


def explained(site: Site, visit: Visit, asked: Asked) -> Explained:
    library, year = site.settings.library, site.settings.years[0]
    if asked.case.strip():
        return library.explain_text(asked.case, asked.variable, asked.member, asked.month_number)
    return library.explain_sample(visit.city.key, year, asked.variable, asked.member, asked.month_number)


def explain_page(site: Site, request: Request, visit: Visit, asked: Asked) -> HTMLResponse:
    """The form, and below it the calculation or what is wrong with what was asked."""
    library = site.settings.library
    problems: tuple[Problem, ...] = ()
    found: Explained | None = None
    try:
        found = explained(site, visit, asked)
    except ProblemsFound as error:
        problems = error.problems
    return render(
        "pages/explain.html",
        request,
        visit,
        status=422 if problems else 200,
        asked=asked,
        found=found,
        problems=problems,
        laws=library.explainable(visit.city.key),
        sample=library.sample_title(),
        year=site.settings.years[0],
    )


def json_file(found: Explained) -> Response:
    text = json.dumps(found.json, ensure_ascii=False, allow_nan=False, indent=1)
    return attachment(text.encode("utf-8"), "application/json; charset=utf-8", "calculation.json")


def router(site: Site, language: Language) -> APIRouter:
    pages = APIRouter()

    @pages.get("/{city}/explain", response_class=HTMLResponse)
    def page(request: Request, city: str, variable: str = "", member: str = "", month: str = "1") -> HTMLResponse:
        visit = site.visit(city, language, "explain")
        return explain_page(
            site, request, visit, Asked(variable or site.settings.library.first_figure(), member, month)
        )

    @pages.get("/{city}/explain/calculation.json")
    def download(city: str, variable: str, member: str = "", month: str = "1") -> Response:
        visit = site.visit(city, language, "explain")
        return json_file(explained(site, visit, Asked(variable, member, month)))

    @pages.post("/{city}/explain")
    async def own(request: Request, city: str) -> Response:
        visit = site.visit(city, language, "explain")
        sent = await request.form()
        asked = Asked(*(str(sent.get(name, "")) for name in ("variable", "member", "month", "case")))
        if sent.get("format") == "json":
            return json_file(explained(site, visit, asked))
        return explain_page(site, request, visit, asked)

    return pages
