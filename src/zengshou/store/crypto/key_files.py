"""Master keys in files of their owner alone: `master` is the first, `master.2` and so on the later ones beside it."""

import os
import secrets
from hashlib import sha256
from pathlib import Path

from zengshou.concepts.problem import refuse

MASTER_BYTES = 32
OWNER_ONLY = 0o600


def masters_in(path: Path) -> dict[str, bytes]:
    """Id -> master key, the oldest first; a first one is made where there is no file. Refused when others may read."""
    if not path.exists():
        _write(path)
    return {key_id(master): master for master in map(_read, _versions(path))}


def add_master(path: Path) -> str:
    """A new newest master key beside the others; its id. What the older ones sealed they still open."""
    masters_in(path)
    newest = _versions(path)[-1]
    number = 1 if newest == path else int(newest.suffix[1:])
    added = path.with_name(f"{path.name}.{number + 1}")
    _write(added)
    return key_id(_read(added))


def key_id(master: bytes) -> str:
    """Eight signs that name a key and tell nothing of it: it is random throughout."""
    return sha256(b"id" + master).hexdigest()[:8]


def _versions(path: Path) -> list[Path]:
    later = [file for file in path.parent.glob(f"{path.name}.*") if file.suffix[1:].isdecimal()]
    return [path, *sorted(later, key=lambda file: int(file.suffix[1:]))]


def _write(path: Path) -> None:
    """On disk before anything is sealed with it: a lost key is lost data."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(MASTER_BYTES))
        file.flush()
        os.fsync(file.fileno())
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def _read(path: Path) -> bytes:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise refuse("密钥文件可被他人读取。", str(path), f"运行 chmod 600 {path}。")
    master = path.read_bytes()
    if len(master) != MASTER_BYTES:
        raise refuse("密钥文件长度不对。", str(path), "请换回原来的密钥文件；不要手工编辑。")
    return master
