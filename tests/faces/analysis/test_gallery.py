"""The notebooks of docs/gallery run, show what they have stored, and speak Chinese."""

import re
from pathlib import Path

import pytest

from tests.faces.analysis.notebooks import code_cells, notebooks, read, run, source_of, stored, written

GALLERY = notebooks()


def test_there_are_notebooks() -> None:
    assert len(GALLERY) >= 5


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_a_notebook_shows_the_figures_it_has_stored(path: Path) -> None:
    document = read(path)
    for cell, shown in zip(list(code_cells(document)), run(document), strict=True):
        assert shown.figures == stored(cell).figures, (
            f"{source_of(cell)}\nrun: python -m tests.faces.analysis.notebooks --write"
        )


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_a_notebook_is_one_that_jupyter_opens(path: Path) -> None:
    document = read(path)
    assert document["nbformat"] == 4 and document["nbformat_minor"] == 5
    cells = document["cells"]
    assert isinstance(cells, list) and len({cell["id"] for cell in cells}) == len(cells)
    assert all(cell["execution_count"] == place for place, cell in enumerate(code_cells(document), start=1))
    assert written(document, [stored(cell) for cell in code_cells(document)]) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_a_notebook_explains_itself_in_chinese_and_marks_its_data(path: Path) -> None:
    cells = read(path)["cells"]
    assert isinstance(cells, list)
    prose = "".join(source_of(cell) for cell in cells if cell["cell_type"] == "markdown")
    assert len(re.findall(r"[\u4e00-\u9fff]", prose)) > 200 and "合成数据" in prose
    assert cells[0]["cell_type"] == "markdown" and source_of(cells[0]).startswith("# ")
