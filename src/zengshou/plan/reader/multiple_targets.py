"""Targets of multiples and of coverage: 翻一番, X覆盖A和90%以上的B."""

import re
from collections.abc import Iterator

from zengshou.plan.model import Operator, TargetKind
from zengshou.plan.reader.clauses import Clause
from zengshou.plan.reader.numerals import NUMBER
from zengshou.plan.reader.promise import Promise
from zengshou.plan.reader.subjects import clean_subject, measures

COVERED = re.compile(r"(?P<subject>.*?)覆盖(?!率|面|范围|到)(?P<objects>[^,;]*%[^,;]*)$")
COVERED_PART = re.compile(rf"(?:(?P<share>{NUMBER}%)(?P<bound>及?以上)?的?)?(?P<noun>[^、和\d]+)")
DOUBLED = re.compile(
    r"(?P<subject>.*?)(?:(?:比|较|在)?(?:19|20)\d{2}年(?:的)?(?:基础上)?)?(?:的)?(?:力争|争取|基本|实现|再)*翻(?P<times>[一二两三])?番"
)
TIMES_OF = re.compile(r"(?P<subject>.*?)(?:达到|为|是)(?:19|20)\d{2}年的(?P<number>\d+(?:\.\d+)?)倍")
FOLDS = {None: 2.0, "一": 2.0, "二": 4.0, "两": 4.0, "三": 8.0}


def doubled(clause: Clause) -> Iterator[Promise]:
    """翻一番: twice the base year's figure, for each coordinated figure."""
    text = clause.masked
    if "番" not in text and "倍" not in text:
        return
    match = DOUBLED.search(text, clause.body) or TIMES_OF.search(text, clause.body)
    if not match:
        return
    groups = match.groupdict()
    value = float(groups["number"]) if groups.get("number") else FOLDS[groups.get("times")]
    start = text.rfind("翻", match.start(), match.end()) if "times" in groups else match.start("number")
    subject = clean_subject(match["subject"])
    for part in measures(subject):
        yield Promise(
            TargetKind.NUMERIC,
            part,
            Operator.MULTIPLE,
            value,
            "倍",
            text[start : match.end()],
            clause.body,
            len(text),
            0.95,
        )


def covered(clause: Clause) -> Iterator[Promise]:
    """X覆盖A、90%以上的B和60%以上的C: A wholly, B and C in part."""
    match = COVERED.search(clause.masked, clause.body) if "覆盖" in clause.masked else None
    if not match:
        return
    subject = clean_subject(match["subject"])
    for part in re.split(r"、|和", match["objects"]):
        found = COVERED_PART.match(part)
        if not found:
            continue
        what = f"{subject}覆盖{found['noun']}"
        if found["share"]:
            operator = Operator.AT_LEAST if found["bound"] else Operator.REACH
            value = float(found["share"].rstrip("%"))
            printed = found["share"] + (found["bound"] or "")
            yield Promise(TargetKind.NUMERIC, what, operator, value, "%", printed, clause.body, len(clause.masked), 0.9)
        else:
            yield Promise(
                TargetKind.IMPLIED, what, Operator.ALL, 100, "%", "覆盖", clause.body, len(clause.masked), 0.85
            )
