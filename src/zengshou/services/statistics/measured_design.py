"""The sampling design as a user types it: stages and finite populations by column, replicates by kind and count."""

import re
from dataclasses import dataclass

from zengshou.concepts.problem import refuse
from zengshou.concepts.sample import Centre, ReplicateKind, Replicates

COUNTED = (ReplicateKind.BOOTSTRAP, ReplicateKind.SDR)
FORMS = "例如 bootstrap:500:1（次数、随机种子）、jkn、jk1、jk2、brr、fay:0.5、sdr:80。"
WITHOUT = ("-", "")


def columns_in(text: str | None) -> tuple[str, ...]:
    """Names between commas, outermost stage first."""
    return tuple(name.strip() for name in re.split("[,，]", text)) if text and text.strip() else ()


def numbered_columns(text: str | None) -> tuple[str, ...]:
    """Names between commas, with `w1-w80` standing for all from w1 to w80.

    Raises  ProblemsFound where the second number is not above the first
    """
    names: list[str] = []
    for name in columns_in(text):
        run = re.fullmatch(r"(.*?)(\d+)-(.*?)(\d+)", name)
        if run is None or run[1] != run[3]:
            names.append(name)
            continue
        first, last = int(run[2]), int(run[4])
        if last <= first:
            raise refuse(f"“{name}”不是由小到大。", "replicate_weights", "请写成 w1-w80。")
        width = len(run[2]) if run[2].startswith("0") else 0
        names.extend(f"{run[1]}{number:0{width}d}" for number in range(first, last + 1))
    return tuple(names)


@dataclass(frozen=True)
class AskedReplicates:
    """Replicates as asked for, before their weights, if they came with the file, have been read."""

    kind: ReplicateKind
    count: int = 500
    seed: int = 0
    rho: float = 0.5
    centre: Centre = Centre.FULL

    @property
    def made(self) -> Replicates:
        """Replicates made from strata and PSUs."""
        return Replicates(self.kind, self.count, self.seed, self.rho, self.centre)


def parse_replicates(text: str, centre: Centre = Centre.FULL) -> AskedReplicates | None:
    """`bootstrap:500:7`, `jkn`, `fay:0.3`, `sdr:80`; empty: none, errors are linearised.

    Raises  ProblemsFound for another kind, or numbers that make no sense
    """
    plain = text.strip().lower().replace("：", ":")
    if not plain:
        return None
    word, *numbers = plain.split(":")
    kinds = {kind.value: kind for kind in ReplicateKind}
    if word not in kinds:
        raise refuse(f"没有名为“{word}”的复制法。", "replicates", FORMS)
    kind = kinds[word]
    most = 2 if kind is ReplicateKind.BOOTSTRAP else 1 if kind in (*COUNTED, ReplicateKind.FAY) else 0
    if len(numbers) > most:
        raise refuse(f"“{text}”的参数太多。", "replicates", FORMS)
    if kind is ReplicateKind.FAY:
        return AskedReplicates(kind, rho=_share(numbers[0], text) if numbers else 0.5, centre=centre)
    count = _whole(numbers[0], text) if numbers else 80 if kind is ReplicateKind.SDR else 500
    seed = _whole(numbers[1], text, least=0) if len(numbers) > 1 else 0
    return AskedReplicates(kind, count, seed, centre=centre)


def _whole(number: str, text: str, least: int = 2) -> int:
    if not number.isdecimal() or int(number) < least:
        raise refuse(f"“{text}”中的“{number}”不是不小于 {least} 的整数。", "replicates", FORMS)
    return int(number)


def _share(number: str, text: str) -> float:
    if not re.fullmatch(r"0?\.\d+|0", number):
        raise refuse(f"“{text}”中的“{number}”不在 0 与 1 之间。", "replicates", FORMS)
    return float(number)
