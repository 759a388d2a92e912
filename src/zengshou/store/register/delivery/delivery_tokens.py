"""Tokens by which an agency's machine delivers: one file in the register's folder, keyed digests alone."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import date
from hmac import compare_digest
from pathlib import Path

from zengshou.concepts.problem import refuse
from zengshou.store.crypto.keys import KeyProvider
from zengshou.store.database.damage import Damage
from zengshou.store.database.row_seals import SEAL, seal_of
from zengshou.store.database.schema import canonical

FILE = "delivery_tokens.json"
PURPOSE = "register.delivery-token"
PREFIX = "zsd_"
TOKEN_BYTES = 32


@dataclass(frozen=True)
class TokenHolder:
    """Who may deliver by a token. channels  that it opens; name  stands as the uploader of what it delivers"""

    name: str
    channels: tuple[str, ...]
    valid_to: date
    made_by: str
    digest: str
    is_revoked: bool = False

    def may_deliver(self, channel: str, day: date) -> bool:
        return not self.is_revoked and day <= self.valid_to and channel in self.channels


def make_token(
    folder: Path, keys: KeyProvider, name: str, channels: tuple[str, ...], valid_to: date, made_by: str
) -> str:
    """A new token, shown once: the file keeps its keyed digest. Raises  ProblemsFound: the name is taken"""
    holders = holders_in(folder)
    if any(each.name == name and not each.is_revoked for each in holders):
        raise refuse(f"已有名为“{name}”的令牌。", "令牌", "先撤销旧令牌，或换一个名称。")
    token = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    _write(folder, [*holders, TokenHolder(name, channels, valid_to, made_by, keys.digest(PURPOSE, token.encode()))])
    return token


def revoke_token(folder: Path, name: str) -> None:
    """End a token. Raises  ProblemsFound: there is none of this name in force"""
    holders = holders_in(folder)
    if not any(each.name == name and not each.is_revoked for each in holders):
        raise refuse(f"没有名为“{name}”的有效令牌。", "令牌", "用 zs records tokens 查看。")
    _write(folder, [replace(each, is_revoked=each.is_revoked or each.name == name) for each in holders])


def holder_of(folder: Path, keys: KeyProvider, token: str) -> TokenHolder | None:
    """Who holds a token that is not revoked; None for a token that was never made."""
    for each in holders_in(folder):
        key = each.digest.rpartition(".")[0]
        told = f"{key}.{keys.digest_many(PURPOSE, [token.encode()], key)[0].hex()}" if key else ""
        if not each.is_revoked and compare_digest(told, each.digest):
            return each
    return None


def holders_in(folder: Path) -> tuple[TokenHolder, ...]:
    """Every token that was made, the oldest first."""
    path = folder / FILE
    if not path.exists():
        return ()
    rows = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        TokenHolder(
            row["name"],
            tuple(row["channels"]),
            date.fromisoformat(row["valid_to"]),
            row["made_by"],
            row["digest"],
            bool(row["is_revoked"]),
        )
        for row in rows
    )


def seal_holders(folder: Path) -> None:
    """Seal what was written before there were seals; a file with a seal is left as it is."""
    if any(SEAL not in row for row in _rows(folder)):
        _write(folder, list(holders_in(folder)))


def altered_holders(folder: Path) -> list[Damage]:
    """Tokens whose row is not as the program wrote it."""
    try:
        rows = _rows(folder)
        altered = [row.get("name") for row in rows if row.pop(SEAL, "") != _seal(row)]
    except (OSError, ValueError, AttributeError, TypeError) as error:
        return [Damage("token", FILE, f"读不出来：{type(error).__name__}。")]
    return [Damage("token", f"报送令牌 {name}", "这一行被改动，或未按程序写入。") for name in altered]


def _rows(folder: Path) -> list[dict[str, object]]:
    path = folder / FILE
    return list(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else []


def _seal(row: dict[str, object]) -> str:
    return seal_of(FILE, [canonical(row)]).hex()


def _write(folder: Path, holders: list[TokenHolder]) -> None:
    """Beside its place first, then renamed: a stopped process leaves the old file or the new one."""
    told = [{**asdict(each), "valid_to": each.valid_to.isoformat()} for each in holders]
    rows = [{**row, SEAL: _seal(row)} for row in told]
    begun = folder / f"{FILE}.part"
    begun.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    os.chmod(begun, 0o600)
    os.replace(begun, folder / FILE)
