"""A delivered file read without a process of its own: the same readers, quick enough for many examples."""

from pathlib import Path

from zengshou.records.intake.text_rows import TextRows
from zengshou.store.register.parsing.parse import read_folder
from zengshou.store.register.parsing.parse_child import parse
from zengshou.store.register.parsing.parse_child_output import Output

WORDS = ("姓名", "证件号码", "收入额", "日期")


def in_process(folder: Path, content: bytes) -> TextRows:
    """The rows of a file's bytes. Raises  Refused, as the process would say it"""
    source = folder / "source"
    source.write_bytes(content)
    parse(source, Output(folder, WORDS))
    return read_folder(folder)
