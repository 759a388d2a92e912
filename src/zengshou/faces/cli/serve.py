"""zs serve: the pages on this machine."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from zengshou.faces.cli.output import console, guarded
from zengshou.faces.cli.web_services import web_settings
from zengshou.faces.web.app import create_app
from zengshou.faces.web.office.door import Office
from zengshou.services.office.office_home import keys_of, opened_database
from zengshou.services.release.release import Shelf


@guarded
def serve(
    host: Annotated[str, typer.Option(help="监听地址；默认只有本机可访问")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口", min=1, max=65_535)] = 8000,
    city: Annotated[str, typer.Option(help="首页的城市")] = "yangjiang",
    releases: Annotated[Path, typer.Option(help="发布登记所在的文件夹")] = Path("releases"),
    home: Annotated[Path | None, typer.Option(help="工作台的数据目录；不给则只有公开页面")] = None,
    address: Annotated[str, typer.Option("--database", help="数据库地址；默认为数据目录中的 SQLite")] = "",
) -> None:
    """打开网页：首页、指标与目标、收入分布、政策模拟。 Serve the pages."""
    office = None if home is None else Office(opened_database(home, address), keys_of(home))
    console().print(f"打开 http://{host}:{port}  （按 Ctrl+C 结束）")
    settings = replace(web_settings(city), office=office, shelf=Shelf(releases))
    uvicorn.run(create_app(settings), host=host, port=port, log_level="warning")
