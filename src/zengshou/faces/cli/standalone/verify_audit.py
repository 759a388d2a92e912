#!/usr/bin/env python3
"""Verify an exported log of accesses (查阅日志), alone: the standard library and `cryptography` (for signatures).

    python3 verify_audit.py LOG.jsonl [--anchor HEAD.json ...] [--key PUBLIC_KEY_HEX] [--from N] [--to N]

LOG.jsonl   one event a line, as `zs audit export` writes it
HEAD.json   signed heads, as `zs audit head` writes them, kept outside the office
--key       the public key as printed when the first head was signed: without it a head vouches only for itself

What is verified: numbers without a gap; every digest is SHA-256 over "sha256:", the digest before and the event as
JSON (the thirteen values of EVENT in this order, no blanks, UTF-8); at every head the digest that was signed.
Answers one line; exit code 0 when all holds, 1 with the number of the first bad event, 2 for unusable input.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

BEGINNING = "0" * 64
EVENT = (
    *("sequence", "at", "actor", "role", "organisation", "purpose", "legal_basis", "case_id"),
    *("fields", "rows", "subject", "outcome", "reason"),
)
HEAD = ("kind", "version", "city", "day", "sequence", "digest", "made_at")
HOLDS, BROKEN, UNUSABLE = 0, 1, 2


@dataclass(frozen=True)
class Finding:
    """The first bad event and what is wrong with it."""

    sequence: int
    words: str


def canonical(value: object) -> str:
    """JSON with sorted keys and no blanks."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def verify(lines: Iterable[str], anchors: dict[int, str], first: int = 1, last: int | None = None) -> Finding | int:
    """How many events hold, or the first that does not.

    A log that begins later than at event 1 leans on the digest that its first line names as the one before.
    """
    expected, previous = first, BEGINNING if first == 1 else ""
    for line in lines:
        try:
            event = json.loads(line)
            told = [event[name] for name in EVENT]
            sequence, before, digest = event["sequence"], event["previous"], event["digest"]
        except (ValueError, KeyError, TypeError):
            return Finding(expected, "this line is no event")
        if isinstance(sequence, int) and sequence < first and expected == first:
            continue
        if last is not None and expected > last:
            break
        if sequence != expected:
            return Finding(expected, f"missing: the next event is {sequence}")
        previous = previous or before
        text = f"sha256:{previous}{canonical(told)}"
        if before != previous or digest != sha256(text.encode()).hexdigest():
            return Finding(expected, "its digest does not fit its content")
        if anchors.get(expected, digest) != digest:
            return Finding(expected, "not the digest that was signed: an event up to here was written anew")
        previous, expected = digest, expected + 1
    due = max((number for number in anchors if last is None or number <= last), default=first - 1)
    if expected <= due:
        return Finding(expected, f"cut off: a signed head reaches event {due}")
    return expected - first


def heads(path: str) -> Iterator[dict[str, object]]:
    """The heads of a file: one object, or one a line."""
    with open(path, encoding="utf-8") as file:
        text = file.read().strip()
    for document in text.splitlines() if "\n{" in text else [text]:
        head = json.loads(document)
        if not isinstance(head, dict) or head.get("kind") != "zengshou.audit.head":
            raise ValueError(f"{path} holds no head of a log")
        yield head


def is_signed(head: dict[str, object], key: str) -> bool:
    """Whether the signature over the head is that of the key."""
    told = canonical({name: head[name] for name in HEAD}).encode()
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(str(head["signature"])), told)
    except (InvalidSignature, ValueError):
        return False
    return True


def anchors_of(paths: list[str], key: str) -> dict[int, str]:
    """Event -> signed digest. Raises  ValueError for a head whose signature does not fit."""
    found: dict[int, str] = {}
    for path in paths:
        for head in heads(path):
            if not is_signed(head, key or str(head["public_key"])):
                raise ValueError(f"{path}: the signature of the head at event {head['sequence']} does not fit the key")
            found[int(str(head["sequence"]))] = str(head["digest"])
            if not key:
                sys.stdout.write(
                    f"head at event {head['sequence']}: signed by {head['public_key']}; compare this key\n"
                )
    return found


def main(arguments: list[str]) -> int:
    """Verify and answer; the exit code."""
    parser = argparse.ArgumentParser(description="Verify an exported log of accesses (查阅日志).")
    parser.add_argument("log")
    parser.add_argument("--anchor", action="append", default=[])
    parser.add_argument("--key", default="")
    parser.add_argument("--from", dest="first", type=int, default=1)
    parser.add_argument("--to", dest="last", type=int, default=None)
    asked = parser.parse_args(arguments)
    try:
        anchors = anchors_of(asked.anchor, asked.key)
        with open(asked.log, encoding="utf-8") as log:
            found = verify(
                log, {n: digest for n, digest in anchors.items() if n >= asked.first}, asked.first, asked.last
            )
    except (OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"cannot verify: {error}\n")
        return UNUSABLE
    if isinstance(found, Finding):
        sys.stdout.write(f"BROKEN at event {found.sequence}: {found.words}\n")
        return BROKEN
    sys.stdout.write(f"{found} events hold together; {len(anchors)} signed heads fit\n")
    if not anchors:
        sys.stdout.write("no signed head was given: a cut at the end, or a chain written anew, would not show\n")
    return HOLDS


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
