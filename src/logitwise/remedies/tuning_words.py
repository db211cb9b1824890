"""How a rule came about, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING, Any, Final

from logitwise.metrics.wording import counted, metric_words, number, percent, quoted, sentence

if TYPE_CHECKING:
    from logitwise.remedies.abstain import Abstention
    from logitwise.remedies.choice import Choice
    from logitwise.remedies.prior_shift import PriorShift
    from logitwise.remedies.recalibration import Recalibration
    from logitwise.remedies.treatment import Changes, Treatment
    from logitwise.tallies import Tally

_MOST_LABELS: Final = 6
"""Labels that get sentences of their own; the rest are in the rule file."""
_TOLD: Final = ("recall", "precision", "f1")


def sentences_of(
    tally: Tally, treated: Sequence[Treatment], *, prior: PriorShift | None, costs: Any = None
) -> tuple[str, ...]:
    """What was done and what it changes, the most useful first."""
    said: list[str] = []
    several = tally.head.kind == "multilabel"
    for each in treated[:_MOST_LABELS]:
        said += [_of_label(each)] if several else [sentence(told) for told in _of_one(each)]
    if len(treated) > _MOST_LABELS:
        said.append(f"{counted(len(treated) - _MOST_LABELS, 'more label')} likewise; the rule file has their numbers.")
    for found in (prior, costs):
        if found is not None:
            said += [sentence(told).rstrip(".") + "." for told in (*found.sentences, *found.warnings)]
    return tuple(dict.fromkeys(said))


def _of_label(treated: Treatment) -> str:
    """One sentence a label: of many nobody reads more."""
    found, choice = treated.recalibration, treated.choice
    how = "not recalibrated" if found.method == "none" else f"recalibrated by {found.method}"
    said = f"Label {quoted(treated.of or '')}: {how}"
    if choice is not None:
        cross_fitted = choice.corrected and not all(isnan(value) for value in choice.corrected.values())
        numbers, where = (choice.corrected, "cross-fitted") if cross_fitted else (choice.apparent, "on these rows")
        reached = ", ".join(_told(numbers, name) for name in _TOLD)
        said += f", threshold {choice.threshold:g}, {reached} {where}"
        said += f"; {choice.guarantee.rstrip('.')}" if choice.guarantee else ""
    return f"{said}."


def _of_one(treated: Treatment) -> list[str]:
    found = treated.recalibration
    said = [_calibration(found)]
    if treated.choice is not None:
        said += _threshold(treated.choice)
    if treated.abstention is not None:
        said.append(_band(treated.abstention))
    if treated.changes is not None:
        said.append(_changes(treated.changes, treated.of or ""))
    warnings = (
        *found.warnings,
        *(treated.choice.warnings if treated.choice is not None else ()),
    )
    return [*said, *(f"Note: {each.rstrip('.')}." for each in warnings)]


def _calibration(found: Recalibration) -> str:
    diagnosis = f" {sentence(found.diagnosis.rstrip('.'))}." if found.diagnosis else ""
    if found.method == "none" and len(found.candidates) == 1:
        return f"Probabilities are kept as they are, as asked.{diagnosis}"
    if found.method == "none":
        return f"Probabilities are kept as they are: no method gains more than chance.{diagnosis}"
    if isnan(found.after):
        return f"Recalibrated by {found.method}, whose gain cannot be told on these rows.{diagnosis}"
    gain = f"gain {number(found.gain)}, {number(found.gain_low)} to {number(found.gain_high)}"
    return (
        f"Recalibrated by {found.method}: log loss {number(found.before)} becomes {number(found.after)} on rows that "
        f"it was not fitted to ({gain}).{diagnosis}"
    )


def _threshold(choice: Choice) -> list[str]:
    span = "" if choice.low == choice.high else f" ({number(choice.low)} to {number(choice.high)} on other rows)"
    asked = f". Asked: {choice.goal}" if choice.goal else ""
    apparent = ", ".join(_told(choice.apparent, name) for name in _TOLD)
    reached = f"{apparent} on these rows"
    if choice.corrected and not all(isnan(value) for value in choice.corrected.values()):
        corrected = ", ".join(_told(choice.corrected, name) for name in _TOLD)
        reached = f"{corrected} on rows that did not choose it ({apparent} on those that did)"
    said = [f"Threshold {choice.threshold:g}{span}{asked}. It reaches {reached}."]
    if choice.guarantee is not None:
        said.append(f"Guaranteed: {choice.guarantee.rstrip('.')}.")
    return said


def _band(band: Abstention) -> str:
    """What is not decided, and what the decided rows reach."""
    if band.low == band.high:
        return f"Every row can be decided, none has to be left out. {band.guarantee or sentence(band.goal)}"
    reached = f"{_of_decided(band.apparent)} on these rows"
    if band.corrected and not all(isnan(value) for value in band.corrected.values()):
        reached = f"{_of_decided(band.corrected)} on rows that did not choose the band ({reached})"
    return (
        f"Not decided where the probability is at least {number(band.low)} and below {number(band.high)}: "
        f"{percent(1 - band.apparent['decided'])} of these rows. Of the decided ones {reached}. "
        f"{band.guarantee or sentence(band.goal)}"
    )


def _of_decided(numbers: Any) -> str:
    return f"{percent(numbers['error'])} are wrong, recall is {number(numbers['recall'])} and precision " + number(
        numbers["precision"]
    )


def _told(numbers: Any, name: str) -> str:
    return f"{metric_words(name)} {number(numbers[name])}"


def _changes(changes: Changes, of: str) -> str:
    moved = changes.to_positive + changes.to_negative
    undecided = ""
    if changes.undecided:
        undecided = (
            f"{round(changes.undecided):,} rows ({percent(changes.undecided / changes.rows)}) are left undecided"
        )
    if not moved:
        return f"{sentence(undecided)}; no other decision changes." if undecided else "No decision changes."
    share, also = percent(moved / changes.rows), f"; {undecided}" if undecided else ""
    return (
        f"{share} of decisions change: {round(changes.to_positive):,} rows become {quoted(of)}, "
        f"{round(changes.to_negative):,} no longer are{also}."
    )
