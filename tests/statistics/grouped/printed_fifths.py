"""Five-group means of disposable income as printed by 国家统计局, and one city that prints household sizes."""

from zengshou.statistics.grouped.groups import IncomeGroups, income_groups

# year -> (five means, mean of all), yuan per head
NATION = {
    2015: ((5221, 11894, 19320, 29438, 54544), 21966),
    2016: ((5529, 12899, 20924, 31990, 59259), 23821),
    2017: ((5958, 13843, 22495, 34547, 64934), 25974),
    2018: ((6440, 14361, 23189, 36471, 70640), 28228),
    2020: ((7869, 16443, 26249, 41172, 80294), 32189),
    2021: ((8333, 18445, 29053, 44949, 85836), 35128),
    2022: ((8601, 19303, 30598, 47397, 90116), 36883),
    2023: ((9215, 20442, 32195, 50220, 95055), 39218),
    2025: ((10150, 22702, 35536, 55586, 103778), 43377),
}
# 泉州统计年鉴2017 表5-24, urban households, 2016
QUANZHOU_MEANS = (16211, 26081, 36160, 49279, 76553)
QUANZHOU_SIZES = (3.74, 3.46, 2.81, 3.12, 2.83)
QUANZHOU_MEAN = 39656


def nation(year: int) -> IncomeGroups:
    means, mean = NATION[year]
    return income_groups(means, published_mean=mean)


def quanzhou() -> IncomeGroups:
    return income_groups(QUANZHOU_MEANS, sizes=QUANZHOU_SIZES, published_mean=QUANZHOU_MEAN)
