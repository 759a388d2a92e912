"""Names of published indicators in words, and the residences that an income indicator is printed for."""

from enum import Enum

LABELS = {
    "income_per_head": "居民人均可支配收入",
    "income_per_head_urban": "城镇居民人均可支配收入",
    "income_per_head_rural": "农村居民人均可支配收入",
    "income_median": "居民人均可支配收入中位数",
    "income_wage": "工资性收入",
    "income_business": "经营净收入",
    "income_property": "财产净收入",
    "income_transfer": "转移净收入",
    "income_growth_nominal": "居民收入名义增速",
    "income_growth_real": "居民收入实际增速",
    "income_growth_nominal_urban": "城镇居民收入名义增速",
    "income_growth_nominal_rural": "农村居民收入名义增速",
    "income_growth_real_urban": "城镇居民收入实际增速",
    "income_growth_real_rural": "农村居民收入实际增速",
    "population_yearend": "年末常住人口",
    "population_average": "年平均常住人口",
    "urban_share": "常住人口城镇化率",
    "urban_rural_ratio": "城乡居民收入比",
    "gdp": "地区生产总值",
    "gdp_growth_real": "地区生产总值实际增速",
    "gdp_primary": "第一产业增加值",
    "gdp_secondary": "第二产业增加值",
    "gdp_tertiary": "第三产业增加值",
    "gni": "国民总收入",
    "net_primary_income_from_abroad": "来自国外的初次分配收入净额",
    "household_disposable_income_flow_of_funds": "住户部门可支配总收入（资金流量表）",
    "register_income_total": "登记的居民收入合计",
    "dibao_standard_monthly_urban": "城镇低保月标准",
    "dibao_standard_monthly_rural": "农村低保月标准",
    "consumption_per_head_urban": "城镇居民人均消费支出",
    "consumption_per_head_rural": "农村居民人均消费支出",
    "new_urban_jobs": "城镇新增就业",
    "wage_bill_above_scale_first_quarter": "一季度“四上”企业工资总额",
    "cpi_change": "居民消费价格涨幅",
    "cpi_change_urban": "城市居民消费价格涨幅",
    "cpi_change_rural": "农村居民消费价格涨幅",
}


class Residence(Enum):
    """Whom an income figure is of. The value is the ending of the indicator's name."""

    ALL = ""
    URBAN = "_urban"
    RURAL = "_rural"

    @property
    def label(self) -> str:
        return {"": "全体居民", "_urban": "城镇居民", "_rural": "农村居民"}[self.value]

    def of(self, indicator: str) -> str:
        """The name of an indicator for this residence."""
        return indicator + self.value


def label_of(indicator: str) -> str:
    """The indicator in words; its own name where it has none."""
    return LABELS.get(indicator, indicator)
