"""Text of users' files: BOM, then strict UTF-8, then strict GB18030; never a guess."""

import codecs

from zengshou.concepts.problem import refuse


def decode_text(data: bytes, where: str) -> str:
    """The text of a file; bytes that are neither UTF-8 nor GB18030 are refused."""
    for bom, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(bom):
            return data.decode(name)
    for name in ("utf-8", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise refuse("文件既不是 UTF-8 也不是 GB18030 编码。", where, "请另存为 UTF-8 后再试。")
