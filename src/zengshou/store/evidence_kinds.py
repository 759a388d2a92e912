"""What kind of office file some bytes are, judged by the bytes themselves, never by the name that came with them."""

import struct
import zipfile
from enum import Enum
from io import BytesIO
from typing import IO

from zengshou.concepts.problem import refuse
from zengshou.store.sheet_child import Refused, check_archive

CONTENT_TYPES = "[Content_Types].xml"
MACROS = ("vbaproject.bin", "vbadata.xml")
PNG_HEAD, PNG_SIZE = b"\x89PNG\r\n\x1a\n", 24
JPEG_HEAD, JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
PDF_HEAD, PDF_END = b"%PDF-", b"%%EOF"
PDF_LOOK = 1024  # readers look for the head and the end of a PDF within so many bytes
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
}


class OfficeKind(Enum):
    """The kinds that are taken in."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    JPG = "jpg"
    PNG = "png"

    @property
    def media(self) -> str:
        return MEDIA[self.value]

    @property
    def endings(self) -> tuple[str, ...]:
        """How a name of this kind may end."""
        return (".jpg", ".jpeg") if self is OfficeKind.JPG else (f".{self.value}",)


KINDS = "、".join(kind.value for kind in OfficeKind)
HOW = f"只收{KINDS}；请用原来的软件另存后再传。"


def kind_of(content: bytes, where: str) -> OfficeKind:
    """The kind of a file.

    where   the name that messages use
    Raises  ProblemsFound: none of the kinds, cut short, a workbook or document with macros, an archive that would burst
    """
    if content.startswith(PNG_HEAD):
        return _whole(len(content) > PNG_SIZE and _has_picture_size(content), OfficeKind.PNG, where)
    if content.startswith(JPEG_HEAD):
        return _whole(content.rstrip(b"\x00").endswith(JPEG_END), OfficeKind.JPG, where)
    if PDF_HEAD in content[:PDF_LOOK]:
        return _whole(PDF_END in content[-PDF_LOOK:], OfficeKind.PDF, where)
    if content.startswith(b"PK\x03\x04"):
        return _package(content, where)
    raise refuse("认不出是哪种文件。", where, HOW)


def _whole(is_whole: bool, kind: OfficeKind, where: str) -> OfficeKind:
    if not is_whole:
        raise refuse(f"{kind.value}文件不完整，可能没有传完或已损坏。", where, "请打开核对后重传。")
    return kind


def _has_picture_size(content: bytes) -> bool:
    """A PNG opens with its header chunk, in which width and height are not 0."""
    name, width, height = struct.unpack(">4sII", content[12:PNG_SIZE])
    return bool(name == b"IHDR" and width > 0 and height > 0)


def _package(content: bytes, where: str) -> OfficeKind:
    stream: IO[bytes] = BytesIO(content)
    try:
        check_archive(stream)
    except Refused as ground:
        raise refuse(str(ground), where, HOW) from None
    with zipfile.ZipFile(stream) as archive:
        names = {name.casefold() for name in archive.namelist()}
    if any(name.rpartition("/")[2] in MACROS for name in names):
        raise refuse("文件中含有宏。", where, "请另存为不含宏的 docx 或 xlsx。")
    if CONTENT_TYPES.casefold() in names:
        if "word/document.xml" in names:
            return OfficeKind.DOCX
        if "xl/workbook.xml" in names:
            return OfficeKind.XLSX
    raise refuse("这个压缩包不是 docx 或 xlsx。", where, HOW)
