"""Small true files of every kind that is taken in as evidence, and some that are not what they say."""

import struct
import zlib
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from openpyxl import Workbook


@cache  # a package carries the time at which it was made
def docx_file(text: str = "核对名单") -> bytes:
    document, stream = Document(), BytesIO()
    document.add_paragraph(text)
    document.save(stream)
    return stream.getvalue()


@cache
def xlsx_file(text: str = "核对名单") -> bytes:
    book, stream = Workbook(), BytesIO()
    book.active["A1"] = text
    book.save(stream)
    return stream.getvalue()


def pdf_file() -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


def png_file(width: int = 1) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)
    picture = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00" * (width + 1))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + picture


def jpg_file() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20) + b"\xff\xd9"


def zipped(**members: bytes) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def with_macro(package: bytes) -> bytes:
    """The same document with a macro inside, still named docx."""
    stream = BytesIO(package)
    with ZipFile(stream, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    return stream.getvalue()
