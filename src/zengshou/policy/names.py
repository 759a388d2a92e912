"""Nearest names, for messages about a name that does not exist."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str:
    """A sentence with up to three near names, or nothing."""
    close = get_close_matches(name, list(known), n=3, cutoff=0.5)
    return f"相近的有：{'、'.join(close)}。" if close else ""
