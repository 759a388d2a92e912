"""合成数据: the register at work: an invented administration sends a month, it is taken in, and all is verified."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zengshou.concepts.problem import refuse
from zengshou.services.records.home.channel_catalogue import STANDARD_CITY, catalogue_of
from zengshou.services.records.home.register_about import describe
from zengshou.services.records.home.register_home import set_up
from zengshou.services.records.home.verify_register import verify_register
from zengshou.services.records.intake.import_batch import Intake
from zengshou.services.records.intake.import_folder import import_folder
from zengshou.services.records.intake.look_up import quarantine_rows
from zengshou.services.records.synthetic.synthetic_administration import write_administration

PERSONS, MONTH = 1_000, 5  # May: the month in which the most channels have something to send
REGISTRIES = ("household_registration", "real_estate", "vehicles", "market_entities")  # sent in January
OFFICER = "演示"
Tell = Callable[[float, str], None]


@dataclass(frozen=True)
class ShownRegister:
    """What was taken in. reasons  why rows were put aside, each once, the first of them first"""

    city: str
    year: int
    persons: int
    files: int
    rows_read: int
    rows_ok: int
    rows_bad: int
    reasons: tuple[str, ...]
    verified: int
    is_whole: bool


def show_register(folder: Path, year: int, seed: int, now: Callable[[], datetime], tell: Tell) -> ShownRegister:
    """Write, take in and verify. folder  an empty one, for the caller to remove

    Raises  ProblemsFound: a file was not taken in
    """
    sent, feeds = folder / "sent", folder / "feeds"
    made = write_administration(STANDARD_CITY, PERSONS, year, seed, sent, lambda share, words: tell(0.3 * share, words))
    feeds.mkdir()
    for stem in (*(f"{name}_{year}-01" for name in REGISTRIES), f"*_{year}-{MONTH:02d}"):
        for file in sent.glob(f"{stem}.*"):
            shutil.copy(file, feeds)
    home = set_up(folder / "register")
    describe(home.folder, STANDARD_CITY, is_synthetic=True)
    try:
        intake = Intake(home, catalogue_of(STANDARD_CITY), now)
        results = import_folder(intake, feeds, OFFICER, lambda share, words: tell(0.3 + 0.6 * share, words))
        batches = [one.receipt.batch for one in results if one.receipt is not None]
        if len(batches) < len(results):
            raise refuse("；".join(one.words for one in results if one.receipt is None), str(feeds))
        reasons = [each.message for batch in batches for each in quarantine_rows(home, batch.id)]
        tell(0.95, "核对登记库")
        verified = verify_register(home)
    finally:
        home.close()
    return ShownRegister(
        STANDARD_CITY,
        year,
        made.persons,
        len(batches),
        sum(batch.rows_read for batch in batches),
        sum(batch.rows_ok for batch in batches),
        sum(batch.rows_bad for batch in batches),
        tuple(dict.fromkeys(reasons)),
        verified.rows,
        verified.is_whole,
    )
