"""Every choice behind a model-based figure of a small area, with a name."""

from dataclasses import dataclass

from zengshou.concepts.problem import refuse
from zengshou.statistics.small_area.fit import FitMethod
from zengshou.statistics.small_area.scale import BackTransform, Scale
from zengshou.statistics.small_area.variance_function import VarianceForm


@dataclass(frozen=True)
class SmallAreaChoices:
    """The conventions of one model.

    design_effect  only for ARCSINE without standard errors: D_i = design_effect / (4 n_i)
    bootstrap      replicates of the MSE by simulation, shown beside the analytic one; 0 for none
    level          coverage aimed at by intervals
    """

    method: FitMethod = FitMethod.REML
    scale: Scale = Scale.IDENTITY
    back: BackTransform = BackTransform.MEAN
    variances: VarianceForm = VarianceForm.POOLED
    design_effect: float = 1.0
    bootstrap: int = 0
    level: float = 0.95

    def check(self) -> None:
        """Raises  ProblemsFound for a level, design effect or number of replicates that means nothing."""
        if not 0.5 <= self.level < 1:
            raise refuse(f"置信水平 {self.level:g} 不在 0.5 与 1 之间。", "level", "常用 0.95。")
        if not 0 < self.design_effect < 1000:
            raise refuse(f"设计效应 {self.design_effect:g} 无效。", "design_effect", "请填大于零的数，如 1.5。")
        if self.bootstrap < 0:
            raise refuse(f"自助法重复数 {self.bootstrap} 为负。", "bootstrap", "请填 0 或几百。")

    @property
    def text(self) -> str:
        """The model in one line."""
        way_back = "" if self.scale is Scale.IDENTITY else f" (back={self.back.value})"
        return f"model=fay_herriot, area level; fit={self.method.value}; scale={self.scale.value}{way_back}"
