"""Targets without a number: all of a group, one series against another, directions, milestones, every year."""

import re
from collections.abc import Iterator

from zengshou.plan.model import Operator, TargetKind
from zengshou.plan.reader.clauses import MASK, Clause
from zengshou.plan.reader.numerals import QUANTITY, amount_of
from zengshou.plan.reader.promise import Promise
from zengshou.plan.reader.subjects import (
    UNITS_OF,
    clean_subject,
    is_measurable,
    sharing_head,
    unit_of_people,
    unit_of_share,
)

ALL = re.compile(r"(?P<before>.*?)全部(?P<verb>[^,;]+)$")
EMPTIED = re.compile(r"脱贫|出列|清零|消除|摘帽|退出|取缔|关停|淘汰|销号|化解")
FILLED = re.compile(r"达标|完成|纳入|建成|覆盖|落实|到位|合格|达到|参保|享受|实现")
FULL = re.compile(r"(?P<subject>[^,;]*?)(?:的|基本|实现)*(?<!健)全覆盖$")
ECONOMY = re.compile(r"收入|增长|增速|经济|生产总值|GDP|工资|生产率|物价|支出|平均")
IN_STEP = re.compile(
    r"(?P<subject>.+?)(?:与|和|同)(?P<reference>.+?)(?P<printed>(?:基本|保持|总体)*同步)(?:增长|提高)?$"
)
AHEAD = re.compile(
    r"(?P<subject>.*?(?:增速|增幅|增长率|增长速度|增长|收入|率|水平))(?:要|持续|继续|明显|力争)?"
    r"(?P<printed>高于|快于|不低于|超过|大于|优于|低于|慢于)(?P<reference>[^\d]{2,})$"
)
DIRECTION = re.compile(
    r"(?P<subject>.+?)(?:得到|持续|不断|逐步|逐年|进一步|稳步|显著|明显|大幅|有效|较快|稳定|总体|继续|有所|实现|同步|度)*"
    r"(?P<verb>缩小|上升|提高|下降|降低|提升|增加|扩大|增长|减少)$"
)
FALLING = ("缩小", "下降", "降低", "减少")
MILESTONE = re.compile(
    r"^(?:(?:全市|全县|全省|我市|我县)?[^,;]{0,8}?)(?P<adverb>基本|全面|初步|如期|率先)?"
    r"(?P<verb>完成|建成|建立起|建立|实现|创建|形成|出台|制定|启动|开工|竣工|投入使用|搭建)(?P<object>[^,;]{2,})$"
)
ACCOMPLISHED = re.compile(
    r"^(?P<object>[^,;]{3,}?)(?P<adverb>基本|全面|初步|如期|更加|率先)?(?P<verb>完成|建成|建立|形成|健全|竣工|投入使用|投用|开工)$"
)
SLOGAN = re.compile(rf"应.尽.$|^[“\"「{MASK}”\"」、]+$|^[^,;]{{0,3}}“{MASK}+”$")
ABSTRACT = re.compile(r"(?:格局|氛围|局面|环境|态势|良性循环|局势|共识)$")
RECURRING = re.compile(
    r"每(?P<count>两|半|[一二三四\d])?个?(?P<unit>年|季度|月)(?:度)?(?:至少|定期|都|要|组织)*"
    r"(?P<verb>发布|公布|开展|举办|组织|召开|评选|评估|报告|通报|调查|监测|更新|举行|进行|编制|公开|报送|梳理)(?P<object>.*)$"
)
TIMES = re.compile(r"(\d+|[一二两三四])次")
PER_YEAR = {"年": 1.0, "季度": 4.0, "月": 12.0}
COUNTS = {None: 1.0, "半": 0.5, "一": 1.0, "两": 2.0, "二": 2.0, "三": 3.0, "四": 4.0}


def whole_groups(clause: Clause, is_asked: bool) -> Iterator[Promise]:
    """全部脱贫, 全部达标, 全覆盖. is_asked: in the goals, or with a deadline in force."""
    text = clause.masked
    if "全" not in text:
        return
    body = text[clause.body :]
    full = FULL.match(body)
    if full:
        subject = clean_subject(full["subject"])
        if UNITS_OF.search(subject) or (is_asked and len(subject) > 1):
            grade = 0.85 if UNITS_OF.search(subject) else 0.7
            yield Promise(
                TargetKind.IMPLIED, subject + "全覆盖", Operator.ALL, 100, "%", "全覆盖", clause.body, len(text), grade
            )
        return
    match = ALL.match(body)
    if not match or not is_asked:
        return
    if EMPTIED.search(match["verb"]):
        yield _emptied(clause, match)
    elif FILLED.search(match["verb"]) and len(match["before"]) > 1:
        subject = clean_subject(match["before"]) + match["verb"]
        yield Promise(TargetKind.IMPLIED, subject, Operator.ALL, 100, "%", "全部", clause.body, len(text), 0.8)


