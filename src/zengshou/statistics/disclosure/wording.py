"""The rules in words, as they stand beside every released table."""

from zengshou.statistics.disclosure.rules import Rules


def rules_in_words(rules: Rules) -> tuple[str, ...]:
    """One sentence a rule."""
    digits = "不取整" if rules.count_base == 1 else f"取 {rules.count_base} 的倍数"
    return (
        f"每格不少于 {rules.minimum_contributors} 人（未加权），且不少于 {rules.minimum_units} 户；零也算不足",
        f"最大的 {rules.dominance_units} 户之和不超过合计的 {rules.dominance_share:.0%}",
        f"最大一户不能被推算到 {rules.p_share:.0%} 以内",
        f"比率的分子和其余部分各不少于 {rules.minimum_contributors} 人；分位数两侧各不少于 {rules.quantile_units} 人",
        f"不公布：{'、'.join(rules.refused_statistics)}",
        f"人数{digits}；金额取 {rules.money_digits} 位有效数字",
        f"隐去的格联立全部已发布的表推算，区间不窄于 {rules.count_width} 人、金额的 {rules.p_share:.0%}",
        f"与已发布的表相差不足 {rules.difference_contributors} 人的表不发布",
    )
