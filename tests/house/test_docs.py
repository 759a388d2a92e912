"""Every command and every law is told of where people look for it."""

from pathlib import Path

import pytest

from zengshou.faces.cli.late_commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NATIONAL = ROOT / "src" / "zengshou_china" / "national"
LAWS = sorted(path.name for path in NATIONAL.iterdir() if (path / "parameters.yaml").is_file())
HIDDEN = {"version", "check-data", "demo", "serve"}  # told of as `zs.py demo`, `serve` and `check`


def test_the_readme_names_every_command_and_both_first_commands() -> None:
    for name in COMMANDS.keys() - HIDDEN:
        assert f"zs {name}" in README, name
    for words in ("python3 zs.py demo", "python3 zs.py test", "zs.py serve", "`check`", "zs plan show", "zs law show"):
        assert words in README, words


def test_the_readme_speaks_chinese_first_and_shows_a_picture_that_exists() -> None:
    assert README.index("两条命令") < README.index("in English")
    picture = README.split("](", 1)[1].split(")", 1)[0]
    assert (ROOT / picture).stat().st_size > 20_000


@pytest.mark.parametrize("law", LAWS)
def test_every_law_says_what_it_rests_on_and_what_is_not_modelled(law: str) -> None:
    text = (NATIONAL / law / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# ") and f"（{law}）" in text.splitlines()[0]
    if (NATIONAL / law / "rules.py").is_file() and law not in ("minimum_wage", "poverty"):
        assert "未建模" in text or "与调查口径的差别" in text or "只检验" in text


def test_every_decision_says_that_it_holds() -> None:
    for page in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        assert "Status: " in page.read_text(encoding="utf-8"), page.name