def _emptied(clause: Clause, match: re.Match[str]) -> Promise:
    """A stock that must fall to nothing; the printed stock is where its path begins."""
    before = clean_subject(match["before"])
    quantity = QUANTITY.search(before)
    if quantity and re.match(r"以上|以下|以内|的", before[quantity.end() :]):
        quantity = None  # 收入10万元以下的村: the number says which ones, not how many
    unit = unit_of_people(before)
    printed, stock = "全部", None
    if quantity:
        amount = amount_of(quantity)
        settlement = before[-1] if amount.unit == "个" and before[-1] in "村乡镇县" else ""
        unit = (amount.unit + settlement) if amount.unit else unit
        printed, stock = amount.printed, amount.value
        before = clean_subject(before[: quantity.start()] + before[quantity.end() :])
    verb = re.sub(r"^(?:实现|稳定)+", "", match["verb"])
    end = len(clause.masked)
    return Promise(
        TargetKind.IMPLIED, before + verb, Operator.ALL, 0, unit, printed, clause.body, end, 0.9, True, False, stock
    )


def relations(clause: Clause) -> Iterator[Promise]:
    """One series in step with another, or faster than it."""
    body = clause.masked[clause.body :]
    step = IN_STEP.match(body)
    if step and ECONOMY.search(step["subject"]) and ECONOMY.search(step["reference"]):
        subject = clean_subject(step["subject"])
        yield _relation(clause, subject, Operator.REACH, step["printed"].removeprefix("保持"), step["reference"])
        return
    ahead = AHEAD.match(body)
    if ahead and (ECONOMY.search(ahead["reference"]) or is_measurable(ahead["reference"])):
        operator = Operator.AT_LEAST if ahead["printed"] == "不低于" else Operator.GREATER
        if ahead["printed"] in ("低于", "慢于"):
            operator = Operator.AT_MOST
        yield _relation(clause, clean_subject(ahead["subject"]), operator, ahead["printed"], ahead["reference"])


def _relation(clause: Clause, subject: str, operator: Operator, printed: str, reference: str) -> Promise:
    end = len(clause.masked)
    is_falling = operator is Operator.AT_MOST
    return Promise(
        TargetKind.RELATIONAL,
        subject,
        operator,
        0,
        "百分点",
        printed,
        clause.body,
        end,
        0.85,
        is_falling,
        reference=reference,
    )


def directions(clause: Clause) -> Iterator[Promise]:
    """A figure that is to rise or fall; each of coordinated figures by itself."""
    match = DIRECTION.match(clause.masked[clause.body :])
    if not match:
        return
    subject = clean_subject(match["subject"])
    if not is_measurable(subject) or re.search(r"提高|完善|推动|加快|健全|加强|促进|加大", subject):
        return
    is_falling = match["verb"] in FALLING
    operator = Operator.FALL if is_falling else Operator.RISE
    for part in sharing_head(subject):
        yield Promise(
            TargetKind.DIRECTIONAL,
            part,
            operator,
            0,
            unit_of_share(part),
            match["verb"],
            clause.body,
            len(clause.masked),
            0.8,
            is_falling,
        )


def milestones(clause: Clause) -> Iterator[Promise | str]:
    """Something done by the deadline; a reason instead where the words cannot be checked."""
    body = clause.masked[clause.body :].strip()
    match = MILESTONE.match(body) or ACCOMPLISHED.match(body)
    if not match:
        return
    obj = match["object"].removeprefix("了")
    if SLOGAN.search(obj):
        yield "口号式表述，不能核对"
        return
    if ABSTRACT.search(obj):
        yield "抽象表述，没有可核对的事项"
        return
    printed = "一批" if "一批" in obj else (match["adverb"] or "") + match["verb"].removesuffix("起")
    for part in _deeds(obj, match["verb"]):
        grade = 0.8 if clause.is_own else 0.7
        yield Promise(
            TargetKind.MILESTONE, part, Operator.REACH, 1, "完成", printed, clause.body, len(clause.masked), grade
        )


def _deeds(obj: str, verb: str) -> list[str]:
    """完成A、B as two deeds where both are long enough to stand alone; 实现A化和B化 likewise."""
    if verb == "完成":
        parts = obj.split("、")
        return parts if len(parts) > 1 and all(len(part) >= 8 for part in parts) else [obj]
    parts = re.split(r"、|和", obj)
    return parts if verb == "实现" and len(parts) > 1 and all(part.endswith("化") for part in parts) else [obj]


def recurring(clause: Clause) -> Iterator[Promise]:
    """每年发布…: times a year."""
    match = RECURRING.search(clause.masked, clause.body) if "每" in clause.masked else None
    if not match:
        return
    count = float(match["count"]) if (match["count"] or "").isdigit() else COUNTS[match["count"]]
    if any(quantity["unit"] not in (None, "次", "场") for quantity in QUANTITY.finditer(match["object"])):
        return  # 每年培训5000人 is a number a year
    times = TIMES.search(match["object"])
    number = 1.0
    if times:
        number = float(times[1]) if times[1].isdigit() else COUNTS[times[1]]
    every = match.group()[: match.start("verb") - match.start()]
    printed = re.match(r"每(?:两|半|[一二三四\d])?个?(?:年|季度|月)", every)
    value = number * PER_YEAR[match["unit"]] / count
    subject, end = match["verb"] + match["object"], len(clause.masked)
    shown = printed.group() if printed else every
    yield Promise(TargetKind.RECURRING, subject, Operator.REACH, value, "次/年", shown, match.start(), end, 0.85)
