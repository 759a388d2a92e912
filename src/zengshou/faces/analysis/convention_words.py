"""Conventions and flags in Chinese words, each said once under a table."""

from collections.abc import Sequence

from zengshou.concepts.estimate import Estimate
from zengshou.services.statistics.figure_differences import FOUND, LABELS, conventions

FLAGS = {
    "few_cases": "样本不足30",
    "few_psu": "初级抽样单元过少",
    "caution": "误差较大，慎用",
    "not_published": "误差过大，不宜发布",
    "small_sample_interval": "样本不足300，区间可能偏窄",
    "no_standard_error": "没有标准误",
    "negative_income": "含负收入",
    "missing_income": "有缺失，已作为域排除",
    "register": "登记数据，无抽样误差",
    "rests_on_unverified": "依据未核实的参数",
    "dominance": "少数单位占比过高",
    "secondary": "为保护他格而不发布",
    "suppressed": "不发布",
    "external_series": "外部公布数",
    "model_based": "模型推算",
}
VALUES = {
    "gini=lorenz": "洛伦兹曲线面积，与权数的尺度无关",
    "gini=kish": "小样本修正",
    "gini=convey": "仅用于与 R convey 对照，随权数尺度变化",
    "quantile=inverse_cdf": "累计权数达到份额的最小值",
    "quantile=averaged": "恰好达到时取相邻两值的平均",
    "quantile=interpolated": "相邻值之间线性内插",
    "density=convey": "高斯核，带宽同 R convey",
    "density=scale_free": "高斯核，带宽与权数尺度无关",
    "negatives=keep": "照算并说明",
    "negatives=floor_at_zero": "按零计",
    "negatives=drop": "作为域排除",
    "negatives=refuse": "有即不算",
    "shares=lorenz": "洛伦兹曲线上按人口份额精确截取",
    "line_domain=whole sample": "全部样本",
    "weight=none": "不加权",
    "row=person": "人",
    "row=household": "户",
    "poor=x<line": "低于线为贫困",
    "poor=x<=line": "不高于线为贫困",
    "rich=x>line": "高于线为富裕",
}
DESIGNS = {
    "register": "登记数据，全部在内，无抽样误差",
    "strata": "层",
    "psu": "初级抽样单元",
    "stages": "抽样阶段",
    "fpc": "有限总体修正",
    "fpc=none": "无（按有放回抽样）",
    "fpc=counts": "按总体单元数",
    "lonely": "单一单元的层",
    "lonely=fail": "拒绝计算",
    "lonely=adjust": "对总平均取离差",
    "lonely=average": "取他层平均",
    "lonely=certainty": "视为必选",
    "variance": "方差",
    "variance=taylor, ultimate cluster": "泰勒线性化，最终整群",
}
INTERVALS = {
    "logit": "logit 变换",
    "log": "对数变换",
    "woodruff": "Woodruff 反解",
    "identity": "直接",
    "clopper_pearson over psu": "精确二项（按初级单元）",
}
METHODS = {
    "t": "t 分布",
    "skewed_t": "按尾部修正的 t 分布",
    "percentile": "自助法分位",
    "bootstrap_t": "自助 t",
}
MOST_HOLDERS = 3


def flags_in_words(estimate: Estimate) -> str:
    """The flags of one figure, or the reason why it has no value."""
    if estimate.value is None:
        return estimate.reason
    return "、".join(FLAGS.get(flag, flag) for flag in estimate.flags)


def convention_in_words(name: str, value: str) -> str:
    """`gini=lorenz` as 基尼系数算法：lorenz（洛伦兹曲线面积，与权数的尺度无关）."""
    label = LABELS.get(name, name)
    if name == "interval":
        return f"{label}：{_interval_in_words(value)}"
    if not value:
        return label
    meaning = VALUES.get(f"{name}={value}")
    return f"{label}：{value}（{meaning}）" if meaning else f"{label}：{value}"


def _interval_in_words(value: str) -> str:
    """`logit, t, 0.95` as logit 变换，t 分布，95%; what follows stays as it is."""
    parts = value.split(", ")
    if len(parts) == 1:
        return INTERVALS.get(value, value)
    if len(parts) < 3 or not parts[2].replace(".", "", 1).isdigit():
        return value
    scale, method, level, *rest = parts
    said = [INTERVALS.get(scale, scale), METHODS.get(method, method), f"{100 * float(level):g}%", *rest]
    return "，".join(said)


def convention_lines(estimates: Sequence[Estimate]) -> tuple[str, ...]:
    """Every convention once: first what all figures share, then what only some rest on, with their names."""
    held: dict[tuple[str, str], list[Estimate]] = {}
    for estimate in estimates:
        for name, value in conventions(estimate.convention).items():
            if name not in FOUND:
                held.setdefault((name, value), []).append(estimate)
    valued = {id(estimate) for estimate in estimates if estimate.value is not None} or {id(one) for one in estimates}
    said: dict[frozenset[int], list[str]] = {}
    holders: dict[frozenset[int], str] = {}
    for (name, value), having in held.items():
        which = frozenset(id(estimate) for estimate in having)
        which = frozenset(valued) if valued <= which else which
        holders[which] = "" if valued <= which else f"{_holders(having, estimates)}："
        said.setdefault(which, []).append(convention_in_words(name, value))
    shared_first = sorted(said, key=lambda which: holders[which] != "")
    return tuple(f"{holders[which]}{'；'.join(said[which])}" for which in shared_first)


def _holders(having: Sequence[Estimate], every: Sequence[Estimate]) -> str:
    """Whose convention it is: indicators, or domains where it is one indicator's in some of them."""
    names = list(dict.fromkeys(estimate.label for estimate in having))
    if len({estimate.label for estimate in every}) == 1:
        names = list(dict.fromkeys("全体" if one.domain == "all" else one.domain for one in having))
    more = f"等{len(names)}项" if len(names) > MOST_HOLDERS else ""
    return "、".join(names[:MOST_HOLDERS]) + more


def design_lines(estimates: Sequence[Estimate]) -> tuple[str, ...]:
    """The sampling designs behind the figures in words, each once."""
    texts = dict.fromkeys(estimate.design for estimate in estimates if estimate.design)
    return tuple("；".join(_design_in_words(part.strip()) for part in text.split(";")) for text in texts)


def _design_in_words(part: str) -> str:
    name, is_named, value = part.partition("=")
    if not is_named:
        return DESIGNS.get(part, part)
    return f"{DESIGNS.get(name, name)}：{DESIGNS.get(f'{name}={value}', value)}"
