"""The same answers as JSON, each with the vintage or the manifest it rests on."""

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from zengshou.faces.as_json import as_json
from zengshou.faces.charts.echarts import Json
from zengshou.faces.web.pages.simulation import order_of
from zengshou.faces.web.services import SimulationAnswer
from zengshou.faces.web.site import LongWork, Site

PATIENCE = 25.0  # seconds an API client waits before it is told to ask again


def router(site: Site) -> APIRouter:
    api = APIRouter(prefix="/api")

    @api.get("/cities")
    def cities() -> JSONResponse:
        return JSONResponse({"cities": as_json(site.services.cities())})

    @api.get("/{city}/targets")
    def targets(city: str) -> JSONResponse:
        key = site.city(city).key
        job = site.readings(key, PATIENCE)
        return JSONResponse({"city": key, "readings": as_json(job.answer())}) if job.is_done else waiting(job)

    @api.get("/{city}/parameters")
    def parameters(city: str, year: int = site.settings.years[0]) -> JSONResponse:
        key = site.city(city).key
        return JSONResponse({"city": key, "year": year, "parameters": as_json(site.services.levers(key, year))})

    @api.get("/{city}/distribution")
    def distribution(city: str) -> JSONResponse:
        job = site.distribution(site.city(city).key, PATIENCE)
        return JSONResponse(as_json(job.answer())) if job.is_done else waiting(job)

    @api.get("/{city}/simulation")
    def simulation(request: Request, city: str) -> JSONResponse:
        job = site.run(order_of(site, site.city(city).key, request.query_params), PATIENCE)
        return JSONResponse(run_json(job.answer())) if job.is_done else waiting(job)

    return api


def run_json(answer: SimulationAnswer) -> Json:
    """budget, gainers, estimates and manifest: the shape that the command line prints too."""
    result = answer.result
    return {
        "title": result.title,
        "differences": list(result.differences),
        "budget": as_json(result.budget),
        "gainers": as_json(result.gainers),
        "estimates": as_json(result.compared),
        "groups": as_json(result.groups),
        "manifest": as_json(result.manifest),
        "household": as_json(answer.household),
        "reform": answer.reform_yaml,
    }


def waiting(job: LongWork) -> JSONResponse:
    """202: ask the same address again."""
    return JSONResponse({"state": "running", "share": job.share, "stage": job.stage}, 202, headers={"retry-after": "2"})
