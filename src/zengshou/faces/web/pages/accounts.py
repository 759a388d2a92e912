"""收入核算与公布数核验: what offices printed, whether it agrees with itself, and what it can and cannot be used for."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from zengshou.faces.charts import accounts
from zengshou.faces.web.downloads import figure_file
from zengshou.faces.web.site import Site, render
from zengshou.faces.words import Language
from zengshou.statistics.accounts.check import Verdict


def router(site: Site, language: Language) -> APIRouter:
    pages = APIRouter()

    @pages.get("/{city}/accounts", response_class=HTMLResponse)
    def page(request: Request, city: str) -> HTMLResponse:
        visit = site.visit(city, language, "accounts")
        found = site.settings.library.accounts(visit.city.key)
        return render(
            "pages/accounts.html",
            request,
            visit,
            found=found,
            figures=accounts.figures(found, visit.words),
            counts=tuple((verdict, found.count(verdict)) for verdict in Verdict),
        )

    @pages.get("/{city}/accounts/{name}")
    def download(request: Request, city: str, name: str) -> Response:
        visit = site.visit(city, language, "accounts")
        found = site.settings.library.accounts(visit.city.key)
        return figure_file(accounts.figures(found, visit.words), name, visit.words)

    return pages
