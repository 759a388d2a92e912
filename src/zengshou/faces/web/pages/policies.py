"""政策清单: every benefit of the law, searched by words, key group and stage of a business."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from zengshou.faces.web.site import Site, render
from zengshou.faces.words import Language


def router(site: Site, language: Language) -> APIRouter:
    pages = APIRouter()

    @pages.get("/{city}/policies", response_class=HTMLResponse)
    def page(request: Request, city: str, group: str = "", stage: str = "", text: str = "") -> HTMLResponse:
        visit = site.visit(city, language, "policies")
        library = site.settings.library
        return render(
            "pages/policies.html",
            request,
            visit,
            policies=library.policies(visit.city.key, site.settings.today(), group, stage, text),
            groups=library.groups(),
            stages=library.stages(),
            group=group,
            stage=stage,
            text=text,
            day=site.settings.today(),
        )

    return pages
