"""Templates that a city put in the place of ours: files in the folder `templates` of its installation."""

from pathlib import Path

from zengshou.concepts.problem import refuse

LARGEST = 10 * 2**20


def replaced_template(folder: Path | None, name: str) -> bytes | None:
    """The city's own file of a name; None where it has none. Raises  ProblemsFound for one that cannot be read"""
    if folder is None or not (folder / name).is_file():
        return None
    place = folder / name
    if place.stat().st_size > LARGEST:
        raise refuse(f"模板超过{LARGEST // 2**20}兆。", str(place), "请删去图片后另存。")
    try:
        return place.read_bytes()
    except OSError as error:
        raise refuse(f"模板读不出来：{error.strerror or error}。", str(place), "请检查文件权限。") from None


def write_new(folder: Path, name: str, content: bytes) -> bool:
    """Writes a file unless one of the name is there; whether it was written."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with (folder / name).open("xb") as file:
            file.write(content)
    except FileExistsError:
        return False
    return True
