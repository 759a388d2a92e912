"""Targets that print a number: levels, increments, multiples, coverage; and the numbers that are none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from zengshou.plan.model import Operator, TargetKind
from zengshou.plan.reader.clauses import Clause
from zengshou.plan.reader.numerals import NUMBER, QUANTITY, Amount, amount_of
from zengshou.plan.reader.subjects import clean_subject, is_measurable, measures, unit_of_people

LEVEL_VERBS = (
    "稳定在|保持在|达到|达至|达|提高到|提高至|提升到|提升至|上升到|上升至|增加到|增加至|增长到|增至|扩大到|扩大至|发展到|"
    "突破|(?<!不)(?:超过|高于|大于|低于|少于)|不低于|不少于|不小于|不高于|不超过|不大于|控制在|降至|降到|降低到|降低至|下降到|下降至|"
    "缩小到|缩小至|压减到|压减至|得到"
)
GROWTH_VERBS = "年均增长|平均增长|年增长|增长|提高|提升|上升|增加|下降|降低|减少|压减"
ADDING_VERBS = (
    "新增|净增|增加|再建成|再建|新建成|新建|建成|建设|建立|创建|打造|培育|培养|培训|引进|引育|完成|改造|开展|发放|认定|"
    "筹集|筹建|惠及|配建|供应|推广|选树|征集|带动|帮扶|帮助|吸纳|转移|扶持|组织|举办|开发|提供|安置|选派|招聘|投入|募集|发展|孵化|扩建|改扩建|落实|实现|盘活|整治|支持"
)
BOUNDS = "不少于|不低于|不超过|超过|至少|约|近|累计|各类|共|各|总计|达到|达"
LEVEL = re.compile(rf"(?P<subject>.*)(?P<verb>{LEVEL_VERBS})(?P<reference>(?:[^,;]{{1,40}}的)?)(?:约|近|至少|在)?$")
GROWTH = re.compile(rf"(?P<subject>.*?)(?P<verb>{GROWTH_VERBS})(?P<bound>(?:{BOUNDS})*)$")
ADDING = re.compile(rf"(?P<subject>.*?)(?P<verb>(?:累计)?(?:{ADDING_VERBS}))(?P<bound>(?:{BOUNDS})*)$")
ADDING_NOUN = re.compile(
    rf"(?P<subject>.*?)(?P<verb>(?:累计)?(?:{ADDING_VERBS}))(?P<noun>[^,;、和\d]{{1,18}}?)(?P<bound>(?:{BOUNDS})*)$"
)
AFTER = re.compile(r"\+?(?P<bound>及?以上|以内|以下|左右|多)?")
RULE_BEFORE = re.compile(r"(?:连续|年满|未满|不满|满|每隔?|第|前|近|低于|超过|不超过|不少于|在)$")
RULE_UNITS = {"次", "个月", "年", "天", "岁", "日", "小时", "个工作日", "分钟", "月"}
GRANT = re.compile(r"给予|每人|每户|每月|每次|补贴|补助|奖励|资助|贴息|最高|一次性|贷款|额度|按照?.{0,12}标准|符合")
QUALIFIES = re.compile(r"^(?:及?以上|以下|以内)的?[一-龥]")
OF_NOUN = re.compile(r"^(?:及?以上|以下|以内)?的[一-龥]")
SPREAD = re.compile(r"分别")
FALLING_VERBS = re.compile(r"^(?:降|下降|缩小|压减|减少)")
COVERED = re.compile(r"(?P<subject>.*?)覆盖(?!率|面|范围|到)(?P<objects>[^,;]*%[^,;]*)$")
COVERED_PART = re.compile(rf"(?:(?P<share>{NUMBER}%)(?P<bound>及?以上)?的?)?(?P<noun>[^、和\d]+)")
DOUBLED = re.compile(
    r"(?P<subject>.*?)(?:(?:比|较|在)?(?:19|20)\d{2}年(?:的)?(?:基础上)?)?(?:的)?(?:力争|争取|基本|实现|再)*翻(?P<times>[一二两三])?番"
)
TIMES_OF = re.compile(r"(?P<subject>.*?)(?:达到|为|是)(?:19|20)\d{2}年的(?P<number>\d+(?:\.\d+)?)倍")
FOLDS = {None: 2.0, "一": 2.0, "二": 4.0, "两": 4.0, "三": 8.0}


@dataclass(frozen=True)
class Promise:
    """A target before it has an id, deadline and section. start, end: the stretch of the clause that it rests on."""

    kind: TargetKind
    subject: str
    operator: Operator
    value: float
    unit: str
    printed: str
    start: int
    end: int
    confidence: float
    is_falling: bool = False
    hold: bool = False
    start_value: float | None = None
    reference: str = ""
    notes: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True)
class RuleNumber:
    """A number that belongs to a rule or qualifies a noun: no target."""

    start: int
    end: int
    reason: str


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


def numbered(clause: Clause) -> Iterator[Promise | RuleNumber]:
    """Every number of a clause: a target where a verb or the name of a figure says so."""
    text = clause.masked
    done = clause.body
    spread: list[Promise] = []
    for match in QUANTITY.finditer(text, clause.body):
        amount = amount_of(match)
        before = text[done : amount.start].lstrip("、和以上内下左右及 ")
        reason = _rule_reason(text, amount, before)
        if reason:
            yield RuleNumber(amount.start, amount.end, reason)
            continue
        promise = _promise(clause, amount, before)
        if (
            promise is None
            and spread
            and re.fullmatch(r"[、和]*", text[spread[-1].end : amount.start].lstrip("以上内下左右"))
        ):
            promise = _like(spread[-1], text, amount)
        if promise is None:
            yield RuleNumber(amount.start, amount.end, "数字前后没有目标动词，也不是指标名称")
            continue
        spread.append(promise)
        done = promise.end
    yield from _distributed(spread, text)


def _rule_reason(text: str, amount: Amount, before: str) -> str:
    after = text[amount.end :]
    neighbours = text[max(amount.start - 1, 0) : amount.start] + after[:1]
    if re.search(r"[A-Za-z:/〔\[]", neighbours):
        return "名称或编号中的数字"
    if before.endswith("第"):
        return "序数"
    if amount.unit == "年" and 1900 <= amount.value < 2200:
        return "年份"
    if amount.unit in RULE_UNITS and RULE_BEFORE.search(before):
        return "规则参数（次数、年限）"
    if amount.unit in ("岁", "个工作日", "小时", "分钟", "日", "月", "天"):
        return "规则参数（年龄、时限）"
    is_level = re.search(r"(?:达到|提高到|提高至|不低于|增加到)[^,;]{0,12}$", before)
    if amount.unit == "元" and GRANT.search(text) and not is_level:
        return "规则参数（金额标准）"
    if OF_NOUN.match(after) and not re.search(rf"(?:{ADDING_VERBS})(?:{BOUNDS})*$", before):
        return "修饰语中的数字"
    if QUALIFIES.match(after) and not re.search(
        rf"(?:{LEVEL_VERBS}|{ADDING_VERBS}|{GROWTH_VERBS})(?:{BOUNDS})*$", before
    ):
        return "修饰语中的数字"
    return ""


def _promise(clause: Clause, amount: Amount, before: str) -> Promise | None:
    text = clause.masked
    tail = AFTER.match(text, amount.end)
    bound = (tail["bound"] if tail else None) or ""
    end = tail.end() if tail else amount.end
    printed = text[amount.start : end] if bound and bound not in ("多", "左右") else amount.printed
    rest = text[end:]
    if level := LEVEL.match(before):
        return _level(clause, amount, level, bound, printed, end)
    if amount.unit in ("%", "个百分点", "百分点", "元") and (growth := GROWTH.match(before)):
        subject = clean_subject(growth["subject"])
        words = growth["verb"]
        operator = _operator(growth["bound"] + bound, Operator.REACH)
        note = (("change_target", f"“{words}{printed}”是变动幅度，请核对比较基期和口径。"),)
        return Promise(
            TargetKind.NUMERIC,
            subject + words,
            operator,
            amount.value,
            amount.unit,
            printed,
            clause.body,
            end,
            0.85,
            notes=note,
        )
    if adding := ADDING.match(before):
        noun = re.match(r"[^,;、和]*", rest)
        counted = noun.group() if noun else ""
        subject = clean_subject(adding["subject"]) + adding["verb"] + counted
        unit = amount.unit or unit_of_people(counted or subject)
        return Promise(
            TargetKind.NUMERIC, subject, Operator.INCREMENT, amount.value, unit, amount.printed, clause.body, end, 0.9
        )
    return _of_figure(clause, amount, before, bound, printed, end) or _added(clause, amount, before, end)


def _added(clause: Clause, amount: Amount, before: str, end: int) -> Promise | None:
    """建成公共实训基地3个: the counted thing stands before its number."""
    match = ADDING_NOUN.match(before)
    is_last = re.match(r"(?:及?以上|左右)?(?:[、和,;(]|$)", clause.masked[end:])
    if not match or not is_last or amount.unit in ("", "%", "元"):
        return None
    subject = clean_subject(match["subject"]) + match["verb"] + match["noun"]
    return Promise(
        TargetKind.NUMERIC,
        subject,
        Operator.INCREMENT,
        amount.value,
        amount.unit,
        amount.printed,
        clause.body,
        end,
        0.85,
    )


def _of_figure(clause: Clause, amount: Amount, before: str, bound: str, printed: str, end: int) -> Promise | None:
    """就业人数17.5万; 贫困人员100%得到培训."""
    subject = clean_subject(before)
    rest = clause.masked[end:]
    is_reached = amount.unit == "%" and re.match(
        r"(?:得到|实现|完成|覆盖|达标|参保|纳入|享受|落实|建成|配备|开展)", rest
    )
    if not subject or not (is_measurable(subject) or is_reached):
        return None
    is_added = re.search(r"新增|净增|累计", subject) and amount.unit != "%"
    operator = Operator.INCREMENT if is_added else _operator(bound, Operator.REACH)
    what = subject + rest if is_reached else subject
    unit = amount.unit or unit_of_people(subject)
    printed = amount.printed if is_added else printed
    return Promise(TargetKind.NUMERIC, what, operator, amount.value, unit, printed, clause.body, end, 0.9)


def _level(clause: Clause, amount: Amount, level: re.Match[str], bound: str, printed: str, end: int) -> Promise:
    verb = level["verb"]
    subject = clean_subject(level["subject"])
    is_falling = bool(FALLING_VERBS.match(verb)) or verb in ("控制在", "低于", "少于", "不超过", "不高于", "不大于")
    default = Operator.GREATER if verb in ("高于", "超过", "大于", "突破") else Operator.REACH
    operator = _operator(verb + bound, default)
    if verb in ("低于", "少于") or (verb == "控制在" and bound != "以上"):
        operator = Operator.AT_MOST
    if operator is Operator.REACH and re.search(r"累计|新增", subject) and amount.unit != "%" and "总" not in subject:
        operator = Operator.INCREMENT
        printed = amount.printed
    hold = bool(re.search(r"并(?:长期)?(?:稳定|保持)|稳定在|保持在", clause.masked[: amount.start]))
    unit = amount.unit or unit_of_people(subject)
    return Promise(
        TargetKind.NUMERIC,
        subject,
        operator,
        amount.value,
        unit,
        printed,
        clause.body,
        end,
        0.95 if subject else 0.9,
        is_falling=is_falling or operator is Operator.AT_MOST,
        hold=hold,
        reference=level["reference"].removesuffix("的"),
    )


def _operator(words: str, default: Operator) -> Operator:
    if re.search(r"以上|不低于|不少于|不小于|至少", words):
        return Operator.AT_LEAST
    return Operator.AT_MOST if re.search(r"以内|以下|不超过|不高于|不大于", words) else default


def _like(before: Promise, text: str, amount: Amount) -> Promise:
    """The second number of 分别达到A和B."""
    tail = AFTER.match(text, amount.end)
    end = tail.end() if tail else amount.end
    return Promise(
        before.kind, before.subject, _operator(text[amount.end : end], before.operator), amount.value, amount.unit,
        text[amount.start : end], before.start, end, before.confidence - 0.05, before.is_falling, before.hold,
    )  # fmt: skip


def _distributed(found: list[Promise], text: str) -> Iterator[Promise]:
    """A、B分别达到x和y: one subject for each number; where they do not pair, every number is flagged."""
    if not SPREAD.search(text) or len(found) < 2:
        yield from found
        return
    subjects = [part for part in re.split(r"、|和|与", found[0].subject) if part]
    is_paired = len(subjects) == len(found)
    last = found[-1]
    for index, promise in enumerate(found):
        subject = subjects[index] if is_paired else promise.subject
        operator = last.operator if promise.operator is Operator.REACH else promise.operator
        notes = () if is_paired else (("unpaired", "“分别”前后的项数与数字个数不一致，请核对各属哪一项。"),)
        yield Promise(
            promise.kind, subject, operator, promise.value, promise.unit, promise.printed, promise.start, promise.end,
            promise.confidence if is_paired else 0.5, last.is_falling, promise.hold, promise.start_value, "", notes,
        )  # fmt: skip
