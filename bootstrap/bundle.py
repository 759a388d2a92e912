"""zs.py bundle: an offline kit (wheels, pip, checksums), also for another system or another Python."""

import argparse
import hashlib
import os
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from bootstrap.install import LOCKED, pip_command
from bootstrap.places import Places
from bootstrap.process import clean_environment, watch
from bootstrap.speech import Stop, say

# Oldest C library a kit serves: 2.28 is that of Kylin V10, UOS 20 and RHEL 8. pip wants every older tag named as well.
NEWEST_GLIBC = 28
NOTE = """\
增收(zengshou)离线安装包

1. 把本压缩包解压到 zs.py 所在的目录(得到 vendor 文件夹)。
2. 运行 python3 zs.py demo(Windows:py zs.py demo)。全程不联网。

Unpack beside zs.py, then run: python3 zs.py demo
"""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of zs.py bundle."""
    parser = argparse.ArgumentParser(prog="zs.py bundle", description="制作离线安装包 / make an offline kit")
    parser.add_argument("--python", default="3.11,3.12,3.13", help="Python 版本,逗号分隔")
    parser.add_argument(
        "--platform",
        default="linux_x86_64,win_amd64",
        help="linux_x86_64, linux_aarch64, win_amd64, macosx_11_0_arm64 …",
    )
    parser.add_argument("--dev", action="store_true", help="也放入测试与检查用的组件")
    parser.add_argument("--output", type=Path, help="zip 文件的位置,默认 dist/")
    return parser.parse_args(arguments)


def platform_tags(platform: str) -> list[str]:
    """The wheel tags a platform accepts: `linux_x86_64` stands for the manylinux family, others for themselves."""
    system, _, machine = platform.partition("_")
    if system != "linux":
        return [platform]
    modern = [f"manylinux_2_{minor}_{machine}" for minor in range(NEWEST_GLIBC, 4, -1)]
    return [*modern, f"manylinux2014_{machine}", f"manylinux2010_{machine}", f"manylinux1_{machine}"]


def without_markers(lock: str) -> str:
    """The lock with its `; condition` parts removed.

    pip judges them by the machine it runs on, not by the one the kit is for. A component that one target does not
    need is carried along; all of these have a wheel for every system.
    """
    return "\n".join(line.split(" ; ")[0] + " \\" if " ; " in line else line for line in lock.splitlines()) + "\n"


def download(pip: Sequence[str | Path], folder: Path, words: Sequence[str | Path], what: str) -> None:
    """pip download into `folder`, or Stop with pip's last lines."""
    say(f"  下载 {what} …")
    code, tail = watch([*pip, "download", "--no-deps", "--dest", folder, *words], clean_environment(os.environ))
    if code:
        say("\n".join(f"  | {line}" for line in tail))
        raise Stop(
            f"{what} 没有下载成(原因见上)。请检查网络或镜像(ZS_INDEX),以及 --python 与 --platform 的写法。",
            f"{what} could not be downloaded (reason above). Check the network or mirror, --python and --platform.",
        )


def write_kit(target: Path, wheels: Path, pip_wheels: Path) -> None:
    """The zip: vendor/ with wheels/*.whl, pip-*.whl, SHA256SUMS and a note. Wheels are zips already: stored as is."""
    target.parent.mkdir(parents=True, exist_ok=True)
    members = [(f"wheels/{path.name}", path) for path in sorted(wheels.glob("*.whl"))]
    members += [(path.name, path) for path in sorted(pip_wheels.glob("pip-*.whl"))]
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n" for name, path in members)
    unfinished = target.with_suffix(".part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_STORED) as kit:
        for name, path in members:
            kit.write(path, f"vendor/{name}")
        kit.writestr("vendor/SHA256SUMS", sums)
        kit.writestr("vendor/使用说明.txt", NOTE)
    unfinished.replace(target)
    size = target.stat().st_size / 1e6
    say(f"离线包:{target}({size:.0f} MB,{len(members)} 个文件)。解压到目标机器上 zs.py 所在的目录即可。")


def make_kit(places: Places, arguments: Sequence[str]) -> int:
    """Download every locked wheel for each Python and platform asked for, and write the kit."""
    options = parse(arguments)
    versions, platforms = options.python.split(","), options.platform.split(",")
    name = f"zengshou-offline-py{'-'.join(versions)}-{'-'.join(platforms)}{'-dev' if options.dev else ''}.zip"
    pip = pip_command(places)
    with tempfile.TemporaryDirectory() as scratch:
        wheels, pip_wheels = Path(scratch, "wheels"), Path(scratch, "pip")
        lock = Path(scratch, "lock.txt")
        lock.write_text(
            without_markers(places.lock("dev" if options.dev else "core").read_text(encoding="utf-8")), encoding="utf-8"
        )
        download(pip, pip_wheels, ["--only-binary", ":all:", "pip"], "pip")
        for platform in platforms:
            tags = [word for tag in platform_tags(platform) for word in ("--platform", tag)]
            for version in versions:
                chosen = ["--python-version", version, "--implementation", "cp", *tags]
                download(pip, wheels, [*LOCKED, *chosen, "-r", lock], f"Python {version} · {platform}")
        write_kit(options.output or places.root / "dist" / name, wheels, pip_wheels)
    return 0
