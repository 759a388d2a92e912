"""Names as people write them, made comparable: titles, blanks, Latin letters and variant characters taken off,
other names of the same person (又名, 曾用名, names in brackets) set aside."""

import re

import polars as pl

from zengshou.records.linkage.tables import NameTables

MARK = "\u0001"  # stands where a name ends and another begins; no file holds it
BRACKETS = r"[(\[{【〔〈《）)\]}】〕〉》（]"
BETWEEN_ALIASES = r"[、,，/;；|]"
BLANKS_AND_DOTS = r"[\s\u3000·•・．.‧_\-—'\"“”‘’*]+"
LATIN_AND_DIGITS = r"[A-Za-zÀ-ɏ0-9]+"
HAN = r"\p{Han}"


def cleaned_names(written: pl.Series, tables: NameTables) -> pl.DataFrame:
    """Names as written -> columns `written`, `name`, `aliases`, in the order of the rows.

    written   without blanks at the ends; null where nothing is written
    name      as it is compared; null where no name is left
    aliases   list of other names of the person, each cleaned; null where there is none
    """
    distinct = written.unique(maintain_order=True).drop_nulls().alias("given").to_frame()
    pieces = distinct.with_columns(_marked(pl.col("given"), tables).str.split(MARK).alias("pieces"))
    cleaned = (
        pieces.with_row_index("place")
        .explode("pieces")
        .with_columns(pl.col("pieces").is_first_distinct().over("place").alias("is_new"))
        .with_columns(_without_titles(_plain(pl.col("pieces")), tables).alias("name"))
        .with_columns(pl.col("name").str.replace_many(list(tables.variants.keys()), list(tables.variants.values())))
        .filter(pl.col("is_new") & (pl.col("name").str.len_chars() > 0) & ~pl.col("pieces").is_in(list(tables.remarks)))
    )
    named = cleaned.group_by("place", maintain_order=True).agg(
        pl.col("name").first(),
        pl.col("name").slice(1).unique(maintain_order=True).alias("aliases"),
    )
    found = pieces.select("given").with_row_index("place").join(named, on="place", how="left", maintain_order="left")
    found = found.with_columns(
        pl.col("given").str.strip_chars().alias("written"),
        pl.col("aliases").list.set_difference(pl.concat_list("name")).alias("aliases"),
    ).with_columns(pl.when(pl.col("aliases").list.len() > 0).then("aliases"))
    asked = written.alias("given").to_frame()
    return asked.join(found, on="given", how="left", maintain_order="left").select("written", "name", "aliases")


def _marked(given: pl.Expr, tables: NameTables) -> pl.Expr:
    """The text with a mark between the name and each alias; what follows the first mark may hold several."""
    announced = "|".join(re.escape(word) for word in sorted(tables.aliases, key=len, reverse=True))
    text = given.str.normalize("NFKC").str.replace_all(rf"(?:{announced})[:：为是]?", MARK)
    text = text.str.replace_all(BRACKETS, MARK).str.replace_all(rf"\s*{MARK}[\s{MARK}]*", MARK)
    head = text.str.extract(rf"^([^{MARK}]*)", 1)
    rest = text.str.extract(rf"(?s){MARK}(.*)$", 1).str.replace_all(BETWEEN_ALIASES, MARK)
    return pl.when(rest.is_null()).then(text).otherwise(pl.concat_str(head, rest, separator=MARK))


def _plain(text: pl.Expr) -> pl.Expr:
    """Without blanks, dots and stray Latin letters; a name in Latin letters keeps them."""
    tight = text.str.replace_all(BLANKS_AND_DOTS, "").str.replace_all(r"\d+", "")
    chinese = tight.str.replace_all(LATIN_AND_DIGITS, "")
    foreign = text.str.strip_chars().str.replace_all(r"\s+", " ").str.to_uppercase()
    return pl.when(tight.str.contains(HAN)).then(chinese).otherwise(foreign)


def _without_titles(name: pl.Expr, tables: NameTables) -> pl.Expr:
    """Without a title before or after, as long as two characters of a name are left: 王伟主任 is 王伟, 王主任 stays.

    Before variant characters are replaced: 傅 in 师傅 is no surname.
    """
    before = "|".join(re.escape(word) for word in sorted(tables.prefixes, key=len, reverse=True))
    after = "|".join(re.escape(word) for word in sorted(tables.suffixes, key=len, reverse=True))
    stripped = name.str.replace(rf"^(?:(?:{before}):?)+", "").str.replace(rf"(?:{after})+$", "")
    return pl.when(stripped.str.len_chars() >= 2).then(stripped).otherwise(name)
