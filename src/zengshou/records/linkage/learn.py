"""How much each degree of agreement says, learned from the records themselves: u at random, m by EM.

A step that has too few pairs is left out and said so: its probabilities stay at the priors of the levels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import duckdb
import polars as pl
from splink import Linker
from splink.blocking_rule_library import CustomRule

from zengshou.records.linkage.engine import dropped, linker_of, loaded
from zengshou.records.linkage.settings import PRIOR_MATCH_RATE, settings

TABLE = "learned_from"
HIGHEST_MATCH_RATE = 0.1  # of two random records, where a file holds little but repeats
FEWEST_PAIRS = 300  # pairs of one person, below which EM follows chance
MOST_U_PAIRS, MOST_EM_PAIRS = 2e6, 3e5
# Each rule asks for the capped block besides: a number that stands for "unknown" in half the rows teaches nothing.
SAME_NUMBER = "l.block_number = r.block_number and l.number = r.number and l.number_ok"
SAME_NAME_AND_BIRTH = "l.block_birth_sound = r.block_birth_sound and l.name = r.name and l.birth = r.birth"
# Sure pairs without any model: the number with the birth, or name, birth and village together.
SURE_RULES = (f"{SAME_NUMBER} and l.birth = r.birth", f"{SAME_NAME_AND_BIRTH} and l.village = r.village")


@dataclass(frozen=True)
class Learned:
    """A model with its probabilities, as Splink writes it, and how it came by them.

    model  the dictionary that Splink saves and reads
    notes  in Chinese: what was learned from how many pairs, what stayed at its prior
    """

    model: dict[str, object]
    notes: tuple[str, ...]


def learned(
    connection: duckdb.DuckDBPyConnection, frame: pl.DataFrame, sources: int, seed: int, sure_recall: float = 0.7
) -> Learned:
    """Learn the model from the blocked frame.

    seed         of the random sample behind u
    sure_recall  share of the true pairs that `SURE_RULES` are taken to find (an assumption, printed)
    """
    tables = loaded(connection, frame, sources, TABLE)
    rate, note = _match_rate(connection, sources, sure_recall)
    linker, notes = linker_of(connection, tables, settings(sources, rate)), [note]
    linker.training.estimate_u_using_random_sampling(max_pairs=MOST_U_PAIRS, seed=seed, num_chunks=1)
    notes.append(f"非同一人的一致率（u）：随机抽取至多 {MOST_U_PAIRS:,.0f} 对估计。")
    notes += [_expected(linker, connection, sources, rule, words) for rule, words in _STEPS]
    model = cast(dict[str, object], linker.misc.save_model_to_json())
    dropped(connection, linker, tables)
    return Learned(model, tuple(notes))


_STEPS = (
    (SAME_NUMBER, "号码相同的记录对（学习姓名、出生日期、地址）"),
    (SAME_NAME_AND_BIRTH, "姓名和出生日期相同的记录对（学习地址）"),
)


def pairs_of(connection: duckdb.DuckDBPyConnection, conditions: Sequence[str], sources: int) -> int:
    """How many pairs meet one of the conditions."""
    left, right = f"{TABLE}_a", f"{TABLE}_{'ab'[sources - 1]}"
    once = "and l.record < r.record" if sources == 1 else ""
    selects = [f"select l.record a, r.record b from {left} l join {right} r on {rule} {once}" for rule in conditions]
    found = connection.execute(f"select count(*) from ({' union '.join(selects)})").fetchall()
    return int(found[0][0])


def _match_rate(connection: duckdb.DuckDBPyConnection, sources: int, recall: float) -> tuple[float, str]:
    """The share of true pairs among all pairs, from the sure pairs and the recall they are taken to have."""
    sure = pairs_of(connection, SURE_RULES, sources)
    if sure == 0:
        return PRIOR_MATCH_RATE, "没有确凿的同一人记录对，两条随机记录为同一人的先验概率取百万分之一。"
    rows = [connection.execute(f"select count(*) from {TABLE}_{source}").fetchall()[0][0] for source in "ab"[:sources]]
    pairs = rows[0] * (rows[0] - 1) / 2 if sources == 1 else rows[0] * rows[1]
    rate = min(HIGHEST_MATCH_RATE, sure / recall / pairs)
    return rate, f"确凿的同一人记录对 {sure:,} 对（设其占全部真实对的 {recall:.0%}），据此估计先验概率。"


def _expected(linker: Linker, connection: duckdb.DuckDBPyConnection, sources: int, rule: str, words: str) -> str:
    pairs = pairs_of(connection, (rule,), sources)
    if pairs < FEWEST_PAIRS:
        return f"{words}只有 {pairs} 对，不足 {FEWEST_PAIRS} 对，不学习，用先验值。"
    linker.training.estimate_parameters_using_expectation_maximisation(
        CustomRule(rule), estimate_without_term_frequencies=True, max_pairs=MOST_EM_PAIRS
    )
    return f"{words}共 {pairs:,} 对，用期望最大化学习。"
