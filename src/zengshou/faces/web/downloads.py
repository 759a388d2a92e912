"""Files of single figures: the table as CSV, the drawing as SVG."""

from fastapi import HTTPException
from starlette.responses import Response

from zengshou.faces.charts import svg
from zengshou.faces.charts.figure import Figure, as_csv
from zengshou.faces.words import Words


def figure_file(figures: tuple[Figure, ...], name: str, words: Words) -> Response:
    """`density.csv`, `density.svg`; 404 for a figure that the page does not have."""
    identity, _, kind = name.rpartition(".")
    figure = next((one for one in figures if one.id == identity), None)
    if figure is not None and kind == "csv":
        return attachment(as_csv(figure.full_table, words).encode("utf-8"), "text/csv; charset=utf-8", name)
    if figure is not None and kind == "svg" and figure.chart is not None:
        return attachment(svg.draw(figure.chart).encode("utf-8"), "image/svg+xml", name)
    raise HTTPException(404, "figure")


def attachment(data: bytes, media: str, name: str) -> Response:
    """A file to keep; the name is ours, so it needs no quoting."""
    return Response(data, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})
