"""Whatever is done in whatever order, the vault says what a plain table of the same acts would say."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.vault.persons import NOON, Permit, name, number, people
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.store.crypto.crypto_profile import GM, INTL
from zengshou.store.crypto.keys import FileKeys
from zengshou.store.database.connection import Database
from zengshou.store.database.migrate import upgrade
from zengshou.store.vault.log import verified
from zengshou.store.vault.vault import VAULT, IdentityVault

PLACES = st.integers(0, 11)
ACTS = st.one_of(
    st.tuples(st.just("enrol"), st.lists(PLACES, min_size=1, max_size=8)),
    st.tuples(st.just("forget"), PLACES),
    st.tuples(st.just("attach"), PLACES),
    st.tuples(st.just("rotate"), st.sampled_from([INTL, GM])),
    st.tuples(st.just("rewrap"), st.just(0)),
)


class Plain:
    """The same vault as two dictionaries: place of the card -> reference, passport -> reference."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = Database(f"sqlite:///{folder}/vault.db")
        upgrade(self.database, scripts=VAULT)
        self.keys = FileKeys(folder / "master")
        self.cards: dict[int, int] = {}
        self.passports: dict[int, int] = {}
        self.gone: set[int] = set()

    @property
    def vault(self) -> IdentityVault:
        return IdentityVault(self.database, self.keys)

    def enrol(self, places: list[int]) -> None:
        found = self.vault.enrol(people(12)[places], at=NOON, actor="importer")
        for place, ref in zip(places, found["ref"], strict=True):
            assert self.cards.setdefault(place, ref) == ref and ref not in self.gone
        assert not found["conflict"].any()

    def forget(self, place: int) -> None:
        if place in self.cards:
            ref = self.cards.pop(place)
            self.passports.pop(place, None)
            self.gone.add(ref)
            self.vault.forget(ref, at=NOON, actor="custodian", reason="测试")

    def attach(self, place: int) -> None:
        if place in self.cards:
            self.vault.attach(self.cards[place], IdentifierKind.PASSPORT, f"E{place:08d}", at=NOON, actor="desk")
            self.passports[place] = self.cards[place]

    def check(self) -> None:
        cards = self.vault.resolve(IdentifierKind.RESIDENT_CARD, [number(place) for place in range(12)])
        passports = self.vault.resolve(IdentifierKind.PASSPORT, [f"E{place:08d}" for place in range(12)])
        assert cards == [self.cards.get(place) for place in range(12)]
        assert passports == [self.passports.get(place) for place in range(12)]


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.lists(ACTS, max_size=12))
def test_any_order_of_acts_ends_in_what_a_plain_table_says(acts: list[tuple[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain = Plain(Path(folder))
        for act, what in acts:
            if act == "rotate":
                plain.keys.rotate()
                plain.keys = FileKeys(plain.folder / "master", what)  # type: ignore[arg-type]
            elif act == "rewrap":
                plain.vault.rewrap(at=NOON, actor="custodian")
            else:
                getattr(plain, act)(what)
            plain.check()
        for place, ref in plain.cards.items():
            identity = plain.vault.reveal(ref, Permit(ref))
            assert (identity.number, identity.name) == (number(place), name(place))
        for ref in plain.gone:
            with pytest.raises(ProblemsFound):
                plain.vault.reveal(ref, Permit(ref))
        with plain.database.reading() as session:
            assert isinstance(verified(session), int)
        plain.database.close()
