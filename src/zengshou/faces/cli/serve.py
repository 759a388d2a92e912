"""zs serve: the pages on this machine."""

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from zengshou.faces.cli.output import console, guarded
from zengshou.faces.cli.web_services import web_settings
from zengshou.faces.daily_timer import DailyTimer
from zengshou.faces.web.app import create_app
from zengshou.faces.web.office.door import Office
from zengshou.faces.web.office.records.records_door import RecordsOffice, opened_records
from zengshou.services.office.office_home import keys_of, opened_database
from zengshou.services.release.release import Shelf
from zengshou.services.supervision.daily_round import daily_round


@guarded
def serve(
    host: Annotated[str, typer.Option(help="监听地址；默认只有本机可访问")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口", min=1, max=65_535)] = 8000,
    city: Annotated[str, typer.Option(help="首页的城市")] = "yangjiang",
    releases: Annotated[Path, typer.Option(help="发布登记所在的文件夹")] = Path("releases"),
    home: Annotated[Path | None, typer.Option(help="工作台的数据目录；不给则只有公开页面")] = None,
    register: Annotated[
        Path | None, typer.Option(help="登记系统的数据目录；默认为工作台目录下的 register，没有就不开信息归集")
    ] = None,
    register_address: Annotated[
        str, typer.Option("--register-database", help="登记库地址；默认为其目录中的 SQLite")
    ] = "",
    vault_address: Annotated[str, typer.Option("--vault-database", help="身份库地址；默认为登记目录中的 SQLite")] = "",
    address: Annotated[str, typer.Option("--database", help="数据库地址；默认为数据目录中的 SQLite")] = "",
) -> None:
    """打开网页：首页、指标与目标、收入分布、政策模拟。 Serve the pages."""
    office = None
    if home is not None:
        records = _records(home, register, city, (register_address, vault_address))
        office = Office(opened_database(home, address), keys_of(home), home=home, records=records)
    console().print(f"打开 http://{host}:{port}  （按 Ctrl+C 结束）")
    app = create_app(replace(web_settings(city), office=office, shelf=Shelf(releases)))
    with nullcontext() if office is None else _timer(office):
        uvicorn.run(app, host=host, port=port, log_level="warning")


def _records(home: Path, register: Path | None, city: str, addresses: tuple[str, str]) -> RecordsOffice | None:
    """The register that was named, or the one that lies in the office's folder. addresses  of register and vault"""
    inside = home / "register"
    folder = register or (inside if (inside / "register.db").exists() else None)
    return None if folder is None else opened_records(folder, city, address=addresses[0], vault_address=addresses[1])


def _timer(office: Office) -> DailyTimer:
    """Lamps are recorded at the start and every morning, as `zs office tick` does."""
    return DailyTimer(lambda: daily_round(office.database, office.now), office.now)
