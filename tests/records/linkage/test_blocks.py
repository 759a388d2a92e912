"""Blocks are capped, and what a cap leaves out is counted."""

from tests.records.linkage.side_by_side import ready
from zengshou.records.linkage.blocks import with_blocks


def people(n: int) -> list[dict[str, str]]:
    return [
        {"name": f"张{'伟芳敏静'[place % 4]}", "birth": "1960-01-01", "phone": f"1000000{place:04d}"}
        for place in range(n)
    ]


def test_a_block_over_the_cap_is_left_out_and_its_pairs_are_counted() -> None:
    frame, left_out = with_blocks(ready(people(12)), cap=5)
    (birth,) = [out for out in left_out if out.rule == "出生日期相同"]
    assert (birth.blocks, birth.records, birth.pairs, birth.largest) == (1, 12, 12 * 11 // 2, 12)
    assert frame["block_birth"].null_count() == 12
    assert frame["block_birth_sound"].null_count() == 0  # three of each name: a smaller block still holds them
    assert "12 条记录、66 对" in str(birth)


def test_between_two_files_only_pairs_across_are_counted() -> None:
    _, left_out = with_blocks(ready(people(8), people(4)), cap=5)
    (birth,) = [out for out in left_out if out.rule == "出生日期相同"]
    assert birth.pairs == 8 * 4


def test_a_record_without_a_property_is_in_no_block_of_it() -> None:
    frame, left_out = with_blocks(ready([{"name": "张伟"}, {"name": "张伟"}]), cap=5)
    assert left_out == () and frame["block_birth"].null_count() == frame["block_birth_sound"].null_count() == 2
