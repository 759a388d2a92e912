"""The web application: pages in two languages, the API, static files. All it shows comes from injected services."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.staticfiles import StaticFiles

from zengshou.faces.assets import STATIC
from zengshou.faces.web import api
from zengshou.faces.web.office.routes import add_office
from zengshou.faces.web.pages import (
    accounts,
    distribution,
    entitlements,
    explain,
    home,
    laws,
    levers,
    marginal,
    parameters,
    policies,
    releases,
    resident_progress,
    seek,
    simulation,
    targets,
)
from zengshou.faces.web.refusals import add_refusals
from zengshou.faces.web.security import SecurityHeaders
from zengshou.faces.web.services import Settings
from zengshou.faces.web.site import Site
from zengshou.faces.web.visit import ENGLISH_PREFIX
from zengshou.faces.words import Language


def create_app(settings: Settings) -> FastAPI:
    """The application of one installation.

    The pages of interactive API documentation are left out: they would load scripts from elsewhere.
    """
    site = Site(settings)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        yield
        site.close()

    app = FastAPI(
        title="zengshou",
        version=settings.version,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=life,
    )
    app.add_middleware(SecurityHeaders)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    add_refusals(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    _add_entrances(app, settings)
    app.include_router(api.router(site))
    add_office(app, settings.office)
    of_policy = (targets, distribution, simulation, seek, levers, marginal, accounts)
    for language, prefix in ((Language.EN, ENGLISH_PREFIX), (Language.ZH, "")):
        for page in (*of_policy, resident_progress, parameters, entitlements, policies, laws, explain, releases, home):
            app.include_router(page.router(site, language), prefix=prefix, include_in_schema=False)
    return app


def _add_entrances(app: FastAPI, settings: Settings) -> None:
    @app.get("/healthz", include_in_schema=False)
    def health() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @app.get("/", include_in_schema=False)
    def front() -> RedirectResponse:
        return RedirectResponse(f"/{settings.default_city}")

    @app.get(ENGLISH_PREFIX, include_in_schema=False)
    def english_front(request: Request) -> RedirectResponse:
        return RedirectResponse(f"{ENGLISH_PREFIX}/{settings.default_city}")
