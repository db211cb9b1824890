"""What a user says of one metric: the class it is of, and what it depends on."""

from __future__ import annotations

from dataclasses import replace
from numbers import Real
from typing import TYPE_CHECKING, Any

from logitwise.errors import OptionError
from logitwise.metrics.names import METRICS, TABLE, check_name
from logitwise.metrics.wording import named, visible
from logitwise.policy.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from logitwise.metrics import Parameters

WORDS = {"top_k": "k"}
"""Parameters that `Report.metric` takes by another word than the policy."""


def class_asked(of: object, classes: Sequence[str]) -> str | None:
    """The name of a class that was given as a name, or as the number or boolean that it stands for.

    Raises:
        OptionError: something else.

    >>> class_asked(1, ("0", "1")), class_asked(True, ("False", "True")), class_asked(1.0, ("0", "1"))
    ('1', 'True', '1')
    """
    value: Any = of.item() if hasattr(of, "item") and getattr(of, "ndim", None) == 0 else of
    if value is None or isinstance(value, str):
        return value
    if not isinstance(value, Real):
        raise OptionError(f"of = {type(value).__name__}: expected the name of a class, or a number that is one")
    number = float(value)
    spelt = f"{number:.0f}" if number.is_integer() and not isinstance(value, (bool, int)) else str(value)
    # labels of a boolean column are named False and True, those of a column of 0 and 1 by their digits
    other = {"0": "False", "1": "True", "False": "0", "True": "1"}.get(spelt, spelt)
    return other if spelt not in classes and other in classes else spelt


def no_such_class(name: str, classes: Sequence[str], *, kind: str) -> OptionError:
    """The error of a name that is none of a report's, with the nearest that is.

    >>> str(no_such_class("yess", ("no", "yes"), kind="class"))
    "of = 'yess' is no class of this report (did you mean 'yes'?); expected no and yes"
    """
    near = did_you_mean(name, classes)
    return OptionError(f"of = {visible(repr(name))} is no {kind} of this report{near}; expected {named(classes)}")


def parameters_asked(stated: Parameters, name: str, given: Mapping[str, float | None]) -> Parameters:
    """The policy's parameters, with those that were given for this metric.

    Raises:
        OptionError: an unknown metric, a parameter that it does not depend on, or a value out of range.
    """
    check_name(name)
    named: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    for key in named:
        if METRICS[name].parameter != key:
            word, having = WORDS.get(key, key), ", ".join(each.name for each in TABLE if each.parameter == key)
            raise OptionError(f"{name} does not depend on {word}, which is of {having}: leave it out")
    return replace(stated, **named)
