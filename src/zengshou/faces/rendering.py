"""The template environment of pages and reports: everything is escaped, and a missing name is an error."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from zengshou.faces.amounts import plain, quantity_of, show, unit_name, with_unit
from zengshou.faces.charts import echarts, svg
from zengshou.faces.charts.chart import Chart
from zengshou.faces.charts.figure import safe_id, written
from zengshou.faces.charts.table import STATUS_BADGES, badges_of
from zengshou.faces.charts.targets import LAMP_NAMES, amount, lamp_word, promise


def chart_option(chart: Chart) -> Markup:
    """The option as data for a script element; `as_json` has made it safe there."""
    return Markup(echarts.as_json(chart))


def still(chart: Chart) -> Markup:
    """The drawing as inline SVG; its texts are escaped where they are drawn."""
    return Markup(svg.draw(chart))


@cache
def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("zengshou.faces", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        chart_option=chart_option,
        still=still,
        written=written,
        show=show,
        plain=plain,
        with_unit=with_unit,
        unit_name=unit_name,
        amount=amount,
        quantity_of=quantity_of,
        badges_of=badges_of,
        status_badges=STATUS_BADGES,
        lamp_word=lamp_word,
        lamp_names=LAMP_NAMES,
        promise=promise,
        safe_id=safe_id,
    )
    return made
