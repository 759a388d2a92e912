"""佐证材料: files to a task, several at once; each to be downloaded by those who may, or struck out with a reason."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from zengshou.concepts.problem import refuse
from zengshou.faces.web.office.door import Office, posted, require_own
from zengshou.services.supervision.evidence import LARGEST, MEBIBYTE, MOST_AT_ONCE, Upload
from zengshou.store.database.accounts import SessionState
from zengshou.store.evidence_kinds import OfficeKind

LARGEST_FORM = MOST_AT_ONCE * LARGEST + MEBIBYTE
MOST_PARTS = 50  # more than may be kept at once, so that too many are told in words
ACCEPTED = ",".join(ending for kind in OfficeKind for ending in kind.endings)


def router(office: Office) -> APIRouter:
    pages = APIRouter()

    @pages.post("/office/task/{code}/evidence")
    async def add(request: Request, code: str) -> Response:
        state = office.state(request)
        form = await upload_form(request, state)
        files = await uploads_of(form)
        await run_in_threadpool(office.evidence.add, state.account, code, files)
        return _back(code)

    @pages.post("/office/task/{code}/evidence/{id}")
    async def remove(request: Request, code: str, id: str) -> Response:
        state = office.state(request)
        fields = await posted(request, state)
        office.evidence.remove(state.account, code, id, fields.get("reason", ""))
        return _back(code)

    @pages.get("/office/task/{code}/evidence/{id}")
    def download(request: Request, code: str, id: str) -> Response:
        """Always a file to keep, never shown in the browser, whatever is in it."""
        file, kind, content = office.evidence.content(office.state(request).account, code, id)
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
        return Response(content, media_type=kind.media, headers={**headers, "cache-control": "no-store"})

    return pages


async def upload_form(request: Request, state: SessionState) -> FormData:
    """A form with files. Raises  ProblemsFound for one that is too large, or not from a page of this sign-in"""
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > LARGEST_FORM:
        raise refuse(f"合计超过{LARGEST_FORM // MEBIBYTE}兆。", "佐证材料", "请分几次上传。")
    form = await request.form(max_files=MOST_PARTS)
    require_own(request, form, state)
    return form


async def uploads_of(form: FormData) -> list[Upload]:
    """The files that were chosen; an empty file field is none."""
    files = [each for each in form.getlist("files") if isinstance(each, UploadFile) and each.filename]
    return [Upload(file.filename or "", await file.read(LARGEST + 1)) for file in files]


def _back(code: str) -> Response:
    return RedirectResponse(f"/office/task/{quote(code)}#files", 303)
