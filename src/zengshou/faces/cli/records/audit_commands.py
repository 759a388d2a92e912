"""zs audit: verify the log of accesses, sign its head, export it; bring the databases' roles and row security about."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from zengshou.concepts.problem import refuse
from zengshou.faces.cli.output import console, guarded, print_json
from zengshou.services.records.access.audit import AuditDesk
from zengshou.services.records.home.database_roles import PREFIX, secured_at
from zengshou.services.records.home.register_home import RegisterHome, opened
from zengshou.store.register.access.kept_verdict import keep_verdict

audit_app = typer.Typer(help="查阅日志：核验、签名、导出。 The log of accesses.", no_args_is_help=True)
Home = Annotated[Path, typer.Option("--home", help="登记系统的目录")]
Address = Annotated[str, typer.Option("--database", help="数据库地址；默认为目录中的 SQLite")]
VaultAddress = Annotated[str, typer.Option("--vault-database", help="身份库的数据库地址；默认为目录中的 SQLite")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
HERE = Path("zengshou-register")
BROKEN_CHAIN = "请封存数据库，从备份核对，并报告审计管理员。"


def _desk(home: RegisterHome) -> AuditDesk:
    return AuditDesk(home.database, lambda: datetime.now(UTC))


@audit_app.command("verify")
@guarded
def verify(
    home: Home = HERE,
    address: Address = "",
    vault_address: VaultAddress = "",
    first: Annotated[int, typer.Option("--from", min=1, help="从第几条起")] = 1,
    last: Annotated[int | None, typer.Option("--to", min=1, help="到第几条止")] = None,
    anchor: Annotated[list[Path] | None, typer.Option("--anchor", help="签名锚点文件，可多个")] = None,
    key: Annotated[str, typer.Option("--key", help="签名公钥（十六进制），取自首次签名时的打印件")] = "",
    as_json: AsJson = False,
) -> None:
    """核验查阅日志是否被改动、截断或整体改写。 Verify the chain, against heads kept outside."""
    register = opened(home, address, vault_address)
    desk = _desk(register)
    found = desk.verify(first, last, anchor or (), key)
    if first == 1 and last is None:
        keep_verdict(home, desk.kept_of(found, "zs audit verify"))
    register.close()
    if as_json:
        broken = {"first_bad": found.broken.sequence, "found": found.broken.found} if found.broken else {}
        whole = {"is_whole": found.broken is None, "events": found.events, "anchors": found.anchors}
        print_json({**whole, "keys": list(found.key_names), "is_key_given": found.is_key_given, **broken})
    if found.broken is not None:
        if as_json:
            raise typer.Exit(1)
        raise refuse(f"查阅日志被改动：{found.broken.found}", f"第{found.broken.sequence}条", BROKEN_CHAIN)
    if as_json:
        return
    console().print(f"{found.events} 条查阅记录前后相连，与{found.anchors}个签名锚点相符，未发现改动。")
    if not found.anchors:
        console().print("没有给出锚点：截去末尾或整体改写不会显现。用 --anchor 指定库外保存的锚点。")
    elif not found.is_key_given:
        console().print(f"锚点的公钥为 {'、'.join(found.key_names)}…，请与首次签名的打印件核对，或用 --key 指定。")


@audit_app.command("head")
@guarded
def head(
    key: Annotated[Path, typer.Option("--key", help="签名私钥文件；不存在则生成。请放在数据库之外，最好可移除")],
    city: Annotated[str, typer.Option(help="城市")],
    out: Annotated[Path | None, typer.Option(help="写到文件；默认打印")] = None,
    home: Home = HERE,
    address: Address = "",
    vault_address: VaultAddress = "",
) -> None:
    """为当前日志签名，生成当日锚点。 Sign the head of the day; keep the file or the print elsewhere."""
    register = opened(home, address, vault_address)
    if key.resolve().is_relative_to(home.resolve()):
        raise refuse("私钥在登记系统的目录里：能改库的人就能重签。", str(key), "换到别的机器、U 盘或签名卡上。")
    signed = _desk(register).sign_head(key, city)
    register.close()
    text = json.dumps(signed.document(), ensure_ascii=False, indent=1)
    if out is None:
        typer.echo(text)
        return
    if out.exists():
        raise refuse("文件已存在，锚点不覆盖。", str(out), "换一个文件名，如按日期。")
    out.write_text(text + "\n", encoding="utf-8")
    console().print(f"第{signed.sequence}条为止已签名：{out}。公钥 {signed.public_key}")
    console().print("请把锚点文件或打印件存到库外；公钥另行抄存。")


@audit_app.command("export")
@guarded
def export(
    out: Annotated[Path, typer.Argument(help="写到这个文件，一行一条 JSON")],
    home: Home = HERE,
    address: Address = "",
    vault_address: VaultAddress = "",
    first: Annotated[int, typer.Option("--from", min=1, help="从第几条起")] = 1,
    last: Annotated[int | None, typer.Option("--to", min=1, help="到第几条止")] = None,
) -> None:
    """导出查阅日志，供独立核验程序使用。 Export the log for the verifier that stands alone."""
    register = opened(home, address, vault_address)
    count = 0
    with out.open("x", encoding="utf-8") as file:
        for line in _desk(register).lines(first, last):
            file.write(line + "\n")
            count += 1
    register.close()
    console().print(f"导出 {count} 条：{out}。独立核验：python3 verify_audit.py {out} --anchor 锚点文件")


@audit_app.command("secure")
@guarded
def secure(
    address: Annotated[str, typer.Option("--database", help="以数据库管理员身份连接的 PostgreSQL 地址")],
    home: Home = HERE,
    prefix: Annotated[str, typer.Option(help="角色名前缀")] = PREFIX,
) -> None:
    """建立各分区的数据库角色和行级安全；每次升级后再运行。 Roles and row security, again after every upgrade."""
    found = secured_at(address, home, prefix)
    vault = "身份库已归专用角色。" if found.has_vault else "身份库不在这个数据库里。"
    console().print(f"{found.relations} 个关系已受行级安全约束。{vault}")
    console().print(f"可登录的角色（请设置口令或证书）：{'、'.join(found.roles)}")
