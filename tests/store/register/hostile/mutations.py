"""What chance may do to a file: to its bytes, and to its structure, as far as a mutation knows it."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping

import pyarrow as pa
from pyarrow import parquet

from tests.records.made_channel import HEADERS

NUMBERS = (0, 1, 2, 3, 4, 7, 8, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
TOKENS = (
    b"",
    b"\0",
    b'"',
    b'""',
    b"'",
    b"\r",
    b"\n",
    b"\r\n",
    b"\x0b",
    b"\x1a",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"\xf0\xa0\xae",
    b"\x81\x30\x81",
    "锟斤拷".encode("gb18030"),
    "\ufffd\u200b\u202e\ue000".encode(),
    b"\x01zengshou-broken-line-0",
    b"1e309",
    b"NaN",
    b"-0",
    b"=1+1",
    b"2025-02-30",
    b"9" * 400,
    b"," * 50,
    b"sep=;",
    b"\t|;",
)
XML_TOKENS = (
    b"-1",
    b"0",
    b"4294967296",
    b"1e400",
    b"NaN",
    b"A0",
    b"ZZZZ9",
    b"XFD1048576",
    b"A1:XFD1048576",
    b"B2:A1",
    b"&#0;",
    b"&#x110000;",
    b"&amp;",
    b"]]>",
    b"<!--",
    b"<![CDATA[",
    b"\xff",
    b"",
    b"s",
    b"inlineStr",
    b"b",
    b"e",
    b"d",
    b"str",
)
MOST_CHANGES = 4
SHARE_OF_BYTES = 0.1  # of changes that know nothing of the structure
Mutation = Callable[[bytes, random.Random], bytes]


def mutated(kind: str, seeds: tuple[bytes, ...], seed: int) -> bytes:
    """One example; the same seed gives the same bytes."""
    rng = random.Random(f"{kind}-{seed}")
    data = rng.choice(seeds)
    for _ in range(rng.randint(1, MOST_CHANGES)):
        change = rng.choice(_OF_BYTES if rng.random() < SHARE_OF_BYTES else _OF_KIND[kind])
        data = change(data, rng)
    return data


def _flipped(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _without_chunk(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[at + rng.randint(1, 64) :]


def _chunk_twice(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    chunk = data[at : at + rng.randint(1, 256)] * rng.choice((1, 1, 2, 40))
    to = rng.randrange(len(data) + 1)
    return data[:to] + chunk + data[to:]


def _spliced(data: bytes, rng: random.Random) -> bytes:
    one, other = rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)
    return data[:one] + data[other:]


def _odd_number(data: bytes, rng: random.Random) -> bytes:
    size = rng.choice((1, 2, 4, 8))
    number = rng.choice(NUMBERS) & ((1 << 8 * size) - 1)
    at = rng.randrange(len(data) + 1)
    return data[:at] + number.to_bytes(size, rng.choice(("little", "big"))) + data[at + size :]


def _token(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(TOKENS) + data[at + rng.choice((0, 0, 1, 5)) :]


def _cells_of_text(data: bytes, rng: random.Random) -> bytes:
    """One cell replaced, doubled or lost, wherever a separator stands."""
    parts = re.split(rb"([,;\t|\r\n])", data)
    at = rng.randrange(len(parts))
    parts[at : at + 1] = rng.choice(([], [parts[at]] * 3, [rng.choice(TOKENS)], [b'"' + parts[at] + b'"']))
    return b"".join(parts)


def _lines_of_text(data: bytes, rng: random.Random) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    line = rng.choice((lines[at], lines[at] * 30, lines[at].rstrip(), b"\n", "合计,,".encode()))
    return b"".join([*lines[:other], line, *lines[other:]])


def _encoded_again(data: bytes, rng: random.Random) -> bytes:
    text = data.decode("gb18030", "replace") if rng.random() < 0.3 else data.decode("utf-8", "replace")
    return text.encode(rng.choice(("gb18030", "utf-8", "utf-16", "utf-16-be", "utf-32", "big5")), "replace")


def _member(data: bytes, rng: random.Random) -> bytes:
    """One member of the archive changed, lost, renamed or doubled, and the archive packed again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(name, archive.read(name)) for name in archive.namelist()]
    except Exception:  # an archive that earlier changes broke: its bytes are changed once more
        return _flipped(data, rng)
    if not members:
        return data
    at = rng.randrange(len(members))
    name, content = members[at]
    drawn = rng.random()
    if drawn < 0.05:
        del members[at]
    elif drawn < 0.1:
        members[at] = (rng.choice(("xl/workbook.bin", "../x", "xl/worksheets/sheet9.xml", name.upper())), content)
    elif drawn < 0.12:
        members.append((name, rng.choice(members)[1]))
    else:
        change = rng.choice((_xml, _xml, _xml, _flipped, _without_chunk, _chunk_twice, _cut))
        members[at] = (name, change(content, rng))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for written, body in members:
            archive.writestr(zipfile.ZipInfo(written), body)
    return out.getvalue()


