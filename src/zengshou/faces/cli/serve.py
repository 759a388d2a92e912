"""zs serve: the pages on this machine."""

from typing import Annotated

import typer
import uvicorn

from zengshou.faces.cli.output import console, guarded
from zengshou.faces.cli.web_services import web_settings
from zengshou.faces.web.app import create_app


@guarded
def serve(
    host: Annotated[str, typer.Option(help="监听地址；默认只有本机可访问")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口", min=1, max=65_535)] = 8000,
    city: Annotated[str, typer.Option(help="首页的城市")] = "yangjiang",
) -> None:
    """打开网页：首页、指标与目标、收入分布、政策模拟。 Serve the pages."""
    console().print(f"打开 http://{host}:{port}  （按 Ctrl+C 结束）")
    uvicorn.run(create_app(web_settings(city)), host=host, port=port, log_level="warning")
