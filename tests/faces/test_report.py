import re
from pathlib import Path

import pytest

from tests.faces import invented
from zengshou.concepts.problem import ProblemsFound
from zengshou.faces.report import writing
from zengshou.faces.report.content import ReportContent, build_report
from zengshou.faces.report.headlines import public_change
from zengshou.faces.report.html import html_text
from zengshou.faces.report.writing import write_report
from zengshou.faces.words import Language


@pytest.fixture(scope="module")
def content() -> ReportContent:
    return build_report(invented.findings())


@pytest.fixture(scope="module")
def page(content: ReportContent) -> str:
    return html_text(content)


def without_scripts(page: str) -> str:
    return re.sub(r"<script>.*?</script>", "", page, flags=re.S)


def test_the_page_asks_nothing_of_any_other_place(page: str) -> None:
    bare = without_scripts(page)
    assert not re.findall(r"""(?:src|href|action|data)\s*=\s*["'](?!#)""", bare)
    assert not re.findall(r"url\(|@import", bare)
    assert "default-src 'none'" in bare


def test_the_page_can_be_read_without_scripts(page: str) -> None:
    bare = re.sub(r"<script.*?</script>", "", page, flags=re.S)
    assert bare.count("<svg") >= 8
    assert bare.count("<table") >= 12
    for words in ("要点", "无法判定", "城镇低保标准", "95%置信区间", "运行清单"):
        assert words in bare


def test_the_page_says_that_its_data_are_synthetic(page: str) -> None:
    assert '<p class="report-mark">合成数据' in page


def test_the_page_ends_only_the_scripts_that_it_begins(page: str) -> None:
    assert page.count("<script") == page.count("</script>")


def test_headlines_give_the_bill_and_who_gains(content: ReportContent) -> None:
    said = content.headlines[2]
    assert "财政和基金每年净支出增加" in said and "受益人口占 8.0%" in said and "合成数据" in said


def test_the_bill_counts_every_flow_once() -> None:
    assert public_change(invented.result()) == pytest.approx(40_300_000 - 3_000_000)


def test_an_english_report_speaks_english() -> None:
    english = build_report(invented.findings(), Language.EN)
    assert english.title == "Example City: income targets and policy simulation"
    assert html_text(english).startswith('<!doctype html>\n<html lang="en">')


def test_a_report_without_runs_or_people_is_still_a_report() -> None:
    found = invented.findings()
    bare = type(found)(found.city, found.day, found.readings, None, ())
    content = build_report(bare)
    assert not content.is_synthetic
    assert [section.title for section in content.sections] == ["指标与目标", "口径与参数"]


def test_all_three_files_are_written_and_nothing_else_is_left(content: ReportContent, tmp_path: Path) -> None:
    paths = write_report(content, tmp_path / "new" / "folder")
    assert [path.name for path in paths] == ["report.html", "report.docx", "report.xlsx"]
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(path.name for path in paths)


def test_a_failure_leaves_the_earlier_report_untouched(
    content: ReportContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.html").write_text("earlier", encoding="utf-8")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(ProblemsFound, match="报告无法写入"):
        write_report(content, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "earlier"


def test_a_folder_that_is_a_file_is_refused_in_words(content: ReportContent, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    with pytest.raises(ProblemsFound, match="请检查目录权限"):
        write_report(content, tmp_path / "taken")