def _xml(content: bytes, rng: random.Random) -> bytes:
    """A value, an attribute or an element of the text between brackets replaced, lost or doubled."""
    pattern = rng.choice((rb'"([^"<>]*)"', rb">([^<>]*)<", rb"(<[^<>]*>)", rb"(<(?:c|row|v|f|is|t|si|sheet)\b[^<>]*>)"))
    found = list(re.finditer(pattern, content))
    if not found:
        return _flipped(content, rng)
    start, end = rng.choice(found).span(1)
    other = rng.choice(found)[1]
    return content[:start] + rng.choice((*XML_TOKENS, other, content[start:end] * 2)) + content[end:]


def _odd_columns(data: bytes, rng: random.Random) -> bytes:
    """A table of other types, written in another way; the bytes that came in are thrown away."""
    n = rng.choice((0, 1, 4, 300))
    names = [rng.choice((*HEADERS, "", "备注", "\ud7ff")) for _ in range(rng.randint(1, 9))]
    table = pa.Table.from_arrays([_odd_column(n, rng) for _ in names], names=names)
    out = io.BytesIO()
    parquet.write_table(
        table,
        out,
        compression=rng.choice(("NONE", "snappy", "zstd", "gzip")),
        use_dictionary=rng.random() < 0.5,
        data_page_version=rng.choice(("1.0", "2.0")),
        write_page_checksum=rng.random() < 0.5,
        row_group_size=rng.choice((1, 100, 10_000)),
    )
    return out.getvalue()


def _odd_column(n: int, rng: random.Random) -> pa.Array:
    kind = rng.choice(
        (
            pa.string(),
            pa.large_string(),
            pa.string_view(),
            pa.binary(),
            pa.binary(3),
            pa.float16(),
            pa.float32(),
            pa.float64(),
            pa.int8(),
            pa.uint64(),
            pa.bool_(),
            pa.null(),
            pa.date32(),
            pa.date64(),
            pa.timestamp("us"),
            pa.timestamp("ns", "Asia/Shanghai"),
            pa.timestamp("ms", "Nowhere/Land"),
            pa.time64("us"),
            pa.duration("s"),
            pa.decimal128(38, 2),
            pa.decimal256(60, 3),
            pa.list_(pa.int8()),
            pa.struct({"a": pa.int8()}),
        )
    )
    raw = pa.array([rng.choice((None, 0, 1)) for _ in range(n)], pa.int8())
    try:
        return raw.cast(pa.int64()).cast(kind)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return pa.nulls(n, kind)


_OF_BYTES: tuple[Mutation, ...] = (_flipped, _cut, _without_chunk, _chunk_twice, _spliced, _odd_number)
_OF_KIND: Mapping[str, tuple[Mutation, ...]] = {
    "csv": (_token, _cells_of_text, _lines_of_text, _encoded_again),
    "xlsx": (_member,),
    "xls": (_odd_number, _odd_number, _flipped),
    "parquet": (_odd_columns, _flipped, _odd_number, _cut),
}
