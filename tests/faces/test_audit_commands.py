"""zs audit: what an auditor types, from the first head to the event that was altered."""

import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.store.register.access_world import context, fill, reads
from zengshou.faces.cli.main import app
from zengshou.faces.cli.standalone import verify_audit
from zengshou.services.records.home.register_home import set_up


def zs(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["audit", *words])
    return done.exit_code, done.output


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A register with three reads in its log."""
    folder = tmp_path / "home"
    register = set_up(folder)
    fill(register.database)
    for person in (11, 12, 11):
        reads(register.database).incomes(context(), [person])
    register.close()
    return folder


def test_the_log_is_signed_exported_and_verified_with_and_without_the_software(home: Path, tmp_path: Path) -> None:
    key, head, log = tmp_path / "key.pem", tmp_path / "head.json", tmp_path / "log.jsonl"
    code, said = zs("head", "--home", str(home), "--key", str(key), "--city", "example", "--out", str(head))
    assert code == 0, said
    public = json.loads(head.read_text(encoding="utf-8"))["public_key"]
    code, said = zs("verify", "--home", str(home), "--anchor", str(head), "--key", public, "--json")
    assert code == 0 and json.loads(said)["events"] == 3 and json.loads(said)["is_key_given"]
    assert zs("export", str(log), "--home", str(home))[0] == 0
    assert verify_audit.main([str(log), "--anchor", str(head), "--key", public]) == 0
    assert zs("head", "--home", str(home), "--key", str(key), "--city", "example", "--out", str(head))[0] == 2


def test_an_altered_event_is_named(home: Path) -> None:
    connection = sqlite3.connect(home / "register.db")
    connection.execute("DROP TRIGGER access_event_no_update")
    connection.execute("UPDATE access_event SET subject = 12 WHERE sequence = 3")
    connection.commit()
    connection.close()
    code, said = zs("verify", "--home", str(home))
    assert code == 2 and "第3条" in said
    code, said = zs("verify", "--home", str(home), "--json")
    assert code == 1 and json.loads(said)["first_bad"] == 3
    code, said = zs("verify", "--home", str(home), "--to", "2")
    assert code == 0 and "2 条" in said


def test_a_key_beside_the_database_is_refused(home: Path) -> None:
    code, said = zs("head", "--home", str(home), "--key", str(home / "keys" / "head.pem"), "--city", "example")
    assert code == 2 and "能改库的人就能重签" in said


def test_sqlite_has_no_roles_to_secure(home: Path) -> None:
    code, said = zs("secure", "--home", str(home), "--database", f"sqlite:///{home / 'register.db'}")
    assert code == 2 and "SQLite" in said
