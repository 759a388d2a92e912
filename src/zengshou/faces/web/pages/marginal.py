"""多挣一元: what is left of earning more, for the sample household; cliffs and the rules that make them."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from zengshou.concepts.problem import ProblemsFound
from zengshou.faces.charts import marginal
from zengshou.faces.web.downloads import figure_file
from zengshou.faces.web.policy_tools import MarginalOrder, marginal_order
from zengshou.faces.web.site import Site, render
from zengshou.faces.web.visit import Visit
from zengshou.faces.words import Language
from zengshou.services.policy.marginal import MarginalAnswer


def order_of(site: Site, request: Request, city: str) -> MarginalOrder:
    """The order of an address; raises with every field that cannot be read."""
    tools = site.settings.tools
    return marginal_order(city, site.settings.years[0], dict(request.query_params), tools.marginal_ranges(city))


def shown_page(
    site: Site, request: Request, visit: Visit, answer: MarginalAnswer | None, error: ProblemsFound | None
) -> HTMLResponse:
    """The form as it was filled in, with the answer below it or what was wrong above it."""
    tools, city = site.settings.tools, visit.city.key
    return render(
        "pages/marginal.html",
        request,
        visit,
        status=422 if error else 200,
        draft=dict(request.query_params),
        ranges=tools.marginal_ranges(city),
        members=tools.marginal_members(),
        answer=answer,
        figures=marginal.figures(answer, visit.words) if answer else (),
        problems=error.problems if error else (),
    )


def router(site: Site, language: Language) -> APIRouter:
    pages = APIRouter()

    @pages.get("/{city}/marginal", response_class=HTMLResponse)
    def page(request: Request, city: str) -> HTMLResponse:
        visit = site.visit(city, language, "marginal")
        try:
            answer = site.settings.tools.marginal(order_of(site, request, city))
        except ProblemsFound as error:
            return shown_page(site, request, visit, None, error)
        return shown_page(site, request, visit, answer, None)

    @pages.get("/{city}/marginal/{name}")
    def download(request: Request, city: str, name: str) -> Response:
        visit = site.visit(city, language, "marginal")
        answer = site.settings.tools.marginal(order_of(site, request, city))
        return figure_file(marginal.figures(answer, visit.words), name, visit.words)

    return pages
