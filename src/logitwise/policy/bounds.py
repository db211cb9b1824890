"""One requirement as it is written: ``recall.malignant = ">= 0.9"``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from typing import NamedTuple, cast

from logitwise.errors import PolicyError
from logitwise.metrics import AVERAGES, NAMES, SMALLER_IS_BETTER, range_of
from logitwise.policy.keys import toml_key
from logitwise.policy.nearest import did_you_mean
from logitwise.policy.values import Average, Operator, Requirement

EACH_SLICE = "each_slice"
DICT = "a dict"
"""Source of a policy that was given as one."""
NOT_BUILT = {"change": "requirements on a change from a baseline run"}

_BOUND = re.compile(r"\s*([^\w\s.+-]*)\s*(\S.*?)?\s*\Z")


class At(NamedTuple):
    """A table of a policy."""

    source: str
    table: str = "[require]"

    def __str__(self) -> str:
        return f"{self.source}: {self.table}"


def requirements(table: Mapping[str, object], *, source: str) -> tuple[Requirement, ...]:
    """All requirements of a ``[require]`` table, those of its ``[require.each_slice]`` last.

    Raises:
        PolicyError: an unknown metric, operator or bound, or a kind of requirement that is not built yet.

    >>> [r.text for r in requirements({"accuracy": ">= 0.9", "f1": {"macro": ">= .7"}}, source="x.toml")]
    ['accuracy >= 0.9', 'macro f1 >= 0.7']
    """
    whole = {name: bound for name, bound in table.items() if name != EACH_SLICE}
    of_slices = _of_each_slice(table[EACH_SLICE], source) if EACH_SLICE in table else []
    return (*_bounds(whole, At(source)), *of_slices)


def _of_each_slice(table: object, source: str) -> list[Requirement]:
    if not isinstance(table, Mapping) or not table:
        raise PolicyError(f'{source}: [require.each_slice] holds bounds on metrics, like recall = ">= 0.8"')
    found = _bounds(table, At(source, f"[require.{EACH_SLICE}]"))
    return [replace(each, each_slice=True) for each in found]


def _bounds(table: Mapping[str, object], at: At) -> list[Requirement]:
    found: list[Requirement] = []
    for metric, bound in table.items():
        if metric in NOT_BUILT:
            raise PolicyError(f"{at.source}: [require.{metric}]: {NOT_BUILT[metric]} are not built yet")
        if metric not in NAMES:
            raise PolicyError(f"{at} {_no_metric(metric, at)}")
        if isinstance(bound, Mapping):
            found += [each for part, said in bound.items() for each in _of(metric, str(part), said, at)]
        else:
            found += _on_both_sides(metric, bound, metric, at=at)
    return found


def _no_metric(name: str, at: At) -> str:
    """What was probably meant by a name that is no metric."""
    metric, dot, part = name.partition(".")
    if dot and metric in NAMES:
        nested = f"write {{{metric!r}: {{{part!r}: ...}}}}"
        bare = f"write {toml_key(metric, part)} without quotes around the whole"
        return f"{name!r} is one name with a dot, which no metric has; {nested if at.source == DICT else bare}"
    return f"{name!r} is no metric{did_you_mean(name, NAMES)}; metrics are {', '.join(NAMES)}"


def _of(metric: str, part: str, bound: object, at: At) -> list[Requirement]:
    key = f"{metric}.{part}"
    if isinstance(bound, Mapping):
        raise PolicyError(f"{at} {key}: a class name with dots or spaces stands in quotes, "
                          f'like {metric}."St. Bernard" = ">= 0.8"')  # fmt: skip
    if part in AVERAGES:
        return _on_both_sides(metric, bound, key, average=part, at=at)
    return _on_both_sides(metric, bound, key, of=part, at=at)


def _on_both_sides(  # noqa: PLR0913
    metric: str, written: object, key: str, *, at: At, of: str | None = None, average: Average | None = None
) -> list[Requirement]:
    """One bound, or a list of two: ``[">= 0.9", "<= 1.1"]``."""
    if not isinstance(written, list):
        return [_requirement(metric, written, key, at=at, of=of, average=average)]
    found = [_requirement(metric, each, key, at=at, of=of, average=average) for each in written]
    if sorted(each.op for each in found) != ["<=", ">="]:
        raise PolicyError(f'{at} {key}: a list holds a bound below and one above, like [">= 0.9", "<= 1.1"]')
    _check_room(found, f"{at} {key}")
    return found


def _check_room(both: list[Requirement], place: str) -> None:
    """A floor at its ceiling or above it leaves no value, or a single one, which no rows can show."""
    floor, ceiling = (next(each.bound for each in both if each.op == op) for op in (">=", "<="))
    if floor < ceiling:
        return
    meant = f'write [">= {ceiling:g}", "<= {floor:g}"] for what lies between' if ceiling < floor else "leave some room"
    raise PolicyError(f"{place}: no rows can show both at least {floor:g} and at most {ceiling:g}; {meant}")


def _requirement(  # noqa: PLR0913
    metric: str, written: object, key: str, *, at: At, of: str | None = None, average: Average | None = None
) -> Requirement:
    place = f"{at} {key}"
    if not isinstance(written, str):
        raise PolicyError(f'{place} = {written!r}: write an operator and a number in quotes, like ">= 0.8"')
    place = f'{place} = "{written}"'
    op, bound = _split(written, place)
    _check_range(metric, op, bound, place)
    return Requirement(metric, of=of, average=average, op=op, bound=bound, source=at.source)


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
