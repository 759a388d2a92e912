"""An empty checkout for the tests of the bootstrap."""

from pathlib import Path

import pytest

from bootstrap.places import Places


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """An empty checkout whose path has a space and Chinese signs."""
    root = tmp_path / "增收 仓库"
    root.mkdir()
    for kind in ("core", "dev"):
        Places(root).lock(kind).write_text(f"{kind}==1\n", encoding="utf-8")
    return Places(root, windows=False)
