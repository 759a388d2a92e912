"""The .venv of a checkout: made when missing, made again when half made, left alone when its stamp is good."""

import importlib.util
import os
import shutil
import subprocess
import sys
import time

from bootstrap.install import install
from bootstrap.launcher import write_launcher
from bootstrap.places import Places
from bootstrap.process import clean_environment, watch
from bootstrap.speech import Stop, say
from bootstrap.stamp import KINDS, Stamp, fingerprint, read_stamp, write_stamp

ASK_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"


def ensure(places: Places, kind: str) -> bool:
    """Make .venv hold the lock of `kind` (core or dev) and the command zs. True where something had to be done."""
    started = time.perf_counter()
    stamp = read_stamp(places.stamp) or Stamp()
    version = interpreter_version(places)
    whole = bool(stamp.locks) and stamp.python == version
    if whole and stamp.holds(kind, places.lock(kind)):
        return False
    if not whole:
        rebuild(places)
        stamp, version = Stamp(), interpreter_version(places)
    # A changed lock leaves nothing to trust until it is installed; a second lock leaves the first alone.
    kept = {} if kind in stamp.locks else stamp.locks
    write_stamp(places.stamp, Stamp(version, kept))
    install(places, places.lock(kind))
    major, minor = version.split(".")
    write_launcher(places, (int(major), int(minor)))
    # The dev lock repeats every line of the core lock (a house test says so), so it serves both.
    covered = KINDS if kind == "dev" else ("core",)
    write_stamp(places.stamp, Stamp(version, kept | {name: fingerprint(places.lock(name)) for name in covered}))
    say(f"环境已就绪(.venv),用时 {time.perf_counter() - started:.0f} 秒。")
    return True


def interpreter_version(places: Places) -> str:
    """`3.11` for the Python in .venv; empty where there is none or it no longer runs."""
    try:
        asked = subprocess.run(
            [str(places.python), "-I", "-S", "-c", ASK_VERSION], capture_output=True, text=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout.strip() if asked.returncode == 0 else ""


def rebuild(places: Places) -> None:
    """Make .venv from nothing, and take away what is left of an earlier one."""
    if places.venv.is_symlink() or places.venv.exists():
        say("发现没有装完或已失效的 .venv,正在重建…")
        try:
            places.venv.unlink() if places.venv.is_symlink() else shutil.rmtree(places.venv)
        except OSError as fault:
            raise Stop(
                f"删不掉旧的 .venv({fault})。请关闭正在使用它的程序,或手工删除该文件夹,再运行一次。",
                "The old .venv cannot be removed. Close the programs that use it, or delete the folder, and run again.",
            ) from fault
    say(f"正在建立 Python {sys.version_info[0]}.{sys.version_info[1]} 虚拟环境 .venv …")
    # Debian splits ensurepip off into python3-venv; without it pip comes from the offline kit or the system.
    without_pip = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
    environment = clean_environment(os.environ)
    code, tail = watch([sys.executable, "-m", "venv", *without_pip, places.venv], environment)
    if code and not without_pip:
        code, tail = watch([sys.executable, "-m", "venv", "--clear", "--without-pip", places.venv], environment)
    if code:
        say("\n".join(f"  | {line}" for line in tail))
        raise Stop(
            "建立虚拟环境失败(原因见上)。请运行 python3 zs.py doctor 检查磁盘和写权限。",
            "The virtual environment could not be made (reason above). Run python3 zs.py doctor.",
        )
