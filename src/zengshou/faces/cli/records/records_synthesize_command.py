"""zs records synthesize: 合成数据, a year of deliveries of an invented administration, to try the register with."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from zengshou.faces.cli.output import console, guarded, print_json, progress_bar
from zengshou.services.records.synthetic.synthetic_administration import MARK, write_administration


@guarded
def synthesize(
    city: Annotated[str, typer.Argument(help="城市：人口、法规和渠道")],
    out: Annotated[Path, typer.Option(help="新目录：每月每渠道一个文件，连同对账单；truth/ 中是真值")],
    persons: Annotated[int, typer.Option(help="人数，1000 以上", min=1_000)] = 2_000,
    year: Annotated[int, typer.Option(help="年份")] = 2025,
    seed: Annotated[int, typer.Option(help="随机种子：同样的人数和种子，同样的文件")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """写出一套合成的部门报送文件，供试用登记系统。 A year of synthetic deliveries of every office."""
    with progress_bar("写出合成报送文件", as_json) as tell:
        made = write_administration(city, persons, year, seed, out, tell)
    if as_json:
        print_json({**asdict(made), "folder": str(made.folder), "mark": MARK})
        return
    console().print(
        f"{MARK}：{made.persons:,} 人、{made.households:,} 户，{made.files} 个文件 {made.rows:,} 行，在 {out}。"
    )
    console().print(f"其中 {made.slipped:,} 行带差错，应隔离 {made.quarantined:,} 行；真值在 {out / 'truth'}。")
    console().print(f"导入：zs records import-folder {out} --city {city} --as 经办人")
