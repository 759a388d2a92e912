"""Reading one channel's YAML: a parsed document in, a Channel out, or every problem of it at once."""

from collections.abc import Mapping
from datetime import date

from zengshou.concepts.citation import Status
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.records.channels.channel import (
    Agreement,
    AssetRule,
    Cadence,
    Channel,
    Control,
    FactRule,
    Field,
    FieldKind,
    Holder,
    IdentityFields,
    MemberRule,
    ResidenceRule,
    StatusRule,
    Unit,
    When,
)
from zengshou.records.channels.channel_checks import channel_problems
from zengshou.records.channels.reading import Reader
from zengshou.records.identity.identifier import IdentifierKind

SENSITIVITY = (1, 4)
ID_KIND_WORDS = {
    "身份证": IdentifierKind.RESIDENT_CARD.value,
    "二代身份证": IdentifierKind.RESIDENT_CARD.value,
    "外国人永久居留证": IdentifierKind.FOREIGN_PERMANENT.value,
    "外国护照": IdentifierKind.PASSPORT.value,
    "士兵证": IdentifierKind.OFFICER_CARD.value,
}


def load_channel(document: object, where: str) -> Channel:
    """The channel of a parsed YAML document.

    where   the file, for messages
    Raises  ProblemsFound: every fault of shape with its YAML path; then every name that does not fit another
    """
    problems: list[Problem] = []
    channel = _channel(Reader(document, where, problems))
    if problems:
        raise ProblemsFound(problems)
    crossed = channel_problems(channel, where)
    if crossed:
        raise ProblemsFound(crossed)
    return channel


def _channel(top: Reader) -> Channel:
    channel = Channel(
        id=top.text("id"),
        label=top.text("label"),
        version=top.integer("version", 1, 9999, 1),
        agency=top.text("agency"),
        purpose=top.text("purpose"),
        legal_basis=top.text("legal_basis"),
        agreement=load_agreement(top.inner("agreement")),
        sensitivity=top.integer("sensitivity", *SENSITIVITY),
        cadence=top.choice("cadence", Cadence),
        stale_after_days=top.integer("stale_after_days", 1, 3660),
        unit=top.choice("unit", Unit, Unit.YUAN),
        is_case_only=top.flag("case_only"),
        status=top.choice("status", Status, Status.UNVERIFIED),
        fields=tuple(_field(row) for row in top.rows("fields")),
        keys=top.texts("keys"),
        period=top.text("period"),
        payer=top.text("payer", ""),
        reversal_of=top.text("reversal_of", ""),
        identity=_identity(top.inner("identity")),
        control=_control(top),
        facts=tuple(_fact(row) for row in top.rows("facts")),
        assets=tuple(_asset(row) for row in top.rows("assets")),
        statuses=tuple(_status(row) for row in top.rows("statuses")),
        members=tuple(_member(row) for row in top.rows("members")),
        residence=_residence(top),
        example=tuple(_example(row) for row in top.rows("example")),
        notes=top.texts("notes"),
    )
    top.finish()
    return channel


def load_agreement(row: Reader) -> Agreement:
    """The data agreement; without an impact assessment (PIA) no channel loads."""
    begins = row.day("valid_from")
    if begins is None:
        row.report("缺少“valid_from”。", "填写协议生效日期。", "valid_from")
    months = row.integer("retention_months", 1, 1200)
    assessment = row.text("pia", "")
    if not assessment:
        row.report(
            "没有个人信息保护影响评估编号（pia）。", "先完成影响评估（个人信息保护法第五十五条），再填写编号。", "pia"
        )
    ends = row.day("valid_to")
    row.finish()
    if begins is not None and ends is not None and ends < begins:
        row.report(f"终止日期 {ends} 早于生效日期 {begins}。", "改正日期。", "valid_to")
    return Agreement(begins or date.max, ends, assessment, months)


def _field(row: Reader) -> Field:
    name = row.text("name")
    if not row.has("level"):
        row.report(f"字段“{name}”没有数据级别（level）。", "按 1 至 4 级分类后填写（数据安全法第二十一条）。", "level")
    kind = row.choice("kind", FieldKind)
    codes, code_words = _codes(row, kind)
    found = Field(
        name=name,
        label=row.text("label"),
        kind=kind,
        level=row.integer("level", *SENSITIVITY, default=4),
        is_required=row.flag("required"),
        aliases=row.texts("aliases"),
        codes=codes,
        code_words=code_words,
        is_sealed=row.flag("sealed"),
        note=row.text("note", ""),
    )
    row.finish()
    return found


