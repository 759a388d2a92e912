"""Targets that print a number: levels, increments, margins over another series; and the numbers that are none."""

import re
from collections.abc import Iterator

from zengshou.plan.model import Operator, TargetKind
from zengshou.plan.reader.clauses import Clause
from zengshou.plan.reader.numerals import NUMBER, QUANTITY, Amount, amount_of
from zengshou.plan.reader.promise import Promise, RuleNumber
from zengshou.plan.reader.subjects import clean_subject, is_measurable, unit_of_people

LEVEL_VERBS = (
    "稳定在|保持在|达到|达至|达|提高到|提高至|提升到|提升至|上升到|上升至|增加到|增加至|增长到|增至|扩大到|扩大至|发展到|"
    "突破|(?<!不)(?:超过|高于|大于|低于|少于)|不低于|不少于|不小于|不高于|不超过|不大于|控制在|降至|降到|降低到|降低至|下降到|下降至|"
    "缩小到|缩小至|压减到|压减至|压缩到|压缩至|缩短到|缩短至|得到|占"
)
GROWTH_VERBS = "年均增长|平均增长|年增长|增长|提高|提升|上升|增加|下降|降低|减少|压减"
ADDING_VERBS = (
    "新增|净增|增加|再建成|再建|新建成|新建|新造|新植|修建|改建|建成|建设|建立|创建|打造|培育|培养|培训|引进|引育|完成|改造|开展|发放|认定|"
    "筹集|筹建|惠及|配建|供应|推广|选树|征集|带动|帮扶|帮助|吸纳|转移|扶持|组织|举办|开发|提供|安置|选派|招聘|投入|募集|发展|孵化|扩建|改扩建|落实|实现|盘活|整治|支持|推出"
)
BOUNDS = "不少于|不低于|不超过|超过|至少|约|近|累计|各类|共|各|总计|达到|达"
LEVEL = re.compile(
    rf"(?P<subject>.*)(?P<verb>{LEVEL_VERBS})(?P<reference>(?:[^,;]{{1,40}}的)?)"
    r"(?:每人)?(?:每月|每年)?(?:约|近|至少|在)?$"
)
GROWTH = re.compile(rf"(?P<subject>.*?)(?P<verb>{GROWTH_VERBS})(?P<bound>(?:{BOUNDS})*)$")
ADDING = re.compile(rf"(?P<subject>.*?)(?P<verb>(?:累计)?(?:{ADDING_VERBS}))(?P<bound>(?:{BOUNDS})*)$")
QUALIFIED = rf"{NUMBER}(?:万|亿)?(?:元|人|家|亩|吨|年|%)(?:及?以上|以下)?的"  # 培育产值超50亿元的集群4个
ADDING_NOUN = re.compile(
    rf"(?P<subject>.*?)(?P<verb>(?:累计)?(?:{ADDING_VERBS}))(?P<noun>(?:[^,;、和\d]|{QUALIFIED}){{1,18}}?)(?P<bound>(?:{BOUNDS})*)$"
)
AFTER = re.compile(r"\+?(?P<bound>及?以上|以内|以下|左右|多)?")
RULE_BEFORE = re.compile(r"(?:连续|年满|未满|不满|满|每隔?|第|前|近|低于|超过|不超过|不少于|在)$")
RULE_UNITS = {"次", "个月", "年", "天", "岁", "日", "小时", "个工作日", "分钟", "月"}
GRANT = re.compile(r"给予|每人|每户|每月|每次|补贴|补助|奖励|资助|贴息|最高|一次性|贷款|额度|按照?.{0,12}标准|符合")
QUALIFIES = re.compile(r"^(?:及?以上|以下|以内)的?[一-龥]")
OF_NOUN = re.compile(r"^(?:及?以上|以下|以内)?的[一-龥]")
SPREAD = re.compile(r"分别")
FALLING_VERBS = re.compile(r"^(?:降|下降|缩小|压减|压缩|缩短|减少)")
FUNDS = re.compile(r"(?:贷款|投资|资金|基金|税收|产值|融资|授信|信贷)$")
RAISED = re.compile(r"(?:新增|净增|投放|筹集|募集|引进|完成|发放)[^,;]{0,12}$")
# 增速高于城镇居民1个百分点以上: a margin over another series.
AHEAD_BY = re.compile(
    r"(?P<subject>.*(?:增速|增幅|增长率|增长|收入|率|水平))(?P<verb>高于|快于|低于|慢于)(?P<reference>[^,;\d]{2,20})$"
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
        if promise is None and spread:
            promise = _beside(spread[-1], clause, amount, before)
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
    is_limit = re.search(r"(?:压缩|缩短|压减)(?:到|至)$", before) or before.endswith("寿命达到")
    if amount.unit in ("岁", "个工作日", "小时", "分钟", "日", "月", "天") and not is_limit:
        return "规则参数（年龄、时限）"
    is_level = re.search(r"(?:达到|提高到|提高至|不低于|增加到)[^,;]{0,12}$", before)
    is_raised = RAISED.search(before) and FUNDS.search(before)
    if amount.unit == "元" and GRANT.search(text) and not is_level and not is_raised:
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
    ahead = AHEAD_BY.match(before) if amount.unit.endswith("百分点") else None
    if ahead:
        return _ahead(clause, amount, ahead, printed, end)
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
    if (
        not match
        or not is_last
        or amount.unit in ("", "%")
        or (amount.unit == "元" and not FUNDS.search(match["noun"]))
    ):
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


def _ahead(clause: Clause, amount: Amount, ahead: re.Match[str], printed: str, end: int) -> Promise:
    is_behind = ahead["verb"] in ("低于", "慢于")
    return Promise(
        TargetKind.RELATIONAL,
        clean_subject(ahead["subject"]),
        Operator.AT_MOST if is_behind else Operator.GREATER,
        -amount.value if is_behind else amount.value,
        "百分点",
        ahead["verb"] + printed,
        clause.body,
        end,
        0.8,
        is_behind,
        reference=ahead["reference"],
    )


def _beside(last: Promise, clause: Clause, amount: Amount, before: str) -> Promise | None:
    """建成街区3条、驿站12个: the second thing under the verb of the first."""
    end = amount.end
    is_beside = clause.masked[last.end : last.end + 1] in ("、", "和") and re.fullmatch(r"[一-龥□“”]{2,18}", before)
    is_last = re.match(r"(?:及?以上|左右)?(?:[、和,;(]|$)", clause.masked[end:])
    if last.operator is not Operator.INCREMENT or not is_beside or not is_last or amount.unit in ("", "%", "元"):
        return None
    return Promise(
        TargetKind.NUMERIC, clean_subject(before), Operator.INCREMENT, amount.value, amount.unit, amount.printed,
        clause.body, end, 0.8,
    )  # fmt: skip


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
