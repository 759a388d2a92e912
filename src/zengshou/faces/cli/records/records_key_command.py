"""zs records renew-key: a new master key for the identity vault."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from zengshou.faces.cli.output import console, guarded, print_json
from zengshou.faces.cli.records.officer import KeyHolder
from zengshou.faces.cli.records.records_import_commands import HERE, Address, AsJson, Home, VaultAddress
from zengshou.services.records.home.register_home import opened
from zengshou.services.records.home.renew_key import finish_renewal, renew_vault_key


@guarded
def renew_key(
    officer: KeyHolder,
    resume: Annotated[bool, typer.Option("--resume", help="接着做上次中断的改封，不再造新密钥")] = False,
    home: Home = HERE,
    address: Address = "",
    vault_address: VaultAddress = "",
    as_json: AsJson = False,
) -> None:
    """给身份库换一把主密钥，逐人改封。 A new master key for the identity vault."""
    register = opened(home, address, vault_address)
    change = finish_renewal if resume else renew_vault_key
    done = change(register, datetime.now(UTC), officer)
    register.close()
    if as_json:
        print_json({"key": done.key, "persons": done.persons})
        return
    console().print(f"身份库已改用密钥 {done.key}，改封 {done.persons:,} 人。")
    console().print(
        "请把 keys/ 目录重新离线备份。旧密钥文件在旧备份过期前须留着；删去之后，旧备份中已删除的人再也打不开。"
    )
