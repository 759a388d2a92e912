"""Text of users' files: BOM, then strict UTF-8, then strict GB18030; never a guess."""

import codecs
from dataclasses import dataclass

from zengshou.concepts.problem import refuse

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Decoded:
    """Text and the encoding it was read in."""

    text: str
    encoding: str


def decode(data: bytes, where: str) -> Decoded:
    """The text of a file; a BOM decides where there is one. Bytes that fit no rung of the ladder are refused."""
    marked = next((name for bom, name in BOMS if data.startswith(bom)), None)
    for name in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            return Decoded(data.decode(name), name)
        except UnicodeDecodeError:
            continue
    if marked:
        raise refuse(f"文件开头标明 {marked} 编码，内容却不是。", where, "文件可能已损坏，请重新导出为 UTF-8。")
    raise refuse("文件既不是 UTF-8 也不是 GB18030 编码。", where, "请另存为 UTF-8 后再试。")


def decode_text(data: bytes, where: str) -> str:
    """The text of a file; bytes that are neither UTF-8 nor GB18030 are refused."""
    return decode(data, where).text
