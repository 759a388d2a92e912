"""Archives written by hand, so that any field of them may lie. 合成数据。"""

import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

LOCAL, LISTED, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
END64, END64_PLACE = b"PK\x06\x06", b"PK\x06\x07"
DEFLATE, STORE = zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED


@dataclass(frozen=True)
class Told:
    """What a header says of a member, where it is not the truth: None is the truth."""

    crc: int | None = None
    packed: int | None = None
    unpacked: int | None = None


TRUTH = Told()


@dataclass(frozen=True)
class Member:
    """One member: its name, its data as they stand in the archive, the truth about them, and the lies.

    local, listed  what its own header and the archive's list say;  after  bytes between its data and the next member
    """

    name: bytes
    data: bytes
    crc: int
    size: int
    method: int = DEFLATE
    flags: int = 0
    local: Told = TRUTH
    listed: Told = TRUTH
    local_name: bytes | None = None
    extra: bytes = b""
    after: bytes = b""
    attributes: int = 0
    offset: int | None = None  # where the list says that it begins


def member(name: str, content: bytes, **lies: object) -> Member:
    """A member packed as usual."""
    method = lies.pop("method", DEFLATE)
    data = _deflated(content) if method == DEFLATE else content
    told = {"method": method, **lies}
    return Member(name.encode(), data, zlib.crc32(content), len(content), **told)  # type: ignore[arg-type]


def members_of(archive: bytes) -> list[Member]:
    """The members of an honest archive."""
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        return [member(name, opened.read(name)) for name in opened.namelist()]


def repeated(name: str, head: bytes, block: bytes, times: int, tail: bytes = b"") -> Member:
    """head + block * times + tail, packed without ever standing in memory: deflated blocks may be strung together."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    opening = pack.compress(head) + pack.flush(zlib.Z_FULL_FLUSH)
    middle = pack.compress(block) + pack.flush(zlib.Z_FULL_FLUSH)
    closing = pack.compress(tail) + pack.flush()
    crc = zlib.crc32(head)
    for _ in range(times):
        crc = zlib.crc32(block, crc)
    crc = zlib.crc32(tail, crc)
    data = b"".join((opening, middle * times, closing))
    return Member(name.encode(), data, crc, len(head) + len(block) * times + len(tail))


def archive(members: Iterable[Member], comment: bytes = b"", count: int | None = None) -> bytes:
    """The archive of these members. count  of members, as its end tells it"""
    body, listed = BytesIO(), []
    for each in members:
        place = body.tell()
        body.write(_local(each) + each.data + each.after)
        listed.append(_listed(each, place if each.offset is None else each.offset))
    return body.getvalue() + _ended(listed, body.tell(), comment, count)


def overlapping(one: Member, names: Sequence[str]) -> bytes:
    """One member's data under many names: each listed name stands for the same bytes."""
    body = _local(one) + one.data
    listed = [_listed(Member(name.encode(), one.data, one.crc, one.size), 0) for name in names]
    return body + _ended(listed, len(body), b"", None)


def with_zip64_end(honest: bytes, place: int, size: int = 0) -> bytes:
    """An archive whose end sends the reader on to a zip64 end at `place` (-1: a true place with a lying size)."""
    end = honest.rindex(END)
    record = struct.pack("<4sQ2H2L4Q", END64, 44, 45, 45, 0, 0, 1, 1, size, 0)
    told = end if place < 0 else place
    locator = struct.pack("<4sLQL", END64_PLACE, 0, told, 1)
    last = struct.pack("<4s4H2LH", END, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return honest[:end] + record + locator + last


def zip64_extra(unpacked: int, packed: int) -> bytes:
    return struct.pack("<2H2Q", 1, 16, unpacked, packed)


def _deflated(content: bytes) -> bytes:
    pack = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return pack.compress(content) + pack.flush()


def _told(one: Member, lies: Told) -> tuple[int, int, int]:
    truth = (one.crc, len(one.data), one.size)
    said = (lies.crc, lies.packed, lies.unpacked)
    crc, packed, unpacked = (true if lie is None else lie for true, lie in zip(truth, said, strict=True))
    return crc, packed, unpacked


def _local(one: Member) -> bytes:
    name = one.name if one.local_name is None else one.local_name
    head = struct.pack("<4s5H3L2H", LOCAL, 45, one.flags, one.method, 0, 33, *_told(one, one.local), len(name), 0)
    return head + name


def _listed(one: Member, place: int) -> bytes:
    sizes = _told(one, one.listed)
    lengths = (len(one.name), len(one.extra), 0)
    fixed = (LISTED, 0x0314, 45, one.flags, one.method, 0, 33, *sizes, *lengths, 0, 0, one.attributes, place)
    return struct.pack("<4s6H3L5H2L", *fixed) + one.name + one.extra


def _ended(listed: Sequence[bytes], place: int, comment: bytes, count: int | None) -> bytes:
    central = b"".join(listed)
    told = (len(listed) if count is None else count) & 0xFFFF
    return central + struct.pack("<4s4H2LH", END, 0, 0, told, told, len(central), place, len(comment)) + comment
