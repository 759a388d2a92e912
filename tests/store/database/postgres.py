"""A PostgreSQL server of the system's own packages, on loopback, for the time of the tests."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "postgres"


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl; None where the server is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) if Path("/usr/lib/postgresql").is_dir() else []
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def server() -> Iterator[str]:
    """The address of a fresh server without its database name: postgresql://postgres@127.0.0.1:PORT/."""
    folder = binaries()
    assert folder is not None
    place = Path(tempfile.mkdtemp(prefix="zengshou-pg-"))
    account = _account()
    if account is not None:
        os.chown(place, account.pw_uid, account.pw_gid)
    data, port = place / "data", _free_port()

    def run(*command: str) -> None:
        done = subprocess.run(
            command, user=account.pw_uid if account else None, capture_output=True, text=True, cwd=place
        )
        assert done.returncode == 0, done.stderr

    run(str(folder / "initdb"), "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={place} -c max_connections=60"
    run(str(folder / "pg_ctl"), "-D", str(data), "-w", "-l", str(place / "log"), "-o", options, "start")
    try:
        yield f"postgresql://{USER}@127.0.0.1:{port}/"
    finally:
        run(str(folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(place, ignore_errors=True)


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then the account that its package made runs it."""
    return pwd.getpwnam(USER) if os.geteuid() == 0 else None


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
