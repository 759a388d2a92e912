"""法规: one page a law, made from the law itself: articles, values and their history, formulas, cases, limits."""

from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from zengshou.faces.amounts import Quantity
from zengshou.faces.charts.chart import Axis, Chart, Mark, Series
from zengshou.faces.charts.figure import Figure, safe_id
from zengshou.faces.charts.palette import Colour
from zengshou.faces.charts.table import STATUS_BADGES, Cell, Table, text
from zengshou.faces.web.downloads import figure_file
from zengshou.faces.web.site import Site, render
from zengshou.faces.words import Language, Words
from zengshou.services.policy.law_pages import LawPage, ParameterText, ValueText

INKS = (Colour.BLUE, Colour.ORANGE, Colour.TEAL, Colour.PLUM)


def year_of(day: str) -> float:
    """A day as a year with its fraction, for a drawing."""
    at = date.fromisoformat(day)
    return at.year + (at.timetuple().tm_yday - 1) / 366


def history_figure(parameter: ParameterText, day: str, words: Words) -> Figure:
    """Every value a parameter had: drawn where it is a number, always listed."""
    dated = [value for value in parameter.history if value.numbers and value.since]
    names = tuple(dict.fromkeys(name for value in dated for name, _ in value.numbers))
    is_drawn = len(dated) > 1 and len(names) <= len(INKS)
    chart = (
        Chart(
            Axis(words("年份"), is_grouped=False),
            Axis(parameter.unit),
            tuple(
                _steps(name or parameter.label, name, dated, day, ink) for name, ink in zip(names, INKS, strict=False)
            ),
            alt=words("{label}：历年取值。", label=parameter.label),
            height=260,
        )
        if is_drawn
        else None
    )
    heads = tuple(words(head) for head in ("起", "止", "取值", "依据", "状态"))
    rows = tuple(_row(value, words) for value in reversed(parameter.history))
    title = f"{parameter.label}（{parameter.unit}）"
    return Figure(safe_id(parameter.name), title, chart, Table(title, heads, rows))


def _steps(label: str, name: str, dated: list[ValueText], day: str, ink: Colour) -> Series:
    """A stair: each value from its first day to the first day of the next."""
    places: list[float] = []
    values: list[float | None] = []
    for at, value in enumerate(dated):
        end = dated[at + 1].since if at + 1 < len(dated) else max(value.until or day, value.since)
        number = dict(value.numbers).get(name)
        places += [year_of(value.since), year_of(end)]
        values += [number, number]
    return Series(label, tuple(values), ink, Mark.LINE, at=tuple(places), decimals=2)


def _row(value: ValueText, words: Words) -> tuple[Cell, ...]:
    badge = STATUS_BADGES[value.status]
    source = value.source or words("没有列出文件")
    shown = Cell(value.numbers[0][1], Quantity.PLAIN) if len(value.numbers) == 1 else text(value.text)
    return (
        text(value.since),
        text(value.until),
        shown,
        text(f"{source}。{value.note}" if value.note else source),
        text(words(badge.value), (badge,)),
    )


def histories(page: LawPage, words: Words) -> tuple[Figure, ...]:
    """One figure a parameter that ever had a value."""
    return tuple(history_figure(parameter, page.day, words) for parameter in page.parameters if parameter.history)


def router(site: Site, language: Language) -> APIRouter:
    pages = APIRouter()
    library, today = site.settings.library, site.settings.today

    @pages.get("/{city}/laws", response_class=HTMLResponse)
    def listing(request: Request, city: str) -> HTMLResponse:
        visit = site.visit(city, language, "laws")
        found = library.laws(visit.city.key, today())
        return render("pages/laws.html", request, visit, laws=found, day=today())

    @pages.get("/{city}/laws/{law}", response_class=HTMLResponse)
    def page(request: Request, city: str, law: str) -> HTMLResponse:
        visit = site.visit(city, language, f"laws/{law}")
        found = library.law(visit.city.key, law, today())
        return render("pages/law.html", request, visit, law=found, figures=histories(found, visit.words))

    @pages.get("/{city}/laws/{law}/{name}")
    def download(city: str, law: str, name: str) -> Response:
        visit = site.visit(city, language, f"laws/{law}")
        return figure_file(histories(library.law(visit.city.key, law, today()), visit.words), name, visit.words)

    return pages
