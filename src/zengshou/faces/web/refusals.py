"""What a reader sees when something is wrong: what was found, where, what to do next. Never a traceback."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from zengshou.concepts.problem import Problem, ProblemsFound, Unavailable
from zengshou.faces.as_json import as_json
from zengshou.faces.rendering import environment
from zengshou.faces.web.jobs import QueueFull
from zengshou.faces.web.office.pages import language_of as office_language
from zengshou.faces.web.visit import ENGLISH_PREFIX
from zengshou.faces.words import Language, Words

MISSING = {
    "city": Problem("没有这个城市。", "地址", "请从首页选择城市。"),
    "figure": Problem("没有这个文件。", "地址", "请从页面上的下载链接进入。"),
}
NO_PAGE = Problem("没有这个页面。", "地址", "请检查地址，或回到首页。")
BUSY = Problem("排队的测算太多。", "政策模拟", "请一分钟后再试。")
BROKEN = Problem("页面出错，原因已记入运行日志。", "", "请稍后再试；若再次出现，请把时间告诉管理员。")


OFFICE = "/office/"


def language_of(request: Request) -> Language:
    """By the address on the public site, by the switch in the office."""
    if request.url.path.startswith(OFFICE):
        return office_language(request)
    return Language.EN if request.url.path.startswith(f"{ENGLISH_PREFIX}/") else Language.ZH


def refusal(request: Request, problems: tuple[Problem, ...], status: int) -> Response:
    """A page in words, or JSON for the API."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"problems": as_json(problems)}, status)
    words = Words(language_of(request))
    home = OFFICE if request.url.path.startswith(OFFICE) else "/" if words.is_chinese else "/en"
    template = environment().get_template("pages/refusal.html")
    page = template.render(words=words, _=words, problems=problems, status=status, home=home, office=OFFICE)
    return HTMLResponse(page, status)


def add_refusals(app: FastAPI) -> None:
    """Every way a request may fail ends in words."""

    @app.exception_handler(ProblemsFound)
    def problems(request: Request, error: ProblemsFound) -> Response:
        return refusal(request, error.problems, 503 if isinstance(error, Unavailable) else 422)

    @app.exception_handler(HTTPException)
    def status(request: Request, error: HTTPException) -> Response:
        return refusal(request, (MISSING.get(str(error.detail), NO_PAGE),), error.status_code)

    @app.exception_handler(RequestValidationError)
    def form(request: Request, error: RequestValidationError) -> Response:
        found = tuple(
            Problem(f"读不懂这一项：{one['msg']}。", ".".join(map(str, one["loc"])), "请检查后重新提交。")
            for one in error.errors()
        )
        return refusal(request, found, 422)

    @app.exception_handler(QueueFull)
    def busy(request: Request, error: QueueFull) -> Response:
        return refusal(request, (BUSY,), 503)

    @app.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> Response:
        return refusal(request, (BROKEN,), 500)
