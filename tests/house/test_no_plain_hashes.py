"""No digest of a person's number without a key: all numbers of a county are guessed in minutes.

Where people are kept, every file that makes an unkeyed digest is named here with what it digests; and even there no
call may take what sounds like a number, name or address of a person. Numbers go through `KeyProvider.digest_many`.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.checkout import ROOT, shown

HOUSE = ROOT / "src" / "zengshou"
ROOMS = ("records", "store/vault", "store/register")
WHAT_IS_DIGESTED = {
    "store/vault/log.py": "entries of the log, which name persons by reference",
    "store/register/delivery/raw_files.py": "files, to name them by their content",
    "store/register/writing/row_digests.py": "rows of facts, which name persons by reference",
    "store/register/access/access_log.py": "entries of the log, which name persons by reference",
    "store/register/access/scope.py": "a key that is longer than a block, as HMAC asks",
}
# PostgreSQL checks the seal of a scope by HMAC, which it has to build from its own sha256.
KEYED_IN_SQL = {"store/register/access/row_security.py"}
GROUPS_IN_MEMORY = "records/linkage/"
HASHES = {
    "hash", "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_512", "blake2b", "blake2s", "sm3",
    "SHA1", "SHA256", "SHA512", "SM3", "MD5", "BLAKE2b", "crc32", "adler32", "md5_number", "xxhash",
}  # fmt: skip
SQL_HASH = re.compile(r"\b(md5|sha1|sha256|hash|md5_number)\s*\(", re.IGNORECASE)
OF_A_PERSON = re.compile(
    r"(^|_)(id_?no|id_number|number|identifier|identity|card|passport|phone|mobile|name|birth|address|spelling)s?(_|$)"
)


def hash_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls of a hash by any way of importing it; keyed ones (hmac) take the hash as an argument and do not call it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (_called(node) in HASHES or _is_hashlib_new(node)):
            yield node


def hashes_in_sql(tree: ast.AST) -> Iterator[str]:
    """Texts that call a hash of a database; docstrings and prose do not look like a call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL_HASH.search(node.value):
            yield node.value


def words_of_a_person(call: ast.Call) -> set[str]:
    """Names within a call that sound like a number, a name or an address of a person."""
    inside = [node for argument in [*call.args, *call.keywords] for node in ast.walk(argument)]
    names = {node.id for node in inside if isinstance(node, ast.Name)}
    names |= {node.attr for node in inside if isinstance(node, ast.Attribute)}
    names |= {node.value for node in inside if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {name for name in names if OF_A_PERSON.search(name)}


def is_in_memory(path: str, call: ast.Call) -> bool:
    """polars' `.hash()` in linkage: 64 bits to group a column by, beside the plain text, for the time of one run."""
    return path.startswith(GROUPS_IN_MEMORY) and _called(call) == "hash" and not call.args and not call.keywords


def faults(path: str, text: str) -> list[str]:
    """What is wrong with a file of these rooms."""
    tree = ast.parse(text)
    calls = [call for call in hash_calls(tree) if not is_in_memory(path, call)]
    if path not in WHAT_IS_DIGESTED:
        found = [f"{path}:{call.lineno} {ast.unparse(call)}" for call in calls]
        found += [f"{path}: {sql}" for sql in hashes_in_sql(tree) if path not in KEYED_IN_SQL]
        return found
    return [f"{path}:{call.lineno} digests {words}" for call in calls if (words := words_of_a_person(call))]


def test_nobodys_number_is_digested_without_a_key() -> None:
    files = [file for room in ROOMS for file in (HOUSE / room).rglob("*.py")]
    assert len(files) > 30
    wrong = [
        fault
        for file in files
        for fault in faults(file.relative_to(HOUSE).as_posix(), file.read_text(encoding="utf-8"))
    ]
    assert not wrong, "\n".join(wrong)


def test_every_file_that_is_excused_exists() -> None:
    missing = [path for path in {*WHAT_IS_DIGESTED, *KEYED_IN_SQL} if not (HOUSE / path).is_file()]
    assert not missing, missing
    assert all(shown(HOUSE / path).startswith("src/") for path in WHAT_IS_DIGESTED)


@pytest.mark.parametrize(
    "planted",
    [
        "from hashlib import sha256\nlookup = sha256(number.encode()).digest()",
        "import hashlib\nlookup = hashlib.sha256(b'salt' + number.encode()).hexdigest()",
        "import hashlib\nlookup = hashlib.new('sm3', number)",
        "from cryptography.hazmat.primitives import hashes\nd = hashes.Hash(hashes.SM3())",
        "import hashlib\nhashlib.blake2b(number).digest()",
        "token = hash(number)",
        "profile.hash(number)",
        "session.execute('SELECT md5(number) FROM t')",
    ],
)
def test_a_planted_digest_is_found(planted: str) -> None:
    assert faults("records/linkage/planted.py", planted)


def test_a_hash_of_polars_is_allowed_in_linkage_alone() -> None:
    planted = "import polars as pl\nframe.with_columns(pl.col('number').hash())"
    assert not faults("records/linkage/blocks.py", planted)
    assert faults("records/intake/read_cells.py", planted) and faults("store/vault/bulk.py", planted)


@pytest.mark.parametrize("argument", ["number.encode()", "row.id_number", "fields['phone']", "person.name", "id_no"])
def test_a_file_that_is_excused_may_still_not_digest_a_person(argument: str) -> None:
    planted = f"from hashlib import sha256\nx = sha256({argument})"
    assert faults("store/register/writing/row_digests.py", planted)


@pytest.mark.parametrize(
    "harmless",
    [
        "import hmac\nhmac.new(key, number, 'sha256')",
        "keys.digest_many('vault:z2:lookup', [number])",
        "digest = keys.digest(purpose, number)",
    ],
)
def test_a_keyed_digest_is_allowed(harmless: str) -> None:
    assert not faults("records/linkage/planted.py", harmless)


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _is_hashlib_new(node: ast.Call) -> bool:
    return ast.unparse(node.func) in ("hashlib.new", "hashlib.file_digest", "hashes.Hash")
