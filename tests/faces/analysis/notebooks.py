"""Runs the notebooks of docs/gallery without Jupyter, and writes their outputs anew.

python -m tests.faces.analysis.notebooks            say which stored outputs no longer hold
python -m tests.faces.analysis.notebooks --write    store the outputs as they are now
"""

import ast
import contextlib
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

GALLERY = Path(__file__).resolve().parents[3] / "docs" / "gallery"
METHOD = ("口径：", "设计：")  # how a figure was made may be worded anew; the figures may not move
Json = dict[str, object]


@dataclass(frozen=True)
class Shown:
    """What a cell shows: what it printed, and its last value as text and as HTML; "" where there is none."""

    printed: str
    text: str
    html: str

    @property
    def figures(self) -> str:
        """Everything in text but the lines on method."""
        lines = f"{self.printed}\n{self.text}".splitlines()
        return "\n".join(line for line in lines if not line.startswith(METHOD)).strip()


def notebooks() -> list[Path]:
    return sorted(GALLERY.glob("*.ipynb"))


def read(path: Path) -> Json:
    document: Json = json.loads(path.read_text(encoding="utf-8"))
    return document


def code_cells(document: Json) -> Iterator[Json]:
    cells = document["cells"]
    assert isinstance(cells, list)
    yield from (cell for cell in cells if cell["cell_type"] == "code")


def source_of(cell: Json) -> str:
    lines = cell["source"]
    return "".join(lines) if isinstance(lines, list) else str(lines)


def run(document: Json) -> list[Shown]:
    """What each code cell shows, run one after another in one namespace."""
    space: dict[str, object] = {"__name__": "__main__"}
    return [_run(source_of(cell), space) for cell in code_cells(document)]


def _run(source: str, space: dict[str, object]) -> Shown:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), space)
        value = (
            eval(compile(ast.Expression(last.value), "<cell>", "eval"), space) if isinstance(last, ast.Expr) else None
        )
    html = getattr(value, "_repr_html_", None)
    return Shown(printed.getvalue(), "" if value is None else repr(value), html() if html else "")


def stored(cell: Json) -> Shown:
    """What a cell has stored."""
    printed, text, html = "", "", ""
    outputs = cell["outputs"]
    assert isinstance(outputs, list)
    for output in outputs:
        if output["output_type"] == "stream":
            printed += "".join(output["text"])
        else:
            text += "".join(output["data"].get("text/plain", ""))
            html += "".join(output["data"].get("text/html", ""))
    return Shown(printed, text, html)


def written(document: Json, shown: list[Shown]) -> str:
    """The notebook as text with these outputs; the same cells and outputs give the same text."""
    for number, (cell, one) in enumerate(zip(code_cells(document), shown, strict=True), start=1):
        outputs: list[Json] = []
        if one.printed:
            outputs.append({"name": "stdout", "output_type": "stream", "text": one.printed.splitlines(keepends=True)})
        if one.text:
            data = {"text/plain": one.text.splitlines(keepends=True)}
            data |= {"text/html": one.html.splitlines(keepends=True)} if one.html else {}
            outputs.append({"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"})
        cell["execution_count"], cell["outputs"] = number, outputs
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def main(is_written: bool) -> int:
    """0 where every stored output holds, or was written."""
    stale = 0
    for path in notebooks():
        document = read(path)
        shown = run(document)
        is_stale = [stored(cell).figures for cell in code_cells(document)] != [one.figures for one in shown]
        stale += is_stale
        if is_written:
            path.write_text(written(document, shown), encoding="utf-8")
        sys.stdout.write(f"{path.name}: {'outputs differ' if is_stale else 'holds'}\n")
    return 0 if is_written or not stale else 1


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv))
