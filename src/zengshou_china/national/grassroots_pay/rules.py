"""基层津补贴: township work allowance, village doctors, teachers in mountain and remote rural schools.

None of them stands inside `wage_monthly`; whoever states a wage with the allowance must not state it again.
"""

from zengshou.policy.dsl import (
    Flags,
    Flow,
    Monthly,
    OnDate,
    Person,
    Rate,
    Yearly,
    Yuan,
    input_column,
    rule,
    where,
    year_sum,
)

TOWNSHIP = "乡镇机关事业单位工作人员实行乡镇工作补贴（2015年）；城市方案基层干部队伍激励计划"
TEACHER = "广东省山区和农村边远地区学校教师生活补助；国办发〔2015〕43号"
DOCTOR = "广东省村卫生站医生补贴；国办发〔2015〕13号"

is_township_staff = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="在乡镇机关、事业单位工作（在编）",
    if_absent=False,
    question="您是在乡镇机关、事业单位工作的在编人员吗？",
    page="work",
)
is_rural_teacher = input_column(
    entity=Person,
    period=OnDate,
    unit=Flags,
    label="山区、农村边远地区学校教师",
    if_absent=False,
    question="您是山区或农村边远地区学校的教师吗？",
    page="work",
)
village_station_rate = input_column(
    entity=Person,
    period=OnDate,
    unit=Rate,
    label="村医在村卫生站补贴中的份额",
    if_absent=0.0,
    note="一站一医填1；两人分填0.5；不是村医填0",
    question="您是村卫生站的医生吗？补贴归您的份额是多少？（独自一人填1，不是填0）",
    page="work",
)


@rule(entity=Person, law=TOWNSHIP, label="乡镇工作补贴")
def township_allowance_monthly(is_township_staff: OnDate[Flags], township_allowance: Monthly[Yuan]) -> Monthly[Yuan]:
    """The average minimum; remote townships pay more."""
    return where(is_township_staff, township_allowance, 0.0)


@rule(entity=Person, law=TEACHER, label="山区和农村边远地区教师生活补助")
def rural_teacher_allowance_monthly(
    is_rural_teacher: OnDate[Flags], rural_teacher_allowance: Monthly[Yuan]
) -> Monthly[Yuan]:
    """The average of the province; each school's own step is local."""
    return where(is_rural_teacher, rural_teacher_allowance, 0.0)


@rule(entity=Person, law=DOCTOR, label="村卫生站医生")
def is_village_doctor(village_station_rate: OnDate[Rate]) -> OnDate[Flags]:
    """Has a part in a station's subsidy."""
    return village_station_rate > 0


@rule(entity=Person, law=DOCTOR, label="村卫生站医生补贴")
def village_doctor_subsidy_yearly(
    is_village_doctor: OnDate[Flags], village_station_rate: OnDate[Rate], village_station_subsidy: Yearly[Yuan]
) -> Yearly[Yuan]:
    """The station's sum, by the doctor's part."""
    return where(is_village_doctor, village_station_rate * village_station_subsidy, 0.0)


township_allowance_year = year_sum(township_allowance_monthly, label="乡镇工作补贴（全年）")
rural_teacher_allowance_year = year_sum(rural_teacher_allowance_monthly, label="教师生活补助（全年）")


@rule(entity=Person, law=TOWNSHIP, label="基层津补贴（全年）", flow=Flow("一般公共预算", "government", 1))
def grassroots_pay_yearly(
    township_allowance_year: Yearly[Yuan],
    rural_teacher_allowance_year: Yearly[Yuan],
    village_doctor_subsidy_yearly: Yearly[Yuan],
) -> Yearly[Yuan]:
    """Pay beside the wage."""
    return township_allowance_year + rural_teacher_allowance_year + village_doctor_subsidy_yearly
