"""Does everything in a channel fit together: names that exist, kinds that a rule can use, rules that say one thing."""

from collections import Counter
from collections.abc import Iterator, Mapping

from zengshou.concepts.problem import Problem
from zengshou.records.channels.channel import AssetRule, Channel, FactRule, FieldKind, When

LEVELS = ("gross", "net")
BASES = ("accrual", "cash")
ASSET_KINDS = ("dwelling", "vehicle", "business", "deposit", "security", "fund", "insurance", "housing_fund")
ASSET_ACTIONS = ("acquire", "dispose", "revalue", "cancel")
RESIDENCES = ("resident", "non_resident")
HOUSEHOLD_KINDS = ("hukou", "dibao", "poverty")
MONTHS = (FieldKind.MONTH, FieldKind.DATE)
LEAST_LEVELS: Mapping[FieldKind, int] = {FieldKind.ID_NUMBER: 3, FieldKind.PERSON_NAME: 3, FieldKind.PHONE: 3}
"""Direct identifiers are sensitive whatever the channel says (个人信息保护法 第二十八条)."""


def channel_problems(channel: Channel, where: str) -> list[Problem]:
    """Every misfit of a channel whose shape is right."""
    return [
        *_field_problems(channel, where),
        *_name_problems(channel, where),
        *_fact_problems(channel, where),
        *_asset_problems(channel, where),
        *_other_problems(channel, where),
    ]


def _field_problems(channel: Channel, where: str) -> Iterator[Problem]:
    if not channel.fields:
        yield Problem("没有字段。", f"{where}: fields", "逐列写明字段。")
    claimed = Counter(word for each in channel.fields for word in dict.fromkeys(each.words))
    for word, times in claimed.items():
        if times > 1:
            yield Problem(f"“{word}”被 {times} 个字段使用。", f"{where}: fields", "名称、标签和别名都不能重复。")
    for number, each in enumerate(channel.fields):
        place = f"{where}: fields[{number}]"
        if each.codes and each.kind not in (FieldKind.CODE, FieldKind.ID_KIND):
            yield Problem(f"{each.kind.label}字段“{each.name}”不能有 codes。", place, "改为 kind: code，或删去 codes。")
        least = LEAST_LEVELS.get(each.kind, 1)
        if each.level < least:
            yield Problem(
                f"“{each.name}”定为 {each.level} 级。", f"{place}.level", f"{each.kind.label}至少为 {least} 级。"
            )
    highest = max((each.level for each in channel.fields), default=1)
    if channel.fields and channel.sensitivity < highest:
        yield Problem(
            f"渠道定为 {channel.sensitivity} 级，却有 {highest} 级字段。", f"{where}: sensitivity", f"改为 {highest}。"
        )


def _name_problems(channel: Channel, where: str) -> Iterator[Problem]:
    """Names of fields used outside the rules."""
    identity = channel.identity
    used: list[tuple[str, str, tuple[FieldKind, ...]]] = [
        ("identity.number", identity.number, (FieldKind.ID_NUMBER,)),
        ("identity.name", identity.name, (FieldKind.PERSON_NAME,)),
        ("identity.kind", identity.kind, (FieldKind.ID_KIND,)),
        ("identity.birth", identity.birth, (FieldKind.DATE,)),
        ("identity.sex", identity.sex, (FieldKind.CODE,)),
        ("identity.address", identity.address, (FieldKind.ADDRESS,)),
        ("identity.phone", identity.phone, (FieldKind.PHONE,)),
        ("identity.area", identity.area, (FieldKind.CODE,)),
        ("period", channel.period, MONTHS),
        ("payer", channel.payer, (FieldKind.USCC,)),
        ("reversal_of", channel.reversal_of, (FieldKind.TEXT,)),
        *((f"keys[{number}]", name, ()) for number, name in enumerate(channel.keys)),
        *((f"control.sums[{number}]", name, (FieldKind.AMOUNT,)) for number, name in enumerate(channel.control.sums)),
    ]
    for key, name, kinds in used:
        if name:
            yield from _misfit(channel, name, kinds, f"{where}: {key}")
    if not channel.keys:
        yield Problem("没有自然键（keys）。", f"{where}: keys", "写明哪些字段合起来认定一条记录。")
    for number, name in enumerate(channel.keys):
        if channel.has(name) and not channel.field(name).is_required:
            yield Problem(f"自然键字段“{name}”不是必填。", f"{where}: keys[{number}]", "把该字段改为 required: true。")
    is_plain_key = [channel.field(name).kind for name in channel.keys if channel.has(name)] == [FieldKind.TEXT]
    if channel.reversal_of and not is_plain_key:
        yield Problem("有 reversal_of，自然键却不是单一的文字字段。", f"{where}: keys", "用来源自己的流水号作自然键。")
    for number, row in enumerate(channel.example):
        for name in row.keys() - {each.name for each in channel.fields}:
            yield Problem(f"示例行有不认识的字段“{name}”。", f"{where}: example[{number}]", "改正字段名。")


def _misfit(channel: Channel, name: str, kinds: tuple[FieldKind, ...], place: str) -> Iterator[Problem]:
    """A name that no field has, or a field of the wrong kind; () allows every kind."""
    if not channel.has(name):
        names = "、".join(each.name for each in channel.fields)
        yield Problem(f"没有字段“{name}”。", place, f"可用：{names}。")
    elif kinds and channel.field(name).kind not in kinds:
        wanted = "或".join(kind.label for kind in kinds)
        yield Problem(f"“{name}”是{channel.field(name).kind.label}字段。", place, f"应为{wanted}字段。")


