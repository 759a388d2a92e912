"""Putting the locked components into .venv: from the offline kit, with uv, or with pip. Nothing is compiled."""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from bootstrap.places import Places
from bootstrap.process import clean_environment, watch
from bootstrap.speech import Stop, say

LOCKED = ("--require-hashes", "--only-binary", ":all:")


def pip_settings_files(environment: Mapping[str, str], home: Path, system: str = sys.platform) -> list[Path]:
    """Where pip looks for its own settings on this system."""
    named = environment.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return []
    if system == "win32":
        roots = [environment.get("PROGRAMDATA", ""), environment.get("APPDATA", "")]
        places = [Path(root) / "pip" / "pip.ini" for root in roots if root] + [home / "pip" / "pip.ini"]
    else:
        places = [
            Path("/etc/pip.conf"),
            Path("/etc/xdg/pip/pip.conf"),
            home / ".pip" / "pip.conf",
            home / ".config/pip/pip.conf",
        ]
        places += [home / "Library/Application Support/pip/pip.conf"] if system == "darwin" else []
    return places + ([Path(named)] if named else [])


def uv_to_use(environment: Mapping[str, str], home: Path) -> str | None:
    """uv where it is on PATH; not where pip has a settings file (a mirror, a certificate): uv does not read it."""
    if any(path.is_file() for path in pip_settings_files(environment, home)):
        return None
    return shutil.which("uv", path=environment.get("PATH"))


def uv_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The index settings of pip, said in uv's words; uv may use only the Python we give it."""
    said = {"UV_PYTHON_DOWNLOADS": "never"}
    if environment.get("PIP_INDEX_URL"):
        said["UV_DEFAULT_INDEX"] = environment["PIP_INDEX_URL"]
    if environment.get("PIP_EXTRA_INDEX_URL"):
        said["UV_INDEX"] = environment["PIP_EXTRA_INDEX_URL"]
    return dict(environment) | said


def kit_pip(places: Places) -> Path | None:
    """The pip wheel of the offline kit, checked against the kit's SHA256SUMS; None where there is none."""
    vendor = places.wheels.parent
    for wheel in sorted(vendor.glob("pip-*.whl"), reverse=True):
        sums = vendor / "SHA256SUMS"
        known = sums.read_text(encoding="utf-8").split() if sums.is_file() else []
        if known and hashlib.sha256(wheel.read_bytes()).hexdigest() not in known:
            raise Stop(
                f"离线包里的 {wheel.name} 已损坏(校验和不符)。请重新拷贝离线包并解压。",
                f"{wheel.name} in the offline kit is damaged. Copy and unpack the kit again.",
            )
        return wheel
    return None


def pip_command(places: Places) -> list[str | Path]:
    """The pip that will fill .venv: its own, else the kit's wheel, else the system's pip aimed at .venv."""
    environment = clean_environment(os.environ)
    own: list[str | Path] = [places.python, "-m", "pip"]
    if watch([*own, "--version"], environment)[0] == 0:
        return own
    wheel = kit_pip(places)
    if wheel is not None:
        return [places.python, wheel / "pip"]
    aimed: list[str | Path] = [sys.executable, "-m", "pip", "--python", places.python]
    if watch([*aimed, "--version"], environment)[0] == 0:
        return aimed
    raise Stop(
        "本机的 Python 没有 pip(缺 ensurepip)。请安装 python3-venv(如 apt-get install python3-venv),"
        "或把离线包解压到本目录,再运行一次。",
        "This Python has no pip (ensurepip is missing). Install python3-venv or unpack an offline kit here; run again.",
    )


def shown_progress(total: int) -> Callable[[str], None]:
    """A reader of pip's output that shows how far it is: a moving line on a terminal, every tenth otherwise."""
    moving = sys.stdout.isatty()
    seen: set[str] = set()

    def read(line: str) -> None:
        words = line.split()
        if words[:1] == ["Installing"]:
            say(("\r" if moving else "") + f"  {'解压到 .venv …(约 10–60 秒)':<50}")
        if words[:1] != ["Collecting"] or words[1] in seen:
            return
        seen.add(words[1])
        if moving:
            print(f"\r  [{len(seen)}/{total}] 获取 {words[1]:<50}", end="", flush=True)
        elif len(seen) % 10 == 0:
            say(f"  [{len(seen)}/{total}] 获取中…")

    return read


def install(places: Places, lock: Path) -> None:
    """Install every component of `lock`, each checked against its hash.

    Raises Stop with what to do when there is no network, no mirror, or an incomplete kit.
    """
    environment = clean_environment(os.environ)
    total = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    has_kit = places.wheels.is_dir()
    uv = None if has_kit else uv_to_use(environment, Path.home())
    say(f"正在安装 {total} 个组件({'离线包' if has_kit else 'uv' if uv else 'pip'},约 10 秒到 3 分钟)…")
    if uv:
        with_uv: list[str | Path] = [uv, "pip", "install", "--python", places.python, *LOCKED, "-r", lock]
        if watch(with_uv, uv_environment(environment))[0] == 0:
            return
        say("  uv 没有装成,改用 pip。")
    source: list[str | Path] = ["--no-index", "--find-links", places.wheels] if has_kit else []
    with_pip = [*pip_command(places), "install", *source, *LOCKED, "-r", lock]
    code, tail = watch(with_pip, environment, shown_progress(total))
    if code:
        reasons = [line for line in tail if line.startswith("ERROR")] or tail
        say("\n".join(f"  | {line}" for line in reasons))
        raise incomplete_kit(places) if has_kit else unreachable_index()


def incomplete_kit(places: Places) -> Stop:
    """What to say when a wheel is not in the kit, or is not the one that was locked."""
    remake = f"python3 zs.py bundle --python {sys.version_info[0]}.{sys.version_info[1]} --dev --platform "
    return Stop(
        "vendor/ 里的离线包缺少或损坏了上面所说的组件。请在有网的机器上为本机重做:"
        + remake
        + ("win_amd64" if places.windows else "linux_x86_64"),
        "The offline kit lacks what is named above, or it is damaged. Make it again with zs.py bundle.",
    )


def unreachable_index() -> Stop:
    """What to say when pip could not fetch or check the components."""
    return Stop(
        "组件没有装成(原因见上)。内网请指明镜像:ZS_INDEX=镜像地址 python3 zs.py setup;"
        "没有网络请在有网的机器上运行 python3 zs.py bundle,把 zip 解压到本目录,再运行一次。",
        "The components could not be installed (reason above). Name a mirror with ZS_INDEX, or bring an offline kit.",
    )
