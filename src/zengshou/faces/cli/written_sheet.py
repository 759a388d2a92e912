"""A calculation printed as an officer writes it: what is known, numbered steps, the values used."""

from collections.abc import Iterator

from zengshou.services.policy.written import Calculation, WrittenStep


def sheet_lines(sheet: Calculation) -> Iterator[str]:
    """The lines of the sheet, with rich's marks for what is set bold."""
    yield f"[bold]{sheet.title} = {sheet.result}[/bold]"
    yield ""
    yield "一、已知情况"
    for who, lines in sheet.facts:
        yield f"  {who}：{'；'.join(lines)}"
    yield ""
    yield "二、计算"
    for step in sheet.steps:
        yield from _step_lines(step)
    if sheet.folded:
        yield f"  另有{len(sheet.folded)}项为零，不再展开：{'、'.join(sheet.folded)}"
    yield ""
    yield "三、所用数值"
    for value in sheet.values:
        yield f"  {value.label} = {value.value}（自{value.since}，{value.source}，{value.status}）"


def _step_lines(step: WrittenStep) -> Iterator[str]:
    yield f"  {step.number}. [bold]{step.title}[/bold]"
    for text in (step.formula, step.figures):
        if text:
            yield f"     = {text}"
    yield f"     = {step.result}" if step.formula else f"     {step.result}"
    yield from (f"     判断：{text}" for text in step.tests)
    yield from (f"     取用：{text}" for text in step.branches)
    if step.law:
        yield f"     依据：{step.law}"
