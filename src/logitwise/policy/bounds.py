"""One requirement as it is written: ``recall.malignant = ">= 0.9"``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isfinite
from typing import cast

from logitwise.errors import PolicyError
from logitwise.metrics import AVERAGES, NAMES, range_of
from logitwise.policy.nearest import did_you_mean
from logitwise.policy.values import Average, Operator, Requirement

NOT_BUILT = {"each_slice": "requirements on slices", "change": "requirements on a change from a baseline run"}

SMALLER_IS_BETTER = frozenset({"log_loss", "brier", "calibration_gap"})

_BOUND = re.compile(r"\s*([^\w\s.+-]*)\s*(\S.*?)?\s*\Z")


def requirements(table: Mapping[str, object], *, source: str) -> tuple[Requirement, ...]:
    """All requirements of a ``[require]`` table.

    Raises:
        PolicyError: an unknown metric, operator or bound, or a kind of requirement that is not built yet.

    >>> [r.text for r in requirements({"accuracy": ">= 0.9", "f1": {"macro": ">= .7"}}, source="x.toml")]
    ['accuracy >= 0.9', 'macro f1 >= 0.7']
    """
    found: list[Requirement] = []
    for metric, bound in table.items():
        if metric in NOT_BUILT:
            raise PolicyError(f"{source}: [require.{metric}]: {NOT_BUILT[metric]} are not built yet")
        if metric not in NAMES:
            hint = did_you_mean(metric, NAMES)
            raise PolicyError(f"{source}: [require] {metric!r} is no metric{hint}; metrics are {', '.join(NAMES)}")
        if isinstance(bound, Mapping):
            found += [_of(metric, str(part), each, source) for part, each in bound.items()]
        else:
            found.append(_requirement(metric, bound, metric, source=source))
    return tuple(found)


def _of(metric: str, part: str, bound: object, source: str) -> Requirement:
    key = f"{metric}.{part}"
    if isinstance(bound, Mapping):
        raise PolicyError(f"{source}: [require] {key}: a class name with dots or spaces stands in quotes, "
                          f'like {metric}."St. Bernard" = ">= 0.8"')  # fmt: skip
    if part in AVERAGES:
        return _requirement(metric, bound, key, average=part, source=source)
    return _requirement(metric, bound, key, of=part, source=source)


def _requirement(  # noqa: PLR0913
    metric: str, written: object, key: str, *, source: str, of: str | None = None, average: Average | None = None
) -> Requirement:
    place = f"{source}: [require] {key}"
    if not isinstance(written, str):
        raise PolicyError(f'{place} = {written!r}: write an operator and a number in quotes, like ">= 0.8"')
    place = f'{place} = "{written}"'
    op, bound = _split(written, place)
    _check_range(metric, op, bound, place)
    return Requirement(metric, of=of, average=average, op=op, bound=bound, source=source)


def _split(written: str, place: str) -> tuple[Operator, float]:
    match = _BOUND.match(written)
    op, number = (match[1], match[2] or "") if match else ("", written)
    if op not in (">=", "<="):
        what = f"there is no operator {op!r}" if op else "the operator is missing"
        raise PolicyError(f'{place}: {what}; write ">= {number}" (at least) or "<= {number}" (at most)')
    try:
        bound = float(number)
    except ValueError:
        share = " (a share of 1, not per cent)" if number.endswith("%") else ""
        raise PolicyError(f"{place}: {number!r} is no number; expected one such as 0.8{share}") from None
    if not isfinite(bound):
        raise PolicyError(f"{place}: a bound is a finite number, not {number}")
    return cast("Operator", op), bound


def _check_range(metric: str, op: Operator, bound: float, place: str) -> None:
    low, high = range_of(metric)
    if metric in SMALLER_IS_BETTER and op == ">=":
        raise PolicyError(f'{place}: {metric} is better when smaller; write "<= {bound}"')
    unreachable, trivial = (bound >= high, bound <= low) if op == ">=" else (bound <= low, bound >= high)
    word = "at least" if op == ">=" else "at most"
    if unreachable:
        raise PolicyError(
            f"{place}: no number of rows can show that {metric} is {word} {bound}; it lies between {low} and {high}"
        )
    if trivial:
        raise PolicyError(
            f"{place}: {metric} is always {word} {bound}, so this asks for nothing; it lies between {low} and {high}"
        )
