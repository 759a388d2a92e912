"""Commands whose modules are imported when they are called: `zs` starts quickly, whatever the product can do."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group


@dataclass(frozen=True)
class Late:
    """Where a command stands, and what the list of commands says of it: the first line of its own help."""

    module: str
    attribute: str
    chinese: str
    english: str

    @property
    def words(self) -> str:
        return f"{self.chinese} {self.english}"

    def load(self, name: str) -> TyperCommand | TyperGroup:
        """The command, or the group of commands, under a name."""
        found = getattr(importlib.import_module(f"zengshou.faces.cli.{self.module}"), self.attribute)
        if isinstance(found, typer.Typer):
            command: TyperCommand | TyperGroup = get_group(found)
        else:
            alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
            alone.command(name)(found)
            command = cast(TyperCommand, get_command(alone))
        command.name = name
        return command


COMMANDS: Mapping[str, Late] = {
    "demo": Late(
        "demo", "demo", "演示：从一个市的方案走到政策答案，写出报告。", "The whole walk, with a report to open."
    ),
    "serve": Late("serve", "serve", "打开网页：首页、指标与目标、收入分布、政策模拟。", "Serve the pages."),
    "simulate": Late(
        "simulate_command", "simulate", "模拟一项改革：成本、受益面、分布变化，均带误差。", "Simulate a reform."
    ),
    "measure": Late(
        "measure_command",
        "measure",
        "计算收入分布指标及抽样误差。",
        "Distribution statistics with design-based errors.",
    ),
    "weight": Late(
        "weights_command", "weight", "设计权数、无回答调整、校准与截尾。", "Survey weights calibrated to known totals."
    ),
    "small-area": Late(
        "small_area_command", "small_area", "小区域估计（Fay-Herriot 模型）。", "Model-based figures of small areas."
    ),
    "grouped": Late(
        "grouped_command",
        "grouped",
        "年鉴五等份分组表：基尼系数的界限与各种拟合。",
        "Bounds and fits from a yearbook's income groups.",
    ),
    "accounts": Late(
        "accounts_command",
        "accounts",
        "收入核算：公布数核验、收入占比、实际增速、核对表。",
        "Published income figures checked and reconciled.",
    ),
    "middle-income": Late(
        "middle_income_command",
        "middle_income",
        "中等收入人口比重：各种口径并列，均带误差。",
        "Share of the middle under every definition.",
    ),
    "case": Late("case_commands", "case", "按规则计算一户。", "Decide one household by the rules."),
    "explain": Late(
        "case_commands", "explain", "说明一个数怎么算出来：每一步、条文、离线多远。", "Explain one figure."
    ),
    "policies": Late(
        "policy_commands", "policies", "政策清单：按群体、创业阶段和关键词查找。", "The benefits a city's law offers."
    ),
    "entitlements": Late(
        "policy_commands",
        "entitlements",
        "一户人家符合哪些政策：符合、可能符合、不符合，各附决定的理由。",
        "What one household is entitled to.",
    ),
    "marginal": Late(
        "marginal_command",
        "marginal",
        "多挣一元还剩多少：净收入、边际税率、断崖及造成它的规则。",
        "What is left of earning more.",
    ),
    "seek": Late(
        "seek_command",
        "seek",
        "倒推参数：达到目标需要的参数值、成本和受益面。",
        "The parameter value that reaches a target.",
    ),
    "levers": Late(
        "levers_command",
        "levers",
        "任务排序：每花一元公共支出，收入较低的一半居民增收多少。",
        "Tasks ranked by gain of the poorer half per yuan.",
    ),
    "population": Late(
        "city_commands",
        "population",
        "生成合成人口并列出与公布数的差距（合成数据）。",
        "Draw the synthetic city and show its fit.",
    ),
    "check-data": Late(
        "check_data",
        "check_data",
        "检查参数、方案、改革文件和算例。",
        "Check parameters, plans, reforms and worked cases.",
    ),
    "plan": Late("plan_commands", "plan_app", "方案：任务、单位、目标。", "The city's plan."),
    "law": Late("city_commands", "law_app", "法规：条文、参数、出处。", "The law."),
    "office": Late("office_commands", "office_app", "工作台：账号、台账的数据库。", "The database of the office."),
    "release": Late("release_command", "release_app", "发布统计表：闸口审查、两人签发、登记。", "The release gate."),
    "records": Late(
        "records.records_commands", "records_app", "个人收入和财产登记：导入、隔离、核对。", "The register."
    ),
    "audit": Late("records.audit_commands", "audit_app", "查阅日志：核验、签名、导出。", "The log of accesses."),
    "version": Late("version_command", "version", "版本号。", "The version."),
}


class LateCommands(TyperGroup):
    """The commands of COMMANDS, each imported when it is asked for; the list of them needs no import at all."""

    _is_listing = False

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> TyperCommand | TyperGroup | None:  # type: ignore[override]
        late = COMMANDS.get(cmd_name)
        if late is None:
            return None
        return TyperCommand(cmd_name, help=late.words) if self._is_listing else late.load(cmd_name)

    def format_help(self, ctx: typer.Context, formatter: object) -> None:  # type: ignore[override]
        self._is_listing = True
        try:
            super().format_help(ctx, formatter)  # type: ignore[arg-type]
        finally:
            self._is_listing = False
