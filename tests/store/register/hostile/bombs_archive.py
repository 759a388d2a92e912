"""Archives that burst, or that show one reader other things than another. 合成数据。"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace

from tests.store.register.hostile.raw_zip import (
    END,
    Member,
    Told,
    archive,
    member,
    members_of,
    overlapping,
    repeated,
    with_zip64_end,
    zip64_extra,
)
from tests.store.register.hostile.workbooks import PARTS, PLAIN, READ, SHEET, Attack, packed, plain_members, swollen

MEBIBYTE = 2**20
ZEROS = b"\0" * MEBIBYTE
BURSTS, UNTRUE, TWICE = "解压后的内容过大", "不符|前后不一", "重名"
SIZES_FOLLOW, ENCRYPTED = 0x8, 0x1
UNTOLD = Told(0, 0, 0)


def _with(*more: Member) -> bytes:
    return archive([*plain_members(), *more])


def _swapped_sheet(**lies: object) -> bytes:
    return archive([*plain_members(SHEET), member(SHEET, PARTS[SHEET], **lies)])


def _bomb_behind_the_told_size() -> bytes:
    """The list tells of the honest beginning only, with its checksum; a reader that trusts the data gets the rest."""
    honest = PARTS[SHEET]
    short = member(SHEET, honest)
    long = repeated(SHEET, honest, ZEROS, 300)
    told = Told(short.crc, None, short.size)
    return archive([*plain_members(SHEET), replace(long, local=told, listed=told)])


def _nested(depth: int) -> bytes:
    inside = archive([repeated("0.bin", b"", ZEROS, 90)])
    for level in range(depth):
        inside = archive([member(f"{level}-{place}.zip", inside, method=zipfile.ZIP_STORED) for place in range(4)])
    return _with(member("xl/embeddings/nested.zip", inside, method=zipfile.ZIP_STORED))


def _central_directory_before_the_file() -> bytes:
    end = PLAIN.rindex(END)
    return PLAIN[: end + 12] + b"\xff\xff\xff\x7f" + PLAIN[end + 16 :]


def _other_archive_in_the_comment() -> bytes:
    return archive(plain_members(), comment=b"-" * 40 + archive([member("a", b"a")]))


def _short_count() -> bytes:
    return archive([member(f"xl/media/{number}.bin", b"x") for number in range(2_100)] + plain_members(), count=5)


ARCHIVES: Mapping[str, Attack] = {
    "a member that bursts": Attack(BURSTS, lambda: _with(repeated("xl/media/1.bin", b"", ZEROS, 200))),
    "ratio bought with ballast": Attack(BURSTS, lambda: swollen(SHEET, b"<sheetData>", b" " * MEBIBYTE, 600)),
    "ten members that burst together": Attack(
        BURSTS, lambda: _with(*(repeated(f"xl/media/{number}.bin", b"", ZEROS, 20) for number in range(10)))
    ),
    "2 100 members": Attack(
        "超过上限", lambda: _with(*(member(f"xl/media/{number}.bin", b"x") for number in range(2_100)))
    ),
    "an end that counts 5 of 2 100 members": Attack("超过上限|损坏", _short_count),
    "archives nested in archives, never opened": Attack(READ, lambda: _nested(2)),
    "an archive of workbooks": Attack("不是工作簿", lambda: archive([member("来件.xlsx", PLAIN)])),
    "1 500 names for one piece of data": Attack(
        "重叠", lambda: overlapping(member("0", bytes(300_000)), [str(number) for number in range(1_500)])
    ),
    "a member inside another": Attack(
        "重叠|前后不一|损坏", lambda: archive([*plain_members(), member("xl/media/1", b"x", offset=20)])
    ),
    "two sheets of one name": Attack(TWICE, lambda: _with(member(SHEET, PARTS[SHEET].replace(b"6200", b"9999")))),
    "two sheets of one name but for the case": Attack(TWICE, lambda: _with(member(SHEET.upper(), PARTS[SHEET]))),
    "two sheets of one name but for the slash": Attack(
        TWICE, lambda: _with(member(SHEET.replace("/", "\\"), PARTS[SHEET]))
    ),
    "a list that tells less than the data hold": Attack(f"{UNTRUE}|{BURSTS}", _bomb_behind_the_told_size),
    "a list that tells more than the data hold": Attack(
        UNTRUE, lambda: _swapped_sheet(local=Told(unpacked=2**31), listed=Told(unpacked=2**31))
    ),
    "a packed size that buys any ratio": Attack(
        "重叠|损坏|不符", lambda: _swapped_sheet(local=Told(packed=2**30), listed=Told(packed=2**30))
    ),
    "a header that differs from the list": Attack(UNTRUE, lambda: _swapped_sheet(local=Told(unpacked=7))),
    "a name that differs from the list": Attack(
        "前后不一", lambda: _swapped_sheet(local_name=b"xl/worksheets/sheet9.xml")
    ),
    "a wrong checksum": Attack(UNTRUE, lambda: _swapped_sheet(local=Told(crc=1), listed=Told(crc=1))),
    "sizes that follow the data, untrue": Attack(
        UNTRUE, lambda: _swapped_sheet(flags=SIZES_FOLLOW, local=Told(0, 0, 0), listed=Told(unpacked=10))
    ),
    "sizes that follow the data, true": Attack(
        READ, lambda: _swapped_sheet(flags=SIZES_FOLLOW, local=UNTOLD, after=b"PK\x07\x08" + bytes(12))
    ),
    "data behind the end of the packed data": Attack(
        UNTRUE,
        lambda: archive([*plain_members(SHEET), _with_tail()]),
    ),
    "zip64 sizes beyond any disk": Attack(
        "损坏|不符|前后不一",
        lambda: _swapped_sheet(
            listed=Told(None, 2**32 - 1, 2**32 - 1),
            local=Told(None, 2**32 - 1, 2**32 - 1),
            extra=zip64_extra(2**62, 2**60),
        ),
    ),
    "a zip64 end that points at itself": Attack("损坏", lambda: with_zip64_end(PLAIN, -1, 2**40)),
    "a zip64 end beyond the file": Attack("损坏|不是工作簿", lambda: with_zip64_end(PLAIN, 2**50)),
    "a list that begins beyond the file": Attack("损坏", _central_directory_before_the_file),
    "an archive in the comment of another": Attack("藏着", _other_archive_in_the_comment),
    "a sealed member": Attack("加密", lambda: _swapped_sheet(flags=ENCRYPTED)),
    "a method that squeezes harder": Attack("压缩方式", lambda: _squeezed(zipfile.ZIP_BZIP2)),
    "another method that squeezes harder": Attack("压缩方式", lambda: _squeezed(zipfile.ZIP_LZMA)),
    "an archive cut off": Attack("损坏", lambda: PLAIN[:-200]),
    "an archive without its parts": Attack("不是工作簿", lambda: packed({"a.xml": b"<a/>"})),
}


def _with_tail() -> Member:
    honest = member(SHEET, PARTS[SHEET])
    return replace(honest, data=honest.data + bytes(500))


def _squeezed(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for one in members_of(PLAIN):
            made.writestr(one.name.decode(), PARTS[one.name.decode()])
    return out.getvalue()
