"""zs records about, link-register, token: what the custodian does beside the pages."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer

from zengshou.faces.cli.output import console, guarded, print_json, print_table, progress_bar
from zengshou.faces.cli.records.officer import Officer
from zengshou.faces.cli.records.records_import_commands import HERE, Address, AsJson, City, Home, VaultAddress
from zengshou.records.linkage.decide import Thresholds
from zengshou.records.linkage.linkage import LinkageOptions
from zengshou.services.records.home.channel_catalogue import catalogue_of
from zengshou.services.records.home.register_about import about, describe
from zengshou.services.records.home.register_home import opened
from zengshou.services.records.linking.link_register import link_register, summary_rows
from zengshou.store.register.delivery.delivery_tokens import holders_in, make_token, revoke_token


@guarded
def about_register(
    city: Annotated[str, typer.Option(help="这是哪个城市的登记系统；不写则只显示")] = "",
    synthetic: Annotated[bool, typer.Option("--synthetic", help="标明全部为合成数据；标明后不能取消")] = False,
    home: Home = HERE,
    as_json: AsJson = False,
) -> None:
    """登记系统属于哪个城市、是否合成数据。 Whose register it is, and whether its data are synthetic."""
    told = describe(home, city, synthetic) if city else about(home)
    if as_json:
        print_json({"city": told.city, "is_synthetic": told.is_synthetic})
        return
    console().print(f"城市：{told.city or '未写明'}　{told.mark or '未标为合成数据'}")


@guarded
def link_persons(
    officer: Officer,
    auto: Annotated[float, typer.Option(help="概率达到多少自动关联", min=0.5, max=0.999999)] = 0.99,
    review: Annotated[float, typer.Option(help="概率达到多少交人工复核", min=0.01, max=0.999999)] = 0.5,
    home: Home = HERE,
    address: Address = "",
    vault_address: VaultAddress = "",
    as_json: AsJson = False,
) -> None:
    """在登记系统内查找一人多号：可靠的自动关联，存疑的交复核。 Find persons with two references."""
    register = opened(home, address, vault_address)
    options = LinkageOptions(Thresholds(auto, review))
    with progress_bar("人员比对", as_json) as tell:
        found = link_register(register, datetime.now(UTC), officer, options, tell)
    if as_json:
        print_json(
            {"persons": found.persons, "linked": found.linked, "review": found.review, "known": found.known,
             "unusable": found.counts, "notes": list(found.notes)}
        )  # fmt: skip
        return
    print_table("登记系统内的人员比对", ("项目", "数值"), summary_rows(found), right=(1,))
    for note in found.notes:
        console().print(note, style="dim", markup=False)
    console().print("存疑的各对在工作台“关联复核”页判定；关联随时可以撤销。", style="dim")


@guarded
def new_token(
    name: Annotated[str, typer.Argument(help="报送单位或系统的名称，作为上传人记入批次")],
    channel: Annotated[list[str], typer.Option(help="可以报送的渠道，可写多次")],
    officer: Officer,
    days: Annotated[int, typer.Option(help="有效天数", min=1, max=366)] = 180,
    city: City = "",
    home: Home = HERE,
    address: Address = "",
    vault_address: VaultAddress = "",
    as_json: AsJson = False,
) -> None:
    """发一个接口报送令牌，只显示一次。 A token for deliveries by API."""
    catalogue, register = catalogue_of(city), opened(home, address, vault_address)
    channels = tuple(dict.fromkeys(catalogue.channel(id).id for id in channel))
    until = date.today() + timedelta(days=days)
    token = make_token(register.folder, register.keys, name, channels, until, officer)
    if as_json:
        print_json({"name": name, "channels": list(channels), "valid_to": until.isoformat(), "token": token})
        return
    console().print(f"令牌（只显示这一次）：{token}", markup=False, soft_wrap=True)
    console().print(f"{name}　可报送 {'、'.join(channels)}　有效至 {until}", markup=False)


@guarded
def list_tokens(
    home: Home = HERE, address: Address = "", vault_address: VaultAddress = "", as_json: AsJson = False
) -> None:
    """已发的接口报送令牌。 Tokens that were given out."""
    found = holders_in(opened(home, address, vault_address).folder)
    if as_json:
        rows = [
            {"name": one.name, "channels": list(one.channels), "valid_to": one.valid_to.isoformat(),
             "made_by": one.made_by, "is_revoked": one.is_revoked}
            for one in found
        ]  # fmt: skip
        print_json({"tokens": rows})
        return
    states = [_state(one.is_revoked, one.valid_to) for one in found]
    cells = [(one.name, "、".join(one.channels), str(one.valid_to), one.made_by) for one in found]
    rows_of = [(*row, state) for row, state in zip(cells, states, strict=True)]
    print_table("接口报送令牌", ("名称", "渠道", "有效至", "发放人", "状态"), rows_of)


@guarded
def end_token(
    name: Annotated[str, typer.Argument(help="令牌名称")],
    home: Home = HERE,
    address: Address = "",
    vault_address: VaultAddress = "",
) -> None:
    """撤销一个接口报送令牌。 End a token."""
    revoke_token(opened(home, address, vault_address).folder, name)
    console().print(f"已撤销：{name}", markup=False)


def _state(is_revoked: bool, valid_to: date) -> str:
    if is_revoked:
        return "已撤销"
    return "有效" if date.today() <= valid_to else "已过期"
