"""A channel is loaded whole or refused with every fault: without assessment, legal basis or level there is none."""

from datetime import date

import pytest

from tests.records.made_channel import WHERE, channel, document
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.channels.channel import Cadence, FieldKind, Holder, Unit
from zengshou.records.channels.channel_load import load_channel

PLAIN_FIELD = {"name": "x", "label": "某列", "kind": "text", "level": 2}


def faults(**changes: object) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        channel(**changes)
    return [str(problem) for problem in caught.value.problems]


def fields_with(**changes: object) -> list[object]:
    given = document()["fields"]
    assert isinstance(given, list)
    return [*given, PLAIN_FIELD | changes]


def test_a_channel_loads_with_its_fields_rules_and_agreement() -> None:
    found = channel()
    assert (found.id, found.cadence, found.unit, found.version) == ("pay", Cadence.MONTHLY, Unit.YUAN, 1)
    assert found.field("type").codes == {"1": "工资", "02": "租金"} and found.field("type").code_words == {"薪金": "1"}
    assert found.facts[0].when == {"type": ("1",)} and found.facts[0].holder is Holder.PERSON
    assert found.agreement.valid_to == date(2027, 12, 31) and "月份" in found.words
    assert [each.name for each in found.of_kind(FieldKind.AMOUNT)] == ["amount"]


def test_without_impact_assessment_or_legal_basis_or_purpose_no_channel_loads() -> None:
    agreement = {"valid_from": date(2020, 1, 1), "retention_months": 12}
    said = faults(agreement=agreement, legal_basis=None, purpose="")
    assert len(said) == 3
    assert any("agreement.pia" in each and "影响评估" in each for each in said)
    assert any("缺少“legal_basis”" in each for each in said) and any("缺少“purpose”" in each for each in said)


def test_a_field_without_a_level_does_not_load() -> None:
    field = {key: value for key, value in PLAIN_FIELD.items() if key != "level"}
    given = document()["fields"]
    assert isinstance(given, list)
    assert faults(fields=[*given, field]) == [
        f"{WHERE}: fields[9].level：字段“x”没有数据级别（level）。 按 1 至 4 级分类后填写（数据安全法第二十一条）。"
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fields": fields_with(kind="money")}, "fields[9].kind：“kind”读到 money"),
        ({"fields": fields_with(level=5)}, "fields[9].level：“level”读到 5"),
        ({"fields": fields_with(colour="red")}, "fields[9].colour：不认识的字段“colour”"),
        ({"fields": fields_with(aliases=["金额"])}, "“金额”被 2 个字段使用"),
        ({"fields": fields_with(kind="phone", level=1)}, "电话至少为 3 级"),
        ({"fields": fields_with(codes={"1": "甲"})}, "文字字段“x”不能有 codes"),
        ({"sensitivity": 3}, "渠道定为 3 级，却有 4 级字段"),
        ({"keys": []}, "没有自然键"),
        ({"keys": ["uscc"]}, "自然键字段“uscc”不是必填"),
        ({"keys": ["serial", "period"]}, "自然键却不是单一的文字字段"),
        ({"period": "amount"}, "period：“amount”是金额字段"),
        ({"payer": "nobody"}, "payer：没有字段“nobody”"),
        ({"control": {"sums": ["type"]}}, "control.sums[0]：“type”是代码字段"),
        ({"identity": {"number": "name"}}, "identity.number：“name”是姓名字段"),
        ({"identity": None}, "缺少“identity”"),
        ({"cadence": "hourly"}, "cadence：“cadence”读到 hourly"),
        (
            {"facts": [{"item": "W", "amount": "amount", "month_from": "period", "when": {"type": ["9"]}}]},
            "没有代码“9”",
        ),
        (
            {"facts": [{"item": "W", "amount": "amount", "month_from": "serial"}]},
            "facts[0].month_from：“serial”是文字字段",
        ),
        ({"facts": [{"item": "W", "amount": "amount", "month_from": "period", "level": "x"}]}, "level 读到“x”"),
        ({"assets": [{"asset": "serial", "date": "period", "action": "acquire"}]}, "kind 和 kind_by 必须且只能有一个"),
        (
            {"assets": [{"asset": "serial", "date": "period", "action": "steal", "kind": "vehicle"}]},
            "action 读到“steal”",
        ),
        ({"statuses": [{"date_from": "period"}]}, "status 和 status_by 必须且只能有一个"),
        (
            {"members": [{"household": "serial", "kind": "x", "relation": "name", "date_from": "period"}]},
            "kind 读到“x”",
        ),
        ({"residence": {"month": "period", "basis": "x"}}, "缺少“status_by”"),
        ({"example": [{"row": {"nobody": "1"}}]}, "示例行有不认识的字段“nobody”"),
        ({"agreement": {"valid_from": "昨天", "pia": "P", "retention_months": 1}}, "不是日期"),
        ({"surprise": 1}, "surprise：不认识的字段“surprise”"),
    ],
)
def test_each_fault_is_named_with_its_place(changes: dict[str, object], words: str) -> None:
    said = faults(**changes)
    assert any(words in each and each.startswith(WHERE) for each in said), said


def test_all_faults_come_together() -> None:
    assert len(faults(cadence="hourly", sensitivity=9, label=None, agreement=None)) >= 4


@pytest.mark.parametrize("content", [None, [], "text", 3, {}, {"fields": "x"}, {"fields": [3]}, {"agreement": []}])
def test_whatever_a_file_holds_it_is_refused_in_words(content: object) -> None:
    with pytest.raises(ProblemsFound) as caught:
        load_channel(content, WHERE)
    assert all(problem.where.startswith(WHERE) for problem in caught.value.problems)
