"""Degrees of agreement of two names, best first. Distances are counted in characters: those of DuckDB count bytes."""

from zengshou.records.linkage.levels import Comparison, Level

LONGEST_COMPARED = 5  # characters looked at one by one; longer names of minorities are compared as wholes

SAME_WRITTEN = "姓名完全相同"
SAME_NORMALISED = "规范写法后相同"
ALIAS = "与别名（又名、曾用名）相同"
HOMOPHONE = "读音相同、字不同"
LOOK_ALIKE = "只差一个形近字"
ONE_CHARACTER = "多一字或少一字"
SAME_SURNAME = "只有姓相同"
DIFFERENT = "姓名不同"
ALIKE = (SAME_WRITTEN, SAME_NORMALISED, ALIAS, HOMOPHONE)  # what rule 10 takes for the same name


def _differing_characters() -> str:
    """SQL: how many of the first characters differ."""
    return " + ".join(
        f"(substr(name_l, {place}, 1) <> substr(name_r, {place}, 1))::tinyint"
        for place in range(1, LONGEST_COMPARED + 1)
    )


def _without_one(longer: str, shorter: str) -> str:
    """SQL: name `longer` less one of its characters is name `shorter`; the surname or the given name must stand."""
    dropped = " or ".join(
        f"substr(name_{longer}, 1, {place - 1}) || substr(name_{longer}, {place + 1}) = name_{shorter}"
        for place in range(2, LONGEST_COMPARED + 1)
    )
    return (
        f"(length_{longer} = length_{shorter} + 1 and (given_{longer} = name_{shorter}"
        f" or (surname_{longer} = surname_{shorter} and ({dropped}))))"
    )


NAMES = Comparison(
    name="name",
    label="姓名",
    missing="name_l is null or name_r is null",
    levels=(
        Level(SAME_WRITTEN, "written_l = written_r and name_l = name_r", 0.80, 3e-4, frequency="name"),
        Level(SAME_NORMALISED, "name_l = name_r", 0.06, 3e-5, frequency="name"),
        Level(
            ALIAS,
            "(aliases_l is not null and list_contains(aliases_l, name_r))"
            " or (aliases_r is not null and list_contains(aliases_r, name_l))"
            " or (aliases_l is not null and aliases_r is not null and list_has_any(aliases_l, aliases_r))",
            0.02,
            1e-5,
            is_fixed=True,  # too rare between strangers for a random sample to meet
        ),
        Level(HOMOPHONE, "sound_l = sound_r and length_l = length_r", 0.04, 6e-4, frequency="sound"),
        Level(
            LOOK_ALIKE,
            f"shape_l = shape_r and length_l = length_r and ({_differing_characters()}) = 1",
            0.02,
            1e-4,
        ),
        Level(ONE_CHARACTER, f"{_without_one('l', 'r')} or {_without_one('r', 'l')}", 0.03, 1e-3),
        Level(SAME_SURNAME, "surname_l = surname_r", 0.02, 0.05),
        Level(DIFFERENT, "ELSE", 0.01, 0.95),
    ),
)
