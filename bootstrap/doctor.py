"""zs.py doctor: is this machine fit to run zengshou? Each finding comes with its cure."""

import datetime
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from bootstrap.environment import interpreter_version
from bootstrap.places import Places
from bootstrap.speech import say
from bootstrap.stamp import read_stamp

PORT = 8000
DISK_NEEDED_GB = 2
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


class Verdict(Enum):
    """How a finding is meant."""

    FINE = "正常"
    NOTE = "提示"
    FAULT = "问题"


@dataclass(frozen=True)
class Finding:
    """What was looked at, what was found, and what to do when it is not fine."""

    subject: str
    verdict: Verdict
    found: str
    cure: str = ""


def judge(subject: str, is_fine: bool, found: str, cure: str, otherwise: Verdict = Verdict.FAULT) -> Finding:
    """A finding that needs its cure only where it is not fine."""
    return Finding(subject, Verdict.FINE, found) if is_fine else Finding(subject, otherwise, found, cure)


def python(places: Places) -> Finding:
    """The Python that runs zs.py: an older one never gets here."""
    return Finding("Python", Verdict.FINE, f"{sys.version.split()[0]}({sys.executable})")


def environment(places: Places) -> Finding:
    """Whether .venv is complete for the locks of this checkout."""
    stamp = read_stamp(places.stamp)
    is_whole = (
        stamp is not None and stamp.python == interpreter_version(places) and stamp.holds("core", places.lock("core"))
    )
    return judge(
        "运行环境", is_whole, "已就绪" if is_whole else "尚未安装或已过期", "运行 python3 zs.py setup", Verdict.NOTE
    )


def disk(places: Places) -> Finding:
    """Room for .venv, data and reports."""
    free = shutil.disk_usage(places.root).free / 1e9
    return judge(
        "磁盘",
        free >= DISK_NEEDED_GB,
        f"剩余 {free:.1f} GB",
        f"至少留出 {DISK_NEEDED_GB} GB:清理磁盘,或把本目录移到更大的盘",
    )


def writing(places: Places) -> Finding:
    """Whether files can be made in the checkout."""
    try:
        with tempfile.TemporaryFile(dir=places.root):
            return Finding("写权限", Verdict.FINE, "本目录可写")
    except OSError as fault:
        return Finding("写权限", Verdict.FAULT, f"本目录不可写({fault})", "把本目录拷到自己有权写的位置,或请管理员授权")


def fonts(places: Places) -> Finding:
    """A Chinese font, for pictures of pages and PDF. Windows and macOS always have one."""
    cure = "Debian/Ubuntu:apt-get install fonts-noto-cjk;麒麟/统信/CentOS:yum install google-noto-sans-cjk-ttc-fonts"
    if not sys.platform.startswith("linux"):
        return Finding("中文字体", Verdict.FINE, "随系统提供")
    if shutil.which("fc-list") is None:
        return Finding("中文字体", Verdict.NOTE, "没有 fc-list,无法查看字体", "apt-get install fontconfig;" + cure)
    listed = subprocess.run(
        ["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, errors="replace"
    ).stdout
    families = sorted({line.split(",")[0] for line in listed.splitlines() if line.strip()})
    return judge("中文字体", bool(families), "、".join(families[:3]) or "没有找到", cure, Verdict.NOTE)


def port(places: Places) -> Finding:
    """Whether the pages can be served at their usual port."""
    with socket.socket() as probe:
        if sys.platform != "win32":  # there it would let us share a port that is taken
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            return Finding(
                f"端口 {PORT}",
                Verdict.NOTE,
                "已被占用",
                "换一个端口:python3 zs.py serve --port 8001;或先停掉占用它的程序",
            )
    return Finding(f"端口 {PORT}", Verdict.FINE, "空闲")


def browser(places: Places) -> Finding:
    """Chromium: only the browser tests need it."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), "")
    cure = "只影响浏览器测试(会跳过)。Debian/Ubuntu:apt-get install chromium"
    return judge("Chromium", bool(found), found or "没有找到", cure, Verdict.NOTE)


def clock(places: Places) -> Finding:
    """A clock behind the software's own files dates every record wrongly."""
    now = datetime.datetime.now().astimezone()
    newest = datetime.datetime.fromtimestamp(
        max(os.path.getmtime(places.root / name) for name in ("zs.py", "requirements.lock"))
    )
    is_fine = now >= newest.astimezone() - datetime.timedelta(days=1)
    cure = "系统时间早于本软件的文件:请校时(timedatectl set-ntp true,或 Windows 的“同步时钟”)"
    return judge("时钟", is_fine, now.strftime("%Y年%m月%d日 %H:%M %z"), cure)


EXAMINATIONS: tuple[Callable[[Places], Finding], ...] = (
    python,
    environment,
    disk,
    writing,
    fonts,
    port,
    browser,
    clock,
)


def examine(places: Places) -> int:
    """Print every finding; 1 where one of them keeps zengshou from running."""
    findings = [look(places) for look in EXAMINATIONS]
    for finding in findings:
        say(
            f"[{finding.verdict.value}] {finding.subject}:{finding.found}"
            + (f"\n       → {finding.cure}" if finding.cure else "")
        )
    return 1 if any(finding.verdict is Verdict.FAULT for finding in findings) else 0
