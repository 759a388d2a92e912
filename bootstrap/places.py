"""Where things stand in a checkout, on Linux, macOS and Windows."""

import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Places:
    """The folders and files of one checkout at `root`."""

    root: Path
    windows: bool = sys.platform == "win32"

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def scripts(self) -> Path:
        return self.venv / ("Scripts" if self.windows else "bin")

    @property
    def python(self) -> Path:
        return self.scripts / ("python.exe" if self.windows else "python")

    @property
    def zs(self) -> Path:
        """The Python script behind the `zs` command."""
        return self.scripts / ("zs-script.py" if self.windows else "zs")

    @property
    def stamp(self) -> Path:
        return self.venv / "zs-stamp.json"

    @property
    def wheels(self) -> Path:
        """The offline kit's wheels, where a kit was unpacked."""
        return self.root / "vendor" / "wheels"

    def lock(self, kind: str) -> Path:
        """The lock of `core` (what the product runs on) or `dev` (the same and what checks it)."""
        return self.root / ("requirements.lock" if kind == "core" else "requirements-dev.lock")

    def site_packages(self, version: tuple[int, int]) -> Path:
        """Where .venv keeps its packages, for an interpreter of `version`."""
        if self.windows:
            return self.venv / "Lib" / "site-packages"
        return self.venv / "lib" / f"python{version[0]}.{version[1]}" / "site-packages"
