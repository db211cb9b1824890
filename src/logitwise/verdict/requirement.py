"""A bound on one metric, judged on the metric's verdict limits."""

from __future__ import annotations

from functools import partial
from math import ceil, isnan, nan
from typing import TYPE_CHECKING

from logitwise.errors import OptionError, PolicyError
from logitwise.metrics import Measurement, RowsNeeded, measure
from logitwise.metrics.wording import confidence, metric_words, number, quoted, sentence
from logitwise.verdict.checks import Check, Judged, Levels, decide
from logitwise.verdict.values import RequirementOutcome, RequirementResult

if TYPE_CHECKING:
    from logitwise.metrics import Parameters
    from logitwise.policy import Requirement
    from logitwise.tallies import Tally


PLURALS = frozenset({"confident_errors"})
"""Metrics that sentences speak of in the plural."""


def requirement(tally: Tally, wanted: Requirement, *, parameters: Parameters) -> Check:
    """The check of one requirement."""
    return Check(partial(_judge, tally, wanted, parameters=parameters))


def _judge(tally: Tally, wanted: Requirement, levels: Levels, *, parameters: Parameters) -> Judged:
    return held_against(measured_as(tally, wanted, parameters), wanted, levels, rows=tally.rows)


def measured_as(tally: Tally, wanted: Requirement, parameters: Parameters) -> Measurement:
    """The metric that is bounded.

    Raises:
        PolicyError: an average or class that this metric has not, in this task.
    """
    try:
        return measure(tally, wanted.metric, of=wanted.of, average=wanted.average, parameters=parameters)
    except OptionError as error:
        raise PolicyError(f"{wanted.source}: {wanted.table} {error}") from error


def held_against(measured: Measurement, wanted: Requirement, levels: Levels, *, rows: int, where: str = "") -> Judged:
    """A metric of so many rows held against its bound; `where` says in sentences which rows, if not all."""
    floor = wanted.op == ">="
    lower = _clamped_lower(measured, levels.passing if floor else levels.failing)
    upper = _clamped_upper(measured, levels.failing if floor else levels.passing)
    outcome = decide(op=wanted.op, bound=wanted.bound, lower=lower, upper=upper)
    needed = RowsNeeded(None, "") if outcome != "undecided" else measured.rows_needed(
        wanted.bound, wanted.op, levels.passing
    )  # fmt: skip
    spoken = _sentence(measured, wanted, levels.passing, outcome=outcome, needed=needed, where=where)
    return Judged(
        RequirementResult(
            name=wanted.text,
            metric=wanted.metric,
            of=measured.of,
            average=wanted.average,
            op=wanted.op,
            bound=wanted.bound,
            value=measured.value,
            lower=lower,
            upper=upper,
            alpha=levels.passing,
            alpha_fail=levels.failing,
            outcome=outcome,
            rows_needed=in_all(needed.rows, of=measured.n, rows=rows),
            sentence=spoken,
            source=wanted.source,
        ),
        (spoken,),
        spoken if isnan(measured.value) else None,
    )


def in_all(needed: int | None, *, of: float, rows: int) -> int | None:
    """Rows in all that hold so many of those that a metric is made of, if the mix stays as it is."""
    return None if needed is None or of == 0 else ceil(needed * rows / of)


def _clamped_lower(measured: Measurement, alpha: float) -> float:
    limit = measured.lower(alpha)
    return nan if isnan(limit) or isnan(measured.value) else min(limit, measured.value)


def _clamped_upper(measured: Measurement, alpha: float) -> float:
    limit = measured.upper(alpha)
    return nan if isnan(limit) or isnan(measured.value) else max(limit, measured.value)


def spoken_name(measured: Measurement) -> str:
    """The metric as a sentence begins: ``Recall of yes``, ``Macro F1``."""
    front = f"{measured.average} " if measured.average else ""
    of = f" of {quoted(measured.of)}" if measured.of is not None else ""
    return sentence(f"{front}{metric_words(measured.name, measured.parameter)}{of}")


def _sentence(  # noqa: PLR0913
    measured: Measurement, wanted: Requirement, alpha: float, *,
    outcome: RequirementOutcome, needed: RowsNeeded, where: str,
) -> str:  # fmt: skip
    name = f"{spoken_name(measured)}{where} {'are' if measured.name in PLURALS else 'is'}"
    if isnan(measured.value):
        return f"{name} undefined: {measured.undefined or 'nothing to make it of'}."
    floor, sure = wanted.op == ">=", f"with {confidence(alpha)} confidence"
    # The side that decides: a floor passes on the lower limit and fails on the upper one.
    from_below = floor == (outcome != "fail")
    limit = measured.lower(alpha) if from_below else measured.upper(alpha)
    word = "at least" if from_below else "at most"
    value = number(measured.value, apart_from=wanted.bound)
    asked = f"{'at least' if floor else 'at most'} {wanted.bound:g} is required"
    if isnan(limit):
        return f"{name} {value}, but cannot be bounded on these rows ({measured.method}); {asked}."
    bounded = f"{word} {number(limit, apart_from=wanted.bound)} {sure}"
    if outcome == "pass":
        return f"{name} {value}, {bounded}; {asked}."
    if outcome == "fail":
        return f"{name} {value} ({bounded}), but {asked}."
    return f"{name} {value}, but only {bounded}; {asked}. {sentence(needed.sentence)}."
