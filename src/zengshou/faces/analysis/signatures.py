"""Options spelled out in the signature of each function, so that `help` and completion in a notebook show them."""

import inspect
from collections.abc import Callable, Iterable
from typing import get_args, get_type_hints

OPTIONS = "options"


def spell_out(functions: Iterable[Callable[..., object]]) -> None:
    """Gives each function a signature in which `**options` stands as the keywords that it takes.

    Nothing but the signature changes: checkers read the annotation, people read this.
    """
    for function in functions:
        known = inspect.signature(function)
        if OPTIONS not in known.parameters:
            continue
        (named,) = get_args(get_type_hints(function)[OPTIONS])
        plain = [one for name, one in known.parameters.items() if name != OPTIONS]
        keywords = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=..., annotation=kind)
            for name, kind in get_type_hints(named).items()
        ]
        setattr(function, "__signature__", known.replace(parameters=[*plain, *keywords]))  # noqa: B010
