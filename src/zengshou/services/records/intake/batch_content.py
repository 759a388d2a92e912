"""What a delivery brings into the register, once its persons are known: rows of every table, and what stays out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl

from zengshou.records.channels.channel import Channel
from zengshou.records.intake.build import BuiltRows, build, identities
from zengshou.records.intake.findings import FILE_ROW, Code, Severity, joined, split
from zengshou.records.intake.row_places import ROW
from zengshou.records.intake.rule import Rules, hits
from zengshou.records.intake.rules_file import replayed
from zengshou.records.intake.rules_person import reused_numbers
from zengshou.services.records.home.channel_catalogue import Catalogue
from zengshou.services.records.home.register_home import RegisterHome
from zengshou.services.records.intake.known_findings import known_findings
from zengshou.services.records.intake.read_delivery import Read, cells_of
from zengshou.store.crypto.keys import KeyProvider
from zengshou.store.register.delivery.batches import Batch, same_content

CASE_RULE = 19
TOKEN_PURPOSE = "register.token"
TOKEN_BYTES = 16
COUNTY_DIGITS, AREA_DIGITS = 6, 12


@dataclass(frozen=True, eq=False)
class Content:
    """Everything that one batch writes. `cells`: row -> column -> text, of every row that stays out.

    findings  of all rows; persons_of  (row, person) of the rows that were let in
    rows_of   numbers that the rows had in the batch that this one supplements
    replay    that the same file is there as another batch, in words; "" where it is not
    """

    rows_read: int
    facts: pl.DataFrame
    assets: pl.DataFrame
    statuses: pl.DataFrame
    persons: pl.DataFrame
    households: pl.DataFrame
    members: pl.DataFrame
    residence: pl.DataFrame
    findings: pl.DataFrame
    persons_of: pl.DataFrame
    cells: Mapping[int, Mapping[str, str]]
    actual: Mapping[str, object]
    rows_of: tuple[int, ...] = ()
    replay: str = ""

    @property
    def blocking(self) -> pl.DataFrame:
        """Findings that keep rows out."""
        return self.findings.filter((pl.col(ROW) != FILE_ROW) & (pl.col("severity") == Severity.BLOCK.value))

    @property
    def hits(self) -> pl.DataFrame:
        """Findings on rows that were let in, with their persons."""
        return self.findings.join(self.persons_of, on=ROW, how="inner").filter(
            pl.col("severity") != Severity.BLOCK.value
        )


def content_of(
    home: RegisterHome, catalogue: Catalogue, channel: Channel, received: Batch, read: Read, at: datetime
) -> Content:
    """The rows of a batch. Enrols the persons of accepted rows in the vault, which may be repeated without effect.

    Raises  ProblemsFound: the vault refuses a number
    """
    accepted, _ = split(read.typed.frame, read.findings)
    who = identities(accepted, channel)
    answers = enrolled(home, who, at, received.uploader)
    reused = reused_numbers(accepted, answers["conflict"], channel, catalogue.rules)
    kept, refs = accepted.filter(~answers["conflict"]), answers.filter(~pl.col("conflict"))["ref"]
    built = build(kept, refs, channel, lambda texts: tokens(home.token_keys, texts))
    with home.database.reading() as session:
        twin = same_content(session, received)
        compared = known_findings(session, catalogue, channel, kept, refs, built, at, received.supersedes)
    findings = joined(read.findings, reused, compared)
    content = _content(channel, received, read, kept.with_columns(person=refs), built, findings)
    return content if twin is None else replace(content, replay=replayed(catalogue.rules, twin.id, twin.period))


def enrolled(home: RegisterHome, who: pl.DataFrame, at: datetime, actor: str) -> pl.DataFrame:
    """References for every row; a person whose rows say the same is asked for once. Columns ref, conflict."""
    distinct = who.unique(maintain_order=True)
    answers = home.vault.enrol(distinct, at=at, actor=actor).select("ref", "conflict")
    if distinct.height == who.height:
        return answers
    known = pl.concat([distinct, answers], how="horizontal")
    return who.join(known, on=who.columns, how="left", nulls_equal=True, maintain_order="left").select(
        "ref", "conflict"
    )


def tokens(keys: KeyProvider, texts: pl.Series) -> pl.Series:
    """A keyed token in the place of each number; equal numbers meet, and nobody without the key can guess them."""
    distinct = texts.drop_nulls().unique()
    made = keys.digest_many(TOKEN_PURPOSE, [text.encode() for text in distinct])
    short = pl.Series([token[:TOKEN_BYTES].hex() for token in made], dtype=pl.String)
    return texts.replace_strict(distinct, short, default=None, return_dtype=pl.String)


def without_persons(
    content: Content, channel: Channel, rules: Rules, refused: Mapping[int, str], read: Read
) -> Content:
    """The same without the rows of persons whom the authorisation does not cover; each stays out by rule 19."""
    rows = content.persons_of.filter(pl.col("person").is_in(list(refused)))
    words = rows["person"].replace_strict(list(refused), list(refused.values()), return_dtype=pl.String)
    found = hits(
        rows.with_columns(words=words),
        rules[CASE_RULE],
        Code.E_AUTHORISATION,
        label=channel.label,
        detail=pl.col("words"),
    )
    gone = rows[ROW].implode()
    stays = ~pl.col("person").is_in(list(refused))
    return replace(
        content,
        facts=content.facts.filter(stays),
        assets=content.assets.filter(stays),
        statuses=content.statuses.filter(stays),
        persons=content.persons.filter(~pl.col("ref").is_in(list(refused))),
        members=content.members.filter(stays),
        residence=content.residence.filter(stays),
        findings=joined(content.findings, found),
        persons_of=content.persons_of.filter(~pl.col(ROW).is_in(gone)),
        cells={**content.cells, **cells_of(read.text, rows[ROW])},
    )


def _content(
    channel: Channel, received: Batch, read: Read, kept: pl.DataFrame, built: BuiltRows, findings: pl.DataFrame
) -> Content:
    batch = pl.lit(received.id, pl.Int64).alias("batch")
    blocked = set(read.typed.frame[ROW]) - set(kept[ROW])
    return Content(
        rows_read=read.text.rows_read,
        facts=built.facts.with_columns(batch),
        assets=built.assets.with_columns(batch),
        statuses=built.statuses.with_columns(batch),
        persons=_persons(channel, kept, received.id),
        households=built.members.select(id="household", kind="kind", area=pl.lit("")),
        members=built.members.with_columns(batch),
        residence=built.residence.with_columns(batch),
        findings=findings,
        persons_of=kept.select(ROW, "person"),
        cells=cells_of(read.text, sorted(blocked)),
        actual=read.actual,
        rows_of=_numbers(received.declared.get("rows_of")),
    )


def _persons(channel: Channel, kept: pl.DataFrame, batch: int) -> pl.DataFrame:
    """One row a person: area and birth month, by the number, else from the feed where it says so.

    registered  the area that the register of population states, which knows better than the number; else null
    """
    fields = channel.identity
    of_number = pl.col(fields.number).str.slice(0, COUNTY_DIGITS).str.extract(r"^(\d{6})$")
    stated = pl.col(fields.area) if fields.area else pl.lit(None, pl.String)
    own = pl.coalesce(of_number, stated).fill_null("").str.pad_end(AREA_DIGITS, "0")
    registered = stated.str.pad_end(AREA_DIGITS, "0") if channel.members else pl.lit(None, pl.String)
    birth = pl.coalesce(fields.birth, f"{fields.number}_birth") if fields.birth else pl.col(f"{fields.number}_birth")
    sex = pl.coalesce(fields.sex, f"{fields.number}_sex") if fields.sex else pl.col(f"{fields.number}_sex")
    return kept.select(
        ref="person",
        area=own,
        own_area=own,
        birth_month=(birth.dt.year().cast(pl.Int64) * 12 + birth.dt.month() - 1),
        sex=sex.fill_null(""),
        first_batch=pl.lit(batch, pl.Int64),
        registered=registered,
    ).unique("ref", keep="first", maintain_order=True)


def _numbers(told: object) -> tuple[int, ...]:
    return (
        tuple(int(str(number)) for number in told) if isinstance(told, Iterable) and not isinstance(told, str) else ()
    )
