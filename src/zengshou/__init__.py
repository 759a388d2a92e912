"""zengshou (增收): records and answers become people; people meet rules; every figure is an Estimate.

`import zengshou as zs` is the analyst's face: `zs.gini(df, "income", weights="w")`. Its names are loaded when they are
first asked for, so that importing any room of the house stays light and no room imports the face above it. Those who
check types write `from zengshou.faces import analysis as zs`: the same names, each with its types.
"""

from importlib import import_module

__version__ = "0.1.0"

__all__ = [
    "DesignOptions",
    "Figures",
    "Options",
    "ProblemsFound",
    "ReplicateKind",
    "Replicates",
    "SurveyDesign",
    "__version__",
    "at_risk_of_poverty",
    "atkinson",
    "change",
    "contrast",
    "design",
    "example_survey",
    "explain_difference",
    "ge",
    "gini",
    "gini_by_source",
    "growth_and_redistribution",
    "imputed",
    "incidence",
    "inequality_by_group",
    "lorenz",
    "mean",
    "median",
    "mld",
    "mobility",
    "palma",
    "percentile_ratio",
    "poverty",
    "poverty_by_group",
    "progressivity",
    "progressivity_of_transfer",
    "quantile",
    "rate",
    "ratio",
    "s80_s20",
    "share_bottom",
    "share_top",
    "shares",
    "table",
    "theil",
    "total",
    "transition_matrix",
    "urban_rural_ratio",
    "watts",
    "zenga",
]


def __getattr__(name):  # type: ignore[no-untyped-def]  # anything: `typing` alone would import ten times as long
    """A public name, loaded when it is first asked for (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module 'zengshou' has no attribute {name!r}")
    found = getattr(import_module("zengshou.faces.analysis"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
