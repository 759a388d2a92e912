"""Linked references counted as one person: rows of a table put under the reference that stands for the group."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from zengshou.records.identity.person_ref import PersonRef

KEPT = "kept"


@dataclass(frozen=True, eq=False)
class OnePerson:
    """Which reference stands for whom. kept  (person, kept) of those alone whose rows move to another reference."""

    kept: pl.DataFrame

    def under(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The same rows, column `person` by the reference that stands for the group."""
        old, new = self.kept["person"], self.kept[KEPT]
        return frame.with_columns(pl.col("person").replace(old, new)) if self.kept.height else frame

    def persons(self, frame: pl.DataFrame) -> pl.DataFrame:
        """One row a person: those of references for which another stands are left out."""
        return frame.join(self.kept, on="person", how="anti", maintain_order="left")


def one_person(persons: pl.Series, roots: Mapping[PersonRef, PersonRef]) -> OnePerson:
    """Of each group the smallest reference among `persons`: one outside the scope cannot stand for one inside."""
    root = pl.Series([roots.get(person, person) for person in persons], dtype=pl.Int64)
    frame = pl.DataFrame({"person": persons, "root": root})
    kept = frame.with_columns(pl.col("person").min().over("root").alias(KEPT))
    return OnePerson(kept.filter(pl.col("person") != pl.col(KEPT)).select("person", KEPT))
