"""The form of the two people tables: every column's name, kind, unit, categories and Chinese label.

One place for the category codes, so that a drawn population, a city's own file and the law agree on them.
"""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a cell holds."""

    IDENTIFIER = "identifier"
    NUMBER = "number"
    FLAG = "flag"
    CATEGORY = "category"
    MONTH = "month"

    @property
    def label(self) -> str:
        words = {"identifier": "编号", "number": "数值", "flag": "是/否", "category": "类别", "month": "年月"}
        return words[self.value]


@dataclass(frozen=True)
class PeopleColumn:
    """One column.

    unit        in words, e.g. yuan per month; empty for truths and categories
    categories  names in the order of their codes; `category_labels` are the Chinese words for them
    is_required True: a file without it is refused; the others may be left to the law's own declaration
    """

    name: str
    label: str
    kind: Kind
    unit: str = ""
    categories: tuple[str, ...] = ()
    category_labels: tuple[str, ...] = ()
    is_required: bool = False
    may_be_negative: bool = False

    def code(self, category: str) -> int:
        return self.categories.index(category)


def _category(name: str, label: str, words: dict[str, str], is_required: bool = False) -> PeopleColumn:
    return PeopleColumn(name, label, Kind.CATEGORY, "", tuple(words), tuple(words.values()), is_required)


def _number(name: str, label: str, unit: str, may_be_negative: bool = False) -> PeopleColumn:
    return PeopleColumn(name, label, Kind.NUMBER, unit, may_be_negative=may_be_negative)


def _flag(name: str, label: str) -> PeopleColumn:
    return PeopleColumn(name, label, Kind.FLAG)


SEX = _category("sex", "性别", {"male": "男", "female": "女"}, True)
RELATION = _category(
    "relation", "与户主关系", {"head": "户主", "spouse": "配偶", "child": "子女", "parent": "父母", "other": "其他"}
)
HUKOU = _category("hukou", "户籍", {"urban": "城镇", "rural": "农村"})
RESIDENCE = _category("residence", "居住地", {"urban": "城镇", "rural": "农村"}, True)
WORK = _category(
    "work",
    "就业状况",
    {
        "employee": "受雇",
        "flexible": "灵活就业",
        "self_employed": "个体经营",
        "farmer": "务农",
        "retired": "离退休",
        "unemployed": "失业",
        "student": "在校",
        "none": "其他未就业",
    },
)
INDUSTRY = _category(
    "industry",
    "行业",
    {"agriculture": "农业", "industry": "工业", "construction": "建筑业", "services": "服务业", "public": "公共服务"},
)
EMPLOYER = _category(
    "employer_kind",
    "单位性质",
    {"none": "无", "state": "国有集体", "private": "民营", "public_sector": "机关事业", "self": "自营"},
)
SKILL = _category(
    "skill_level",
    "技能等级",
    {"none": "无", "basic": "初级", "middle": "中级", "senior": "高级", "technician": "技师及以上"},
)
SCHOOLING = _category(
    "schooling",
    "受教育程度",
    {
        "none": "未上学",
        "primary": "小学",
        "middle": "初中",
        "high": "高中",
        "college": "大专",
        "bachelor": "本科",
        "graduate": "研究生",
    },
)
RETIREMENT = _category(
    "retirement_group", "退休类别", {"male": "男职工", "female_55": "女职工（55周岁）", "female_50": "女职工（50周岁）"}
)
FARMER_STANDING = _category(
    "farmer_standing",
    "新型职业农民身份",
    {
        "none": "都不是",
        "trained": "经培育合格",
        "large_grower": "专业大户",
        "family_farm": "家庭农场",
        "cooperative": "合作社带头人",
        "agribusiness": "农业企业带头人",
    },
)
RESEARCH_POST = _category(
    "research_post",
    "科研岗位",
    {"none": "不是", "university": "高校", "institute": "科研机构", "enterprise": "企业研发"},
)
OWN_BUSINESS = _category(
    "own_business",
    "自己经营的主体",
    {
        "none": "没有",
        "individual": "个体工商户",
        "small": "小型、微型企业",
        "larger": "中型及以上企业",
        "freelance": "自由职业",
    },
)
ENTERPRISE_POST = _category(
    "enterprise_post",
    "受聘的企业经营管理岗位",
    {"none": "没有", "manager": "经营管理人员", "professional": "职业经理人"},
)
PUBLIC_POST = _category(
    "public_post",
    "机关事业单位与村（社区）岗位",
    {
        "none": "都不是",
        "city": "市级及以上",
        "county": "县级",
        "township": "乡镇、街道",
        "service": "基层医疗卫生机构、农村和社区学校",
        "village": "村（社区）",
    },
)
HOUSING = _category("housing", "住房来源", {"own": "自有", "rent": "租赁", "other": "其他"})

PERSON_COLUMNS: tuple[PeopleColumn, ...] = (
    PeopleColumn("person_id", "人员编号", Kind.IDENTIFIER),
    PeopleColumn("household_id", "户编号", Kind.IDENTIFIER, is_required=True),
    PeopleColumn("birth_month", "出生年月", Kind.MONTH, is_required=True),
    SEX,
    RELATION,
    HUKOU,
    WORK,
    INDUSTRY,
    EMPLOYER,
    SKILL,
    SCHOOLING,
    _flag("is_student", "是否在校学生"),
    RETIREMENT,
    _number("wage_monthly", "工资薪金（税前）", "yuan per month"),
    _number("bonus_yearly", "全年一次性奖金", "yuan per year"),
    _number("labour_service_yearly", "劳务报酬", "yuan per year"),
    _number("business_income_yearly", "个体经营净收入", "yuan per year", True),
    _number("farm_income_yearly", "农业经营净收入", "yuan per year", True),
    _number("property_income_yearly", "财产净收入", "yuan per year", True),
    _number("private_transfer_yearly", "私人转移净收入", "yuan per year", True),
    _flag("is_employee_insured", "是否以职工身份参加职工养老保险"),
    _flag("is_flexible_insured", "是否以灵活就业身份参加职工养老保险"),
    _flag("is_resident_pension_insured", "是否参加城乡居民养老保险"),
    _number("resident_pension_tier_yearly", "居民养老缴费档次", "yuan per year"),
    _number("resident_pension_years", "居民养老缴费年限", "years"),
    _number("resident_account_balance", "居民养老个人账户储存额", "yuan"),
    _number("contribution_years", "职工养老实际缴费年限", "years"),
    _number("deemed_years", "视同缴费年限", "years"),
    _number("average_index", "平均缴费工资指数", "ratio"),
    _number("account_balance", "职工养老个人账户储存额", "yuan"),
    _number("employee_pension_last_year_monthly", "上年12月在领职工养老金", "yuan per month"),
    _flag("is_retired_employee", "是否领取职工养老金的退休人员"),
    PeopleColumn("disability_grade", "残疾等级（0无，1至4级）", Kind.NUMBER, "grade"),
    _flag("is_disability_mental", "是否智力或精神残疾"),
    _flag("has_serious_illness", "是否重大疾病"),
    _number("child_education_claimed", "申报子女教育扣除的子女数", "children"),
    _number("infant_care_claimed", "申报婴幼儿照护扣除的子女数", "children"),
    _number("elder_support_rate", "赡养老人扣除的分摊比例", "share"),
    _flag("has_mortgage_deduction", "是否申报住房贷款利息扣除"),
    _flag("has_rent_deduction", "是否申报住房租金扣除"),
    _number("housing_fund_rate", "住房公积金个人缴存比例", "share"),
    FARMER_STANDING,
    RESEARCH_POST,
    OWN_BUSINESS,
    ENTERPRISE_POST,
    PUBLIC_POST,
    _flag("is_township_staff", "在乡镇机关、事业单位工作（在编）"),
    _flag("is_listed_poor_able", "在册困难家庭中有劳动能力的成员"),
)

HOUSEHOLD_COLUMNS: tuple[PeopleColumn, ...] = (
    PeopleColumn("household_id", "户编号", Kind.IDENTIFIER, is_required=True),
    RESIDENCE,
    PeopleColumn("area", "所在县（市、区）", Kind.CATEGORY),
    _number("weight", "权数", "households"),
    PeopleColumn("stratum", "抽样层", Kind.IDENTIFIER),
    PeopleColumn("psu", "初级抽样单元", Kind.IDENTIFIER),
    _number("land_mu", "承包地", "mu"),
    HOUSING,
    _flag("meets_property_test", "财产状况是否符合救助条件"),
    _number("consumption_yearly", "消费支出", "yuan per year"),
)

# A city's own classification of persons: where a file brings one of these, it stands in place of the rule.
GROUP_FLAGS: tuple[PeopleColumn, ...] = (
    _flag("is_skilled_worker", "技能人才"),
    _flag("is_new_farmer", "新型职业农民"),
    _flag("is_researcher", "科研人员"),
    _flag("is_small_entrepreneur", "小微创业者"),
    _flag("is_manager", "企业经营管理人员"),
    _flag("is_grassroots_official", "基层干部队伍"),
    _flag("is_poor_able", "有劳动能力的困难群体"),
)
