"""Two texts side by side: the characters in which they differ are marked in both."""

from difflib import SequenceMatcher
from itertools import groupby

from markupsafe import Markup, escape


def marked(a: str, b: str) -> tuple[Markup, Markup]:
    """Both texts, what the other does not have within <mark>.

    Texts of one length, as two numbers are, are compared place by place: one wrong digit stays one marked digit.
    """
    if len(a) == len(b):
        places = groupby(range(len(a)), lambda place: a[place] == b[place])
        runs = [tuple(run) for is_equal, run in places if not is_equal]
        spans = [(run[0], run[-1] + 1, run[0], run[-1] + 1) for run in runs]
    else:
        matcher = SequenceMatcher(a=a, b=b, autojunk=False)
        spans = [(i, j, k, m) for told, i, j, k, m in matcher.get_opcodes() if told != "equal"]
    return _within(a, [(i, j) for i, j, _, _ in spans]), _within(b, [(k, m) for _, _, k, m in spans])


def _within(text: str, spans: list[tuple[int, int]]) -> Markup:
    made, at = Markup(), 0
    for start, end in spans:
        if start < end:
            made += escape(text[at:start]) + Markup("<mark>{}</mark>").format(text[start:end])
            at = end
    return made + escape(text[at:])
