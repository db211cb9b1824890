"""What makes a rule whole: as many parts as the head has outputs, and numbers that do what they are for."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING

from logitwise.errors import OptionError
from logitwise.rule.calibrations import Affine, Beta, Biased, Calibration, Isotonic, Temperature, Vector, method_of

if TYPE_CHECKING:
    from logitwise.head import Head
    from logitwise.rule.rule import Rule

OF_ONE_SCORE = (Affine, Beta, Isotonic)
OF_CLASSES = (Biased, Vector)


def check_rule(rule: Rule) -> None:
    """Refuse a rule that could not be applied, or not to what its head says.

    Raises:
        OptionError: naming the part, what it is and what was expected.
    """
    head = rule.head
    _check_counts(rule, head)
    for each in rule.calibrations:
        check_calibration(each, head)
    if not all(0 < t < 1 for t in rule.thresholds):
        raise OptionError("thresholds are probabilities between 0 and 1, both excluded")
    if rule.shift is not None and not all(map(isfinite, rule.shift)):
        raise OptionError("shift is of finite numbers")
    if rule.costs is not None:
        _check_costs(rule.costs, head)
    if rule.abstain is not None and (not head.binary or not 0 <= rule.abstain[0] <= rule.abstain[1] <= 1):
        raise OptionError("abstain is of two classes: two probabilities, the smaller first")


def _check_counts(rule: Rule, head: Head) -> None:
    outputs = len(head.classes)
    each = outputs if head.kind == "multilabel" else 1
    wanted = {
        "calibrations": (len(rule.calibrations), each),
        "thresholds": (len(rule.thresholds), 0 if head.kind == "softmax" and not head.binary else each),
    }
    if rule.shift is not None:
        wanted["shift"] = (len(rule.shift), 1 if head.binary else outputs)
    for name, (found, expected) in wanted.items():
        if found != expected:
            raise OptionError(f"{name} has {found} entries; a {head.kind} of {outputs} classes needs {expected}")


def _check_costs(costs: tuple[tuple[float, ...], ...], head: Head) -> None:
    outputs = len(head.classes)
    if head.kind != "softmax" or head.binary:
        raise OptionError("costs are of a softmax of three or more classes; two classes have a threshold")
    if len(costs) != outputs or any(len(row) != outputs for row in costs):
        raise OptionError(f"costs are {outputs} by {outputs}: truth by decision")
    if not all(isfinite(cost) for row in costs for cost in row):
        raise OptionError("costs are finite numbers")


def check_calibration(calibration: Calibration, head: Head) -> None:
    """Refuse a calibration that is none, or not of this head.

    Raises:
        OptionError: naming the method and what was expected.
    """
    name, one_score = method_of(calibration), head.binary or head.kind == "multilabel"
    if isinstance(calibration, OF_ONE_SCORE) and not one_score:
        raise OptionError(f"calibration {name} is of one score a row or label, this rule of a softmax")
    if isinstance(calibration, OF_CLASSES) and one_score:
        raise OptionError(f"calibration {name} is of three or more classes, this rule of one score a row or label")
    values = asdict(calibration)
    flat = [x for value in values.values() for x in (value if isinstance(value, tuple) else (value,))]
    if not all(map(isfinite, flat)):
        raise OptionError(f"calibration {name} is of finite numbers")
    sizes = {len(value) for value in values.values() if isinstance(value, tuple)}
    if isinstance(calibration, OF_CLASSES) and sizes != {len(head.classes)}:
        raise OptionError(f"calibration {name} needs {len(head.classes)} numbers, one a class")
    if not _does_its_work(calibration):
        raise OptionError(f"calibration {name}: {NEEDS[name]}")


NEEDS = {
    "temperature": "the temperature is above 0",
    "affine": "the slope is above 0, so that the order of scores is kept",
    "beta": "a and b are at least 0 and not both 0, so that the order of scores is kept",
    "isotonic": "scores rise from 0 to 1 at most, and as many values, inside 0 to 1, never fall",
    "bias": "the temperature is above 0",
    "vector": "scales are above 0",
}


def _does_its_work(calibration: Calibration) -> bool:
    match calibration:
        case Temperature(temperature) | Biased(temperature, _):
            return temperature > 0
        case Affine(slope, _):
            return slope > 0
        case Beta(a, b, _):
            return min(a, b) >= 0 and max(a, b) > 0
        case Vector(scales, _):
            return all(scale > 0 for scale in scales)
        case Isotonic(scores, values):
            return _is_a_curve(scores, values)
    return True


def _is_a_curve(scores: tuple[float, ...], values: tuple[float, ...]) -> bool:
    if not scores or len(scores) != len(values):
        return False
    rising = all(a < b for a, b in pairwise(scores)) and all(a <= b for a, b in pairwise(values))
    return rising and scores[0] >= 0 and scores[-1] <= 1 and values[0] > 0 and values[-1] < 1