def _codes(row: Reader, kind: FieldKind) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """(code -> label, other word -> code) of `{1: 工资薪金, 2: [劳务报酬, 劳务]}`; kinds of documents are known."""
    if kind is FieldKind.ID_KIND and not row.has("codes"):
        row.value("codes")
        return {each.value: each.label for each in IdentifierKind}, ID_KIND_WORDS
    given = row.value("codes")
    if given is None:
        return {}, {}
    inner = row.inner("codes")
    words = {str(code): inner.texts(str(code)) for code in given} if isinstance(given, Mapping) else {}
    for code in (code for code, said in words.items() if not said):
        row.report(f"代码“{code}”没有名称。", "补上名称。", "codes")
    labels = {code: said[0] for code, said in words.items() if said}
    return labels, {word: code for code, said in words.items() for word in said[1:]}


def _identity(row: Reader) -> IdentityFields:
    found = IdentityFields(
        number=row.text("number"),
        **{key: row.text(key, "") for key in ("name", "kind", "birth", "sex", "address", "phone", "area")},
    )
    row.finish()
    return found


def _control(top: Reader) -> Control:
    if not top.has("control"):
        top.value("control")
        return Control()
    row = top.inner("control")
    sums = row.texts("sums")
    row.finish()
    return Control(sums)


def _when(row: Reader) -> When:
    if not row.has("when"):
        row.value("when")
        return {}
    inner = row.inner("when")
    value = row.value("when")
    names = [str(name) for name in value] if isinstance(value, Mapping) else []
    return {name: inner.texts(name) for name in names}


def _by(row: Reader, key: str) -> tuple[str, Mapping[str, str]] | None:
    """`kind_by: {field: use, map: {...}}`."""
    if not row.has(key):
        row.value(key)
        return None
    inner = row.inner(key)
    found = (inner.text("field"), inner.words("map"))
    inner.finish()
    return found


def _fact(row: Reader) -> FactRule:
    month_from = row.text("month_from")
    found = FactRule(
        item=row.text("item"),
        amount=row.text("amount"),
        sign=-1 if row.integer("sign", -1, 1, 1) < 0 else 1,
        less=row.texts("less"),
        when=_when(row),
        month_from=month_from,
        month_to=row.text("month_to", ""),
        level=row.text("level", "gross"),
        basis=row.text("basis", "cash"),
        holder=row.choice("holder", Holder, Holder.PERSON),
    )
    row.finish()
    return found


def _asset(row: Reader) -> AssetRule:
    found = AssetRule(
        asset=row.text("asset"),
        on=row.text("date"),
        kind=row.text("kind", ""),
        kind_by=_by(row, "kind_by"),
        action=row.text("action", ""),
        action_by=_by(row, "action_by"),
        share=row.text("share", ""),
        amount=row.text("amount", ""),
        detail=row.texts("detail"),
        when=_when(row),
    )
    row.finish()
    return found


def _status(row: Reader) -> StatusRule:
    found = StatusRule(
        date_from=row.text("date_from"),
        date_to=row.text("date_to", ""),
        place=row.text("place", ""),
        status=row.text("status", ""),
        status_by=_by(row, "status_by"),
        when=_when(row),
    )
    row.finish()
    return found


def _member(row: Reader) -> MemberRule:
    found = MemberRule(
        household=row.text("household"),
        kind=row.text("kind"),
        relation=row.text("relation"),
        date_from=row.text("date_from"),
        date_to=row.text("date_to", ""),
        when=_when(row),
    )
    row.finish()
    return found


def _residence(top: Reader) -> ResidenceRule | None:
    if not top.has("residence"):
        top.value("residence")
        return None
    row = top.inner("residence")
    by = _by(row, "status_by")
    if by is None:
        row.report("缺少“status_by”。", "写成 {field: 字段, map: {代码: resident}}。", "status_by")
    found = ResidenceRule(row.text("month"), by or ("", {}), row.text("basis"))
    row.finish()
    return found


def _example(row: Reader) -> Mapping[str, str]:
    """One row of the documented example: field -> text, as it would stand in the file."""
    value = row.value("row")
    found = row.words("row") if value is not None else {}
    if value is None:
        row.report("示例行缺少“row”。", "写成 - row: {字段: 值}。", "row")
    row.finish()
    return found
