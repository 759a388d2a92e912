"""A PostgreSQL server of the system's own packages, on loopback, for the time of the tests."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

USER = "postgres"


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl; None where the server is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) if Path("/usr/lib/postgresql").is_dir() else []
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@dataclass(frozen=True)
class Server:
    """A server of this machine alone. address  without a database's name: postgresql://postgres@127.0.0.1:PORT/"""

    folder: Path
    place: Path
    port: int
    account: pwd.struct_passwd | None

    @property
    def address(self) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/"

    @property
    def data(self) -> Path:
        return self.place / "data"

    def make(self) -> None:
        self._run("initdb", "-D", str(self.data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")

    def start(self) -> None:
        settings = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": ""}
        options = " ".join(f"-c {name}={value}" for name, value in {**settings, "max_connections": 60}.items())
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.place / "log"), "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")

    def kill(self) -> None:
        """As when the machine's memory runs out: the server is gone at once, and with it everything it had not kept."""
        first = int((self.data / "postmaster.pid").read_text(encoding="ascii").split()[0])
        family = _family(first)
        for process in family:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while any(_is_running(process) for process in family):
            time.sleep(0.01)
        (self.data / "postmaster.pid").unlink()  # where nobody reaps the dead, it would look as if they were running

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.folder / program), *arguments],
            user=self.account.pw_uid if self.account else None, capture_output=True, text=True, cwd=self.place,
        )  # fmt: skip
        assert done.returncode == 0, f"{done.stderr}{self._told()}"

    def _told(self) -> str:
        log = self.place / "log"
        return log.read_text(encoding="utf-8", errors="replace")[-2_000:] if log.exists() else ""


@contextmanager
def server() -> Iterator[Server]:
    """A fresh server, gone afterwards with all that it held."""
    folder = binaries()
    assert folder is not None
    place = Path(tempfile.mkdtemp(prefix="zengshou-pg-"))
    account = _account()
    if account is not None:
        os.chown(place, account.pw_uid, account.pw_gid)
    made = Server(folder, place, _free_port(), account)
    made.make()
    made.start()
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(place, ignore_errors=True)


def _family(first: int) -> list[int]:
    """A process and its children, as the system lists them."""
    found = [first]
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            after_name = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(after_name[1]) == first:
                found.append(int(stat.parent.name))
    return found


def _is_running(process: int) -> bool:
    try:
        state = (
            Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
        )
    except OSError:
        return False
    return state != "Z"


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then the account that its package made runs it."""
    return pwd.getpwnam(USER) if os.geteuid() == 0 else None


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
