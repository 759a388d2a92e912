"""What every test may ask for."""

import os
from pathlib import Path

# Before numpy is imported: two workers on two cores, each with two spinning threads, would wait for one another.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ.get("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import settings

# The suite draws the same cases every time, so that a change is judged by what it changes;
# `--hypothesis-profile=explore` looks for new ones.
settings.register_profile("steady", derandomize=True)
settings.register_profile("explore", derandomize=False, print_blob=True)
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material beside the checkout; tests that need it are skipped where it is not there."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder `shared` beside the checkout: its reference data are not part of the repository")
    return folder
