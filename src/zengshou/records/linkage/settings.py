"""The linkage model in the words of Splink: comparisons with their levels, term frequencies, blocks."""

from splink import SettingsCreator
from splink.blocking_rule_library import CustomRule

from zengshou.records.linkage.areas import AREAS
from zengshou.records.linkage.birth_levels import BIRTHS
from zengshou.records.linkage.blocks import RULES
from zengshou.records.linkage.contact_levels import PHONES, SEXES
from zengshou.records.linkage.id_levels import NUMBERS
from zengshou.records.linkage.levels import Comparison, Level
from zengshou.records.linkage.name_levels import NAMES

COMPARISONS = (NAMES, NUMBERS, BIRTHS, AREAS, PHONES, SEXES)
PRIOR_MATCH_RATE = 1e-6  # of two random records; learning replaces it


def settings(sources: int, match_rate: float = PRIOR_MATCH_RATE) -> SettingsCreator:
    """The model before learning: a file against itself (1 source) or a file against another (2)."""
    return SettingsCreator(
        link_type="dedupe_only" if sources == 1 else "link_only",
        comparisons=[_comparison(each) for each in COMPARISONS],
        blocking_rules_to_generate_predictions=[CustomRule(rule.sql) for rule in RULES],
        probability_two_random_records_match=match_rate,
        unique_id_column_name="record",
        source_dataset_column_name="source",
        retain_matching_columns=True,  # the only way to keep the levels reached
        retain_intermediate_calculation_columns=False,
    )


def _comparison(comparison: Comparison) -> dict[str, object]:
    missing = {"sql_condition": comparison.missing, "label_for_charts": "缺失", "is_null_level": True}
    return {
        "output_column_name": comparison.name,
        "comparison_description": comparison.label,
        "comparison_levels": [missing, *(_level(each) for each in comparison.levels)],
    }


def _level(level: Level) -> dict[str, object]:
    """One level; a term frequency weighs it by how rare the value is, against the level's own u."""
    weighed = {"tf_adjustment_column": level.frequency, "disable_tf_exact_match_detection": True}
    return {
        "sql_condition": level.sql,
        "label_for_charts": level.words,
        "m_probability": level.m,
        "u_probability": level.u,
        "fix_m_probability": level.is_fixed,
        "fix_u_probability": level.is_fixed,
        **(weighed if level.frequency else {}),
    }
