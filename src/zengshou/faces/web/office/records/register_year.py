"""One year of the register, from the extract to figures that may be shown, or nothing.

Here register and statistics meet: neither of their services may know the other (the one-way valve).
"""

from datetime import datetime
from pathlib import Path

from zengshou.concepts.account import Account
from zengshou.services.records.home.register_home import RegisterHome
from zengshou.services.records.whole.statistics_extract import Asked, extract_year
from zengshou.services.statistics.register_figures import register_figures
from zengshou.store.extract_file import extract_path, move_extract, remove_extract


def year_of_register(home: RegisterHome, account: Account, asked: Asked, at: datetime, zone: Path) -> Path:
    """Extract a year into the statistics zone, where its figures may be shown; the path of the file.

    An extract that the gate refuses does not take the place of the one before it, which may be shown as it was.
    Raises  Forbidden, ProblemsFound: those of `extract_year` and of `register_figures`
    """
    begun = zone / f".register-{asked.year}-{account.id}.parquet"
    try:
        made = extract_year(home, account, asked.year, at, begun, asked)
        register_figures(begun)
        kept = extract_path(zone, asked.year, made.about.areas, asked.population.value)
        move_extract(begun, kept)
    finally:
        remove_extract(begun)
    return kept
