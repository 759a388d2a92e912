"""合成数据: what `zs demo` shows of the register, and that it says so everywhere."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.services.records.synthetic_year import read_decoded
from zengshou.faces.report.content import Findings, build_report
from zengshou.faces.report.headlines import register_sentences
from zengshou.faces.words import Language, Words
from zengshou.services.records.intake import read_delivery
from zengshou.services.records.synthetic.synthetic_demonstration import ShownRegister, show_register
from zengshou.store.country import city

SHOWN = ShownRegister("example", 2025, 1_000, 10, 3_000, 2_994, 6, ("证件号码为空，这一列必填。",), 3_400, True)


def test_a_month_of_every_channel_is_taken_in_counted_and_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_delivery, "parse", read_decoded)
    told: list[float] = []
    found = show_register(
        tmp_path, 2025, 1, lambda: datetime(2026, 1, 2, tzinfo=UTC), lambda share, _: told.append(share)
    )
    assert found.files == 10 and found.persons > 900
    assert found.rows_ok + found.rows_bad == found.rows_read > 2_000
    assert found.is_whole and found.verified > found.rows_ok
    assert (not found.reasons) == (found.rows_bad == 0)
    assert told == sorted(told)


@pytest.mark.parametrize("language", list(Language))
def test_the_report_tells_of_it_as_synthetic_data(language: Language) -> None:
    content = build_report(Findings(city("example"), "2026-01-02", (), None, (), None, SHOWN), language)
    section = next(one for one in content.sections if "3,000" in " ".join(one.paragraphs))
    words = "合成数据" if language is Language.ZH else "ynthetic data"
    assert words in section.title and words in section.paragraphs[0]


def test_damage_is_said_and_a_clean_delivery_gives_no_reasons() -> None:
    damaged = ShownRegister("example", 2025, 1_000, 10, 3_000, 3_000, 0, (), 3_400, False)
    said = register_sentences(damaged, Words())
    assert len(said) == 2 and "损坏" in said[1]
