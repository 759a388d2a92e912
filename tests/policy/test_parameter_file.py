"""Parameter files: every mistake is named with its place, and none passes in silence."""

import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.policy.parameter import look_up
from zengshou.policy.parameter_file import read_parameters
from zengshou.store.yaml_files import parse_yaml

GOOD = {"since": "2020-01-01", "value": 1, "source": "某文件", "status": "sourced"}


def read(body: object):
    return read_parameters("law", "cn", {"amount": body}, "law.yaml")


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"values": []}, "没有取值"),
        ({"values": [{**GOOD, "status": "sure"}]}, "sure"),
        ({"values": [{**GOOD, "source": ""}]}, "sourced"),
        ({"values": [{**GOOD, "value": "五百"}]}, "五百"),
        ({"values": [{**GOOD, "value": True}]}, "True"),
        ({"values": [{**GOOD, "amount": 2}]}, "amount"),
        ({"values": [{"value": 1}]}, "since"),
        ({"values": [GOOD, {**GOOD, "since": "2021-01-01"}]}, "从新到旧"),
        ({"range": [2, 3], "values": [GOOD]}, "范围"),
        ({"kind": "curve", "values": [GOOD]}, "curve"),
        ({"kind": "schedule", "values": [{**GOOD, "bands": [[100, 0.1, 0], [None, 0.2, 0]]}]}, "跳动"),
        ({"kind": "schedule", "values": [{**GOOD, "bands": [[200, 0.1, 0], [100, 0.2, 20], [None, 0.3, 30]]}]}, "递增"),
        ({"colour": "red", "values": [GOOD]}, "colour"),
        ("五百", "映射"),
    ],
)
def test_a_mistake_is_named_with_its_place(body: object, word: str) -> None:
    with pytest.raises(ProblemsFound, match=word) as caught:
        read(body)
    assert "law.yaml" in str(caught.value)


def test_a_value_holds_until_the_next_begins_or_its_own_end() -> None:
    values = [{**GOOD, "since": "2022-01-01", "until": "2022-12-31", "value": 2}, GOOD]
    (parameter,) = read({"values": values})
    assert [parameter.on(day) and parameter.on(day)[0].value for day in ("2019-12-31", "2021-12-31", "2022-06-01")] == [
        None,
        1,
        2,
    ]
    assert parameter.on("2023-01-01") is None


def test_only_carry_lets_the_last_value_run_on_and_says_so() -> None:
    (parameter,) = read({"carry": True, "values": [{**GOOD, "until": "2020-12-31"}]})
    found = parameter.on("2023-01-01")
    assert found is not None and found[1]


def test_a_required_gap_stops_the_wider_value_from_standing_in() -> None:
    (city,) = read_parameters(
        "law", "cn.a.b", {"amount": {"required": True, "values": [], "note": "市民政局"}}, "b.yaml"
    )
    (nation,) = read({"values": [GOOD]})
    answer = look_up((city, nation), "2021-01-01")
    assert isinstance(answer, str) and "市民政局" in answer


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="写了两次"):
        parse_yaml("a: 1\na: 2\n", "x.yaml")


def test_broken_yaml_is_refused_with_its_line() -> None:
    with pytest.raises(ProblemsFound, match="第3行"):
        parse_yaml("a: 1\nb: [1, 2\nc: 3", "x.yaml")
