"""农业补贴: farmland fertility, grain, forest compensation, machinery, the state's share of insurance."""

from zengshou.policy.dsl import (
    Count,
    Flags,
    Flow,
    Household,
    OnDate,
    Rate,
    Yearly,
    Yuan,
    at_least,
    input_column,
    rule,
    to_person,
    where,
)

FERTILITY = "财农〔2016〕26号"
GRAIN = "财政部 实际种粮农民一次性补贴"
FOREST = "森林法 第七条、第二十九条；中央财政林业补助资金管理办法"
MACHINERY = "农业机械购置补贴实施指导意见"
INSURANCE = "农业保险条例 第七条；财金〔2016〕123号；财金〔2021〕130号"

land_mu = input_column(
    entity=Household,
    period=OnDate,
    unit=Count,
    label="承包地（亩）",
    if_absent=0.0,
    question="您家承包的耕地有多少亩？（没有填0）",
    page="farm",
)
idle_mu = input_column(
    entity=Household,
    period=OnDate,
    unit=Count,
    label="其中撂荒或改作他用（亩）",
    if_absent=0.0,
    note="撂荒、转为林果或鱼塘、被征用的不补",
    question="其中撂荒或改作他用（如鱼塘、果园、建房）的有多少亩？",
    page="farm",
)
grain_mu = input_column(
    entity=Household,
    period=OnDate,
    unit=Count,
    label="实际种粮面积（亩）",
    if_absent=0.0,
    question="您家今年实际种粮多少亩？（含租种）",
    page="farm",
)
forest_mu = input_column(
    entity=Household,
    period=OnDate,
    unit=Count,
    label="生态公益林面积（亩）",
    if_absent=0.0,
    question="您家有多少亩山林划为生态公益林？",
    page="farm",
)
machinery_price_yearly = input_column(
    entity=Household,
    period=Yearly,
    unit=Yuan,
    label="当年购置目录内农机价款",
    if_absent=0.0,
    question="您家今年买目录内的农机花了多少元？",
    page="farm",
)
is_key_machinery = input_column(
    entity=Household,
    period=OnDate,
    unit=Flags,
    label="购置的是重点机具",
    if_absent=False,
    question="买的是补贴目录里的重点机具吗？",
    page="farm",
)
farm_premium_yearly = input_column(
    entity=Household,
    period=Yearly,
    unit=Yuan,
    label="政策性农业保险全年总保费（含财政补贴部分）",
    if_absent=0.0,
    question="您家投保的政策性农业保险，保单总保费一年多少元？（含政府补贴部分）",
    page="farm",
)


@rule(entity=Household, law=FERTILITY, label="有可补贴的承包耕地")
def is_fertility_eligible(land_mu: OnDate[Count], idle_mu: OnDate[Count]) -> OnDate[Flags]:
    """Contracted farmland that is still farmland."""
    return land_mu > idle_mu


@rule(entity=Household, law=FERTILITY, label="耕地地力保护补贴")
def fertility_subsidy_yearly(
    is_fertility_eligible: OnDate[Flags],
    land_mu: OnDate[Count],
    idle_mu: OnDate[Count],
    fertility_per_mu: Yearly[Yuan],
) -> Yearly[Yuan]:
    """The county's fund divided by its mu, so a local amount; paid to who holds the contract."""
    return where(is_fertility_eligible, (land_mu - idle_mu) * fertility_per_mu, 0.0)


@rule(entity=Household, law=GRAIN, label="实际种粮")
def is_grain_grower(grain_mu: OnDate[Count]) -> OnDate[Flags]:
    """Whoever grows, not who holds the contract."""
    return grain_mu > 0


@rule(entity=Household, law=GRAIN, label="实际种粮一次性补贴")
def grain_one_off_yearly(
    is_grain_grower: OnDate[Flags], grain_mu: OnDate[Count], grain_one_off_per_mu: Yearly[Yuan]
) -> Yearly[Yuan]:
    """A national pot; the amount per mu is local."""
    return where(is_grain_grower, grain_mu * grain_one_off_per_mu, 0.0)


@rule(entity=Household, law=FOREST, label="有生态公益林")
def is_forest_eligible(forest_mu: OnDate[Count]) -> OnDate[Flags]:
    """Forest in which cutting is restricted."""
    return forest_mu > 0


@rule(entity=Household, law=FOREST, label="生态公益林效益补偿")
def forest_compensation_yearly(
    is_forest_eligible: OnDate[Flags], forest_mu: OnDate[Count], forest_per_mu: Yearly[Yuan]
) -> Yearly[Yuan]:
    """For what may not be cut."""
    return where(is_forest_eligible, forest_mu * forest_per_mu, 0.0)


@rule(entity=Household, law=MACHINERY, label="当年购置目录内农机")
def is_machinery_buyer(machinery_price_yearly: Yearly[Yuan]) -> Yearly[Flags]:
    """Bought a machine of the catalogue."""
    return machinery_price_yearly > 0


@rule(entity=Household, law=MACHINERY, label="农机购置补贴（上限）")
def machinery_subsidy_yearly(
    is_machinery_buyer: Yearly[Flags],
    machinery_price_yearly: Yearly[Yuan],
    is_key_machinery: OnDate[Flags],
    machinery_rate: Yearly[Rate],
    machinery_key_rate: Yearly[Rate],
) -> Yearly[Yuan]:
    """At most a share of the price; the catalogue's fixed amounts are not modelled. Less cost, not income."""
    rate = where(is_key_machinery, machinery_key_rate, machinery_rate)
    return where(is_machinery_buyer, machinery_price_yearly * rate, 0.0)


@rule(entity=Household, law=INSURANCE, label="投保政策性农业保险")
def is_farm_insured(farm_premium_yearly: Yearly[Yuan]) -> Yearly[Flags]:
    """Has a policy of this year."""
    return farm_premium_yearly > 0


@rule(entity=Household, law=INSURANCE, label="农户自缴保费")
def farm_premium_own_yearly(farm_premium_yearly: Yearly[Yuan], insurance_farmer_rate: Yearly[Rate]) -> Yearly[Yuan]:
    """The farmer's part of the premium."""
    return farm_premium_yearly * insurance_farmer_rate


@rule(entity=Household, law=INSURANCE, label="中央财政补贴的保费")
def farm_premium_central_yearly(
    farm_premium_yearly: Yearly[Yuan], insurance_central_rate: Yearly[Rate]
) -> Yearly[Yuan]:
    """Planting; other lines have other shares."""
    return farm_premium_yearly * insurance_central_rate


@rule(entity=Household, law=INSURANCE, label="各级财政补贴的保费")
def farm_premium_support_yearly(
    farm_premium_yearly: Yearly[Yuan], farm_premium_own_yearly: Yearly[Yuan]
) -> Yearly[Yuan]:
    """What the farmer need not pay: worth to the farm, not cash."""
    return at_least(0.0, farm_premium_yearly - farm_premium_own_yearly)


@rule(entity=Household, law=FERTILITY, label="农业补贴（现金，全年）", flow=Flow("一般公共预算", "government", 1))
def farm_received_yearly(
    fertility_subsidy_yearly: Yearly[Yuan],
    grain_one_off_yearly: Yearly[Yuan],
    forest_compensation_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """Cash to the household; machinery and premiums lower its costs instead."""
    return fertility_subsidy_yearly + grain_one_off_yearly + forest_compensation_yearly


farm_share_yearly = to_person(farm_received_yearly, share="equal", label="分摊的农业补贴")
