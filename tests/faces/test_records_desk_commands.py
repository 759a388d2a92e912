"""zs records about, link-register, token: what a custodian does at the terminal. 合成数据。"""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.services.records.linked_world import peopled
from tests.services.records.register_desk import desk_at, read_here
from zengshou.faces.cli.records.records_commands import records_app
from zengshou.services.records.intake import read_delivery

RUN = CliRunner()
WIDE = {"COLUMNS": "150"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register in which one person stands under a card and a passport, and one under two cards."""
    monkeypatch.setattr(read_delivery, "parse", read_here)
    desk = desk_at(tmp_path)
    peopled(desk, 30)
    desk.home.close()
    return desk.home.folder


def said(folder: Path, *words: str, code: int = 0) -> str:
    done = RUN.invoke(records_app, [*words, "--home", str(folder)], env=WIDE)
    assert done.exit_code == code, done.output
    return done.output


def test_a_register_is_searched_for_persons_with_two_references(folder: Path) -> None:
    told = json.loads(said(folder, "link-register", "--as", "guiji", "--json"))
    assert (told["persons"], told["linked"], told["review"]) == (32, 1, 1)
    shown = said(folder, "link-register", "--as", "guiji")
    assert "此前已关联或已判定" in shown and "2 对" in shown and "关联复核" in shown


def test_a_register_is_told_whose_it_is_and_keeps_its_mark(folder: Path) -> None:
    assert "未写明" in said(folder, "about")
    assert "合成数据" in said(folder, "about", "--city", "example")
    assert json.loads(said(folder, "about", "--json")) == {"city": "example", "is_synthetic": True}
    assert "登记系统" in said(folder, "about", "--city", "yangjiang", code=2)


def test_a_token_is_shown_once_listed_and_revoked(folder: Path) -> None:
    made = json.loads(said(folder, "token", "税务局", "--channel", "iit", "--as", "guiji", "--json"))
    assert made["channels"] == ["iit"] and made["token"].startswith("zsd_")
    listed = said(folder, "tokens")
    assert "税务局" in listed and "有效" in listed and made["token"] not in listed
    said(folder, "token-revoke", "税务局")
    assert json.loads(said(folder, "tokens", "--json"))["tokens"][0]["is_revoked"]
    assert "没有名为" in said(folder, "token-revoke", "税务局", code=2)
    assert "没有渠道" in said(folder, "token", "甲", "--channel", "nothing", "--as", "guiji", code=2)


def test_the_vault_gets_a_new_key_and_everybody_is_known_as_before(folder: Path) -> None:
    before = json.loads(said(folder, "link-register", "--as", "guiji", "--json"))
    done = json.loads(said(folder, "renew-key", "--as", "guiji", "--json"))
    assert done["persons"] == before["persons"] == 32
    assert (folder / "keys" / "vault.2").exists()
    assert json.loads(said(folder, "renew-key", "--resume", "--as", "guiji", "--json")) == {**done, "persons": 0}
    assert json.loads(said(folder, "link-register", "--as", "guiji", "--json"))["persons"] == 32
    assert "重新离线备份" in said(folder, "renew-key", "--as", "guiji")
