"""What statuses and kinds of households are called on pages: the codes of the channels, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from zengshou.concepts.problem import refuse
from zengshou.store.country import COUNTRY, read_yaml

PATH = "instruments/register_words.yaml"


@dataclass(frozen=True)
class RegisterWords:
    """Code -> label. A code without a label is shown as it is, so that no status is ever hidden.

    What stands behind a point belongs to the single case, as the place of an insurance: it is shown in brackets.
    """

    statuses: Mapping[str, str]
    households: Mapping[str, str]

    def status(self, code: str) -> str:
        head, _, of_case = code.partition(".")
        if not of_case:
            return self.statuses.get(code, code)
        return f"{self.statuses.get(head, head)}（{of_case}）"

    def household(self, kind: str) -> str:
        return self.households.get(kind, kind)


@cache
def register_words(country: str = COUNTRY) -> RegisterWords:
    """The words of a country package. Raises  ProblemsFound where the file has another shape"""
    document = read_yaml(PATH, country)
    if not isinstance(document, Mapping) or set(document) != {"statuses", "households"}:
        raise refuse("应恰有 statuses 和 households。", PATH, "对照随系统发布的文件。")
    return RegisterWords(_labels(document["statuses"]), _labels(document["households"]))


def _labels(body: object) -> dict[str, str]:
    if not isinstance(body, Mapping):
        raise refuse("应为“代码: 名称”的映射。", PATH, "每行一个代码。")
    return {str(code): str(label) for code, label in body.items()}
