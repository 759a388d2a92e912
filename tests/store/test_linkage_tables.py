"""The country's tables for linkage hold together."""

from zengshou.store.linkage_tables import name_frequencies, name_tables


def test_surnames_follow_the_published_order_and_classes() -> None:
    surnames = name_frequencies().surnames
    weights = list(surnames.values())
    assert list(surnames)[:5] == ["王", "李", "张", "刘", "陈"] and len(surnames) == 100
    assert weights == sorted(weights, reverse=True)
    assert surnames["王"] == 92.881 and surnames["周"] >= 20 > surnames["徐"] and surnames["梁"] >= 10 > surnames["谢"]


def test_the_first_surname_of_both_provinces_is_the_published_one() -> None:
    first = name_frequencies().first_surname
    assert (first["guangdong"], first["liaoning"]) == ("陈", "王")


def test_variants_end_in_characters_that_are_no_variants_themselves() -> None:
    variants = name_tables().variants
    assert not set(variants.values()) & set(variants)
    assert variants["張"] == "张"


def test_readings_are_toneless_and_of_every_heteronym_surname_that_is_named() -> None:
    readings = name_tables().surname_readings
    assert all(reading.replace(" ", "").isascii() and reading.islower() for reading in readings.values())
    assert {"单", "仇", "曾", "解", "区", "尉迟"} <= set(readings)
