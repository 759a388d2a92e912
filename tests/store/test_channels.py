"""Every city has every feed of the specification; a city adds one by adding a file."""

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.records.channels.channel import Channel
from zengshou.records.channels.mapping import map_columns
from zengshou.records.intake.build import build, identities
from zengshou.records.intake.findings import Code, Severity, split
from zengshou.records.intake.rule import ONLY_CONFIRM
from zengshou.records.intake.rules_rows import row_findings
from zengshou.records.intake.text_rows import text_rows
from zengshou.records.intake.typed_rows import typed_rows
from zengshou.store.channels import channel_of, channels, register_rules
from zengshou.store.country import city_names, country_root, read_yaml

NATIONAL = tuple(channels("example"))
FEEDS = {
    *("iit", "social_insurance", "benefit_payments", "housing_fund", "real_estate", "vehicles", "market_entities"),
    *("civil_affairs", "agriculture", "poverty", "employment", "household_registration", "bank_accounts", "securities"),
}
ITEMS = {str(row["code"]) for row in read_yaml("instruments/income_items.yaml")}  # type: ignore[attr-defined]


@pytest.mark.parametrize("city", city_names())
def test_every_city_has_every_feed_with_agency_basis_assessment_and_levels(city: str) -> None:
    found = channels(city)
    assert found.keys() >= FEEDS
    for channel in found.values():
        assert channel.agency_name != channel.agency and channel.legal_basis and channel.agreement.pia
        assert channel.stale_after_days > 0 and all(1 <= field.level <= 4 for field in channel.fields)
    assert {key for key, channel in found.items() if channel.is_case_only} == {"bank_accounts", "securities"}


@pytest.mark.parametrize("key", NATIONAL)
def test_the_documented_example_of_a_channel_is_accepted_and_gives_ledger_rows(key: str) -> None:
    channel = channel_of("example", key)
    names = list(channel.example[0])
    text = text_rows(
        [channel.field(name).label for name in names], [[row[name] for name in names] for row in channel.example]
    )
    typed = typed_rows(text, channel, map_columns(text.headers, channel), register_rules(), date(2026, 1, 1))
    found = pl.concat([typed.findings, row_findings(typed, channel, register_rules(), 2025 * 12 + 11, True)])
    assert found.is_empty(), found["message"].to_list()
    rows, _ = split(typed.frame, found)
    assert identities(rows, channel)["number"].null_count() == 0
    built = build(rows, pl.Series([7] * rows.height), channel, lambda texts: texts + "#")
    assert built.facts.height + built.assets.height + built.statuses.height + built.members.height > 0
    assert not any(
        field.is_sealed and field.name in channel.example[0] and _leaks(channel, field.name, built.assets)
        for field in channel.fields
    )


def _leaks(channel: Channel, name: str, assets: pl.DataFrame) -> bool:
    return channel.example[0][name] in assets["asset"].to_list()


@pytest.mark.parametrize("key", NATIONAL)
def test_every_item_of_a_channel_stands_in_the_item_tree(key: str) -> None:
    assert {rule.item for rule in channel_of("example", key).facts} <= ITEMS


def test_all_nine_kinds_of_taxed_income_are_told_apart() -> None:
    iit = channel_of("example", "iit")
    kinds = [code for rule in iit.facts if rule.amount == "gross" for code in rule.when["income_type"]]
    assert sorted(kinds) == [str(number) for number in range(1, 10)]


def test_the_poverty_register_is_a_check_and_never_income() -> None:
    assert not channel_of("example", "poverty").facts


def test_an_unknown_channel_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ProblemsFound, match=r"没有渠道“iitt”.*iit"):
        channel_of("example", "iitt")


def test_the_twenty_rules_are_there_and_doubts_about_persons_never_block() -> None:
    rules = register_rules()
    assert sorted(rules) == list(range(1, 21))
    for number, rule in rules.items():
        assert rule.version >= 1 and rule.owner and rule.messages
        assert (rule.severity is Severity.BLOCK) == (number not in ONLY_CONFIRM)


def test_every_code_has_its_sentence_in_exactly_one_rule() -> None:
    said = [code for rule in register_rules().values() for code in rule.messages]
    assert sorted(said) == sorted(code.value for code in Code)


@pytest.fixture
def country(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """A country of its own name with the example city and two channels."""
    root = tmp_path / f"land_{abs(hash(request.node.name))}"
    source = Path(str(country_root()))
    for path in (
        "channels/iit.yaml",
        "channels/vehicles.yaml",
        "cities/example/city.yaml",
        "cities/example/channels/agencies.yaml",
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / path, root / path)
    (root / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    return root


def test_a_city_adds_a_channel_and_changes_one_by_adding_files(country: Path) -> None:
    own = country / "cities" / "example" / "channels"
    vehicles = (country / "channels" / "vehicles.yaml").read_text(encoding="utf-8")
    (own / "boats.yaml").write_text(vehicles.replace("id: vehicles", "id: boats"), encoding="utf-8")
    (own / "vehicles.yaml").write_text(vehicles.replace("label: 机动车船登记", "label: 本市车辆"), encoding="utf-8")
    found = channels("example", country.name)
    assert sorted(found) == ["boats", "iit", "vehicles"] and found["vehicles"].label == "本市车辆"
    assert found["iit"].agreement.pia == "示例-PIA-001" and found["iit"].agency_name == "示例市税务局"


def test_faults_of_all_files_of_a_city_come_together(country: Path) -> None:
    own = country / "cities" / "example" / "channels"
    text = (country / "channels" / "vehicles.yaml").read_text(encoding="utf-8")
    (own / "boats.yaml").write_text(text.replace("pia: 示范-渠道-VE, ", ""), encoding="utf-8")
    (own / "carts.yaml").write_text(text, encoding="utf-8")
    (own / "agencies.yaml").write_text("agencies: {tax: 某局}\nagreements: []\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        channels("example", country.name)
    said = str(caught.value)
    assert "boats.yaml: agreement.pia" in said and "文件却叫 carts.yaml" in said
    assert "报送角色“vehicle_registry”没有指定单位" in said