def _when_problems(channel: Channel, when: When, place: str) -> Iterator[Problem]:
    for name, codes in when.items():
        if not channel.has(name) or not channel.field(name).codes:
            yield Problem(f"条件里的“{name}”不是有代码表的字段。", f"{place}.when", "只能按有 codes 的字段设条件。")
            continue
        for code in codes:
            if code not in channel.field(name).codes:
                known = "、".join(channel.field(name).codes)
                yield Problem(f"“{name}”没有代码“{code}”。", f"{place}.when.{name}", f"可用：{known}。")


def _by_problems(
    channel: Channel, by: tuple[str, Mapping[str, str]] | None, allowed: tuple[str, ...], place: str
) -> Iterator[Problem]:
    """`..._by` reads a coded field: its codes must exist, its words be allowed (() allows every word)."""
    if by is None:
        return
    name, words = by
    if not channel.has(name) or not channel.field(name).codes:
        yield Problem(f"“{name}”不是有代码表的字段。", f"{place}.field", "只能按有 codes 的字段取值。")
        return
    for code in words.keys() - channel.field(name).codes.keys():
        yield Problem(f"“{name}”没有代码“{code}”。", f"{place}.map", "改正代码。")
    for word in words.values():
        if allowed and word not in allowed:
            yield Problem(f"读到“{word}”。", f"{place}.map", f"可用：{'、'.join(allowed)}。")


def _fact_problems(channel: Channel, where: str) -> Iterator[Problem]:
    for number, rule in enumerate(channel.facts):
        place = f"{where}: facts[{number}]"
        yield from _one_fact(channel, rule, place)
        yield from _when_problems(channel, rule.when, place)
        if rule.level not in LEVELS:
            yield Problem(f"level 读到“{rule.level}”。", f"{place}.level", "可用：gross、net。")
        if rule.basis not in BASES:
            yield Problem(f"basis 读到“{rule.basis}”。", f"{place}.basis", "可用：accrual、cash。")


def _one_fact(channel: Channel, rule: FactRule, place: str) -> Iterator[Problem]:
    yield from _misfit(channel, rule.amount, (FieldKind.AMOUNT,), f"{place}.amount")
    yield from _misfit(channel, rule.month_from, MONTHS, f"{place}.month_from")
    if rule.month_to:
        yield from _misfit(channel, rule.month_to, MONTHS, f"{place}.month_to")
    for name in rule.less:
        yield from _misfit(channel, name, (FieldKind.AMOUNT,), f"{place}.less")


def _asset_problems(channel: Channel, where: str) -> Iterator[Problem]:
    for number, rule in enumerate(channel.assets):
        place = f"{where}: assets[{number}]"
        yield from _misfit(channel, rule.asset, (), f"{place}.asset")
        yield from _misfit(channel, rule.on, MONTHS, f"{place}.date")
        if rule.share:
            yield from _misfit(channel, rule.share, (FieldKind.SHARE,), f"{place}.share")
        if rule.amount:
            yield from _misfit(channel, rule.amount, (FieldKind.AMOUNT,), f"{place}.amount")
        for name in rule.detail:
            yield from _misfit(channel, name, (), f"{place}.detail")
            if channel.has(name) and channel.field(name).is_sealed:
                yield Problem(f"“{name}”须密存，不能原样留在 detail。", f"{place}.detail", "去掉该字段。")
        yield from _when_problems(channel, rule.when, place)
        yield from _asset_words(channel, rule, place)


def _asset_words(channel: Channel, rule: AssetRule, place: str) -> Iterator[Problem]:
    for key, constant, by, allowed in (
        ("kind", rule.kind, rule.kind_by, ASSET_KINDS),
        ("action", rule.action, rule.action_by, ASSET_ACTIONS),
    ):
        if bool(constant) == (by is not None):
            yield Problem(f"{key} 和 {key}_by 必须且只能有一个。", place, f"写 {key}，或写 {key}_by。")
        if constant and constant not in allowed:
            yield Problem(f"{key} 读到“{constant}”。", f"{place}.{key}", f"可用：{'、'.join(allowed)}。")
        yield from _by_problems(channel, by, allowed, f"{place}.{key}_by")


def _other_problems(channel: Channel, where: str) -> Iterator[Problem]:
    for number, status in enumerate(channel.statuses):
        place = f"{where}: statuses[{number}]"
        yield from _misfit(channel, status.date_from, MONTHS, f"{place}.date_from")
        if status.date_to:
            yield from _misfit(channel, status.date_to, MONTHS, f"{place}.date_to")
        if status.place:
            yield from _misfit(channel, status.place, (FieldKind.CODE,), f"{place}.place")
        if bool(status.status) == (status.status_by is not None):
            yield Problem("status 和 status_by 必须且只能有一个。", place, "写 status，或写 status_by。")
        yield from _by_problems(channel, status.status_by, (), f"{place}.status_by")
        yield from _when_problems(channel, status.when, place)
    for number, member in enumerate(channel.members):
        place = f"{where}: members[{number}]"
        yield from _misfit(channel, member.household, (), f"{place}.household")
        yield from _misfit(channel, member.relation, (FieldKind.CODE, FieldKind.TEXT), f"{place}.relation")
        yield from _misfit(channel, member.date_from, MONTHS, f"{place}.date_from")
        if member.kind not in HOUSEHOLD_KINDS:
            yield Problem(f"kind 读到“{member.kind}”。", f"{place}.kind", f"可用：{'、'.join(HOUSEHOLD_KINDS)}。")
        yield from _when_problems(channel, member.when, place)
    if channel.residence is not None:
        yield from _misfit(channel, channel.residence.month, MONTHS, f"{where}: residence.month")
        yield from _by_problems(channel, channel.residence.status_by, RESIDENCES, f"{where}: residence.status_by")
