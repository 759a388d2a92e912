"""What a clause speaks of: subjects cleaned, told measurable or not, split where they are coordinated."""

import re

LEADS = re.compile(
    r"^(?:[、,;和并及 ]|[一-龥]{2,6}(?:目标|方面):|"
    r"实现|力争|争取|确保|努力|推动|推进|促进|使|要|将|其中:?|以及|保持|基本(?=实现|完成|建成|形成)|"
    r"全市|全县|全省|全区|我市|我县|我省|"
    r"的|底|末|前|之|现行标准下的?)+"
)
TAIL_VERBS = re.compile(r"(?:达到并|并|达到|稳定|保持|力争|基本|全部|实现|要|将|率先|分别|均|都|总体|达|、|,| )+$")
COMPARED = re.compile(r"(?:比|较|在)?(?:19|20)\d{2}年(?:的)?(?:基础上)?$")
MEASURE = re.compile(
    r"(?:率|比重|占比|比例|差距|收入比|比值|之比|倍差|系数|指数|收入|支出|增速|增幅|人数|户数|次数|总量|总额|总值|总数|总规模|产值|增加值|工资|"
    r"数量|产量|销量|存量|余额|面积|(?:收入|工资|消费|补贴)水平|人均[一-龥]{1,6}|寿命|年限)$"
)
MONEY = re.compile(r"收入|生产总值|GDP|产值|消费|支出|增加值|投资|工资|贸易额|总额|利润|税收")
PEOPLE = re.compile(r"(?:人口|人员|群众|对象|居民|劳动者|劳动力|职工|农民|学生|人数|人次|人)$")
UNITS_OF = re.compile(r"(?:人口|人员|居民|职工|农民|群体|对象|户|村|社区|乡镇|学校|企业|机构|家庭|县|群众|单位)$")
GAP_HEAD = re.compile(
    r"(?:(?:之间)?(?:的)?(?:收入|发展|生活|消费|工资)?差距|比重|占比|覆盖率|参保率|就业率|失业率|增速|收入)$"
)


def clean_subject(text: str) -> str:
    """Without lead-ins before it and half verbs behind it."""
    bare = TAIL_VERBS.sub("", LEADS.sub("", text.strip())).strip("、, ")
    return COMPARED.sub("", bare)


def is_measurable(subject: str) -> bool:
    """Its head is the name of a figure: 率, 比重, 差距, 收入; 质量, 格局 and 规模 are none."""
    return bool(MEASURE.search(subject))


def is_money(subject: str) -> bool:
    return bool(MONEY.search(subject)) and not re.search(r"率$|比重|占比|比例|差距", subject)


def unit_of_share(subject: str) -> str:
    """% for shares by name; other figures show their unit only in statistics, not in the text."""
    return "%" if re.search(r"(?:比重|占比|比例|覆盖率|参保率|就业率|失业率)$", subject) else ""


def unit_of_people(subject: str) -> str:
    """人 for bodies of people, 户 for households; "" for anything else."""
    if subject.endswith("户"):
        return "户"
    return "人" if PEOPLE.search(subject) else ""


def measures(subject: str) -> list[str]:
    """A和B as two subjects where each is a figure of its own; else the subject alone."""
    parts = [part for part in re.split(r"、|和|与|以及", subject) if part]
    return parts if len(parts) > 1 and all(is_measurable(part) for part in parts) else [subject]


def sharing_head(subject: str) -> list[str]:
    """城乡、区域和居民之间收入差距 as 城乡收入差距, 区域收入差距, 居民之间收入差距."""
    head = GAP_HEAD.search(subject)
    parts = [part for part in re.split(r"、|和|与", subject) if part]
    if head and len(parts) > 1 and all(len(part) <= 6 and not is_measurable(part) for part in parts[:-1]):
        noun = head.group().replace("之间", "").removeprefix("的")
        return [*(part + noun for part in parts[:-1]), parts[-1]]
    return measures(subject)
