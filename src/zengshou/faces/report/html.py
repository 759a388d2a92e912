"""The report as one HTML file: styles, scripts and drawings inside, nothing fetched, readable without JavaScript."""

from zengshou.faces.assets import static_text
from zengshou.faces.rendering import environment
from zengshou.faces.report.content import ReportContent


def html_text(content: ReportContent) -> str:
    """The whole file."""
    page = environment().get_template("report.html")
    return page.render(
        content=content,
        _=content.words,
        words=content.words,
        styles=static_text("figures.css") + static_text("report.css"),
        library=_closed(static_text("vendor/echarts-6.1.0.min.js")),
        script=_closed(static_text("charts.js")),
    )


def _closed(script: str) -> str:
    """A script that cannot end its own element early."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
