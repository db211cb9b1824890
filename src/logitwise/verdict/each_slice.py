"""A bound that every slice must keep: judged slice by slice, told by the worst few."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from math import ceil, inf, isnan, log
from typing import TYPE_CHECKING

from logitwise.metrics import METRICS
from logitwise.metrics.decided import decided
from logitwise.metrics.wording import class_name, counted, quoted, slice_name
from logitwise.verdict.checks import Check, Judged, Levels
from logitwise.verdict.counts import confusion_of
from logitwise.verdict.one_group import coincide
from logitwise.verdict.requirement import held_against, measured_as
from logitwise.verdict.stops import FEWEST_GROUPS, FEWEST_ROWS, class_meant, never_decided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from logitwise.metrics import Measurement, Parameters
    from logitwise.policy import Requirement
    from logitwise.tallies import Tally
    from logitwise.verdict.values import RequirementOutcome, RequirementResult

MOST_SAID = 3
"""Slices that fail or are undecided that get a sentence of their own; the rest are counted. Of those that pass, one."""
SEVERITY: tuple[RequirementOutcome, ...] = ("fail", "undecided", "pass", "not applicable")
REST = {
    "fail": "'{what}' fails in {more}.",
    "undecided": "'{what}' is not shown in {more}.",
    "pass": "'{what}' holds in {more}.",
    "not applicable": "'{what}' does not apply in {more}.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A slice.

    Attributes:
        column: name of the column.
        value: the value, as text.
        tally: what its rows left behind.
        alone: whether every value of the column is one group.
    """

    column: str
    value: str
    tally: Tally
    alone: bool = False

    @property
    def name(self) -> str:
        """For sentences."""
        return slice_name(self.column, self.value)


def each_slice(tally: Tally, wanted: Requirement, *, parameters: Parameters) -> list[Check]:
    """One check a value of each column, each one test.

    *Ready* asks that all slices keep the bound, an intersection-union test with each at the full level (Berger 1982,
    doi:10.1080/00401706.1982.10487790); a slice fails at the level divided by the number of all tests, slices
    included, which is Holm's test that any fails.
    """
    places = [
        Place(column, value, part, alone)
        for column, parts in (tally.slices or {}).items()
        for alone in (coincide(tally, column),)
        for value, part in parts.items()
    ]
    return [Check(partial(_judge, place, replace(wanted, each_slice=False), parameters)) for place in places]


def worst_first(judged: Iterable[Judged]) -> list[Judged]:
    """The slices of one requirement: failures first, the surest ahead; then what is undecided, then the rest.

    Beyond the first few of an outcome one sentence that counts them stands for all.
    """
    ordered = sorted(judged, key=lambda each: _urgency(each.result))
    told: list[Judged] = []
    for outcome in SEVERITY:
        same = [each for each in ordered if each.result.outcome == outcome]
        # what is the same of many slices, as where each is one group, is one sentence
        sentences = list(dict.fromkeys(each.result.sentence for each in same))
        said = set(sentences[: 1 if outcome == "pass" else MOST_SAID])
        unsaid = [each for each in same if each.result.sentence not in said]
        rest = _counted(unsaid, REST[outcome])
        told += [each if each.result.sentence in said else replace(each, reasons=(rest,)) for each in same]
    return told


def _urgency(result: RequirementResult) -> tuple[float, ...]:
    """What no number of rows will help comes before what needs many."""
    floor, failed = result.op == ">=", result.outcome == "fail"
    limit = result.upper if floor == failed else result.lower
    missing = -more_rows(result, of=0) if result.outcome == "undecided" else 0.0
    return SEVERITY.index(result.outcome), missing, inf if isnan(limit) else limit if floor else -limit


def more_rows(result: RequirementResult, *, of: int) -> float:
    """Rows that are missing, of the slice or of all of which there are `of`; infinite where no number will help."""
    there = of if result.slice_rows is None else result.slice_rows
    return inf if result.rows_needed is None else result.rows_needed - there


def _counted(rest: list[Judged], words: str) -> str:
    return words.format(what=class_name(rest[0].result.name), more=counted(len(rest), "more slice")) if rest else ""


def _judge(place: Place, wanted: Requirement, parameters: Parameters, levels: Levels) -> Judged:
    """A slice held against the bound; too few rows to say anything leave it undecided."""
    tally = place.tally if METRICS[wanted.metric].scores else decided(place.tally)
    measured = measured_as(tally, wanted, parameters)
    judged = held_against(measured, wanted, levels, rows=place.tally.rows, where=f" where {place.name}")
    result = replace(judged.result, slice=f"{place.column} = {place.value}", slice_rows=place.tally.rows)
    if result.outcome != "fail":
        doubt = _doubt(place, wanted, measured, levels)
        if doubt is not None:
            result = replace(result, outcome="undecided", sentence=doubt)
        elif result.rows_needed is not None:
            result = replace(result, sentence=result.sentence + _least(measured, wanted, levels.passing))
    return Judged(result, (result.sentence,))


def _doubt(place: Place, wanted: Requirement, measured: Measurement, levels: Levels) -> str | None:
    """Why a slice says too little, whatever its numbers are."""
    if place.alone:
        return (
            f"Slices and groups coincide: every value of {quoted(place.column)} is one group, and how much groups "
            "differ cannot be seen within one, so no bound on each can be shown."
        )
    k = class_meant(place.tally.head, wanted)
    rows = place.tally.rows if k is None else confusion_of(place.tally).support[k].item()
    of = "" if k is None else f" of {quoted(place.tally.head.classes[k])}"
    if rows < FEWEST_ROWS:
        return (
            f"Where {place.name} there {_are(rows, 'row')}{of}: fewer than {FEWEST_ROWS} say too little about "
            f"'{class_name(wanted.text)}'.{_least(measured, wanted, levels.passing)}"
        )
    groups = place.tally.groups
    if groups is not None and groups.distinct < FEWEST_GROUPS:
        return (
            f"Where {place.name} there {_are(groups.distinct, 'group')}: fewer than {FEWEST_GROUPS} say too little "
            f"about '{class_name(wanted.text)}'."
        )
    never = never_decided(place.tally, (wanted,))
    return None if never is None else f"{never[:-1]} where {place.name}."


def _are(count: int, noun: str) -> str:
    """Whether there are any, and how many.

    >>> _are(0, "row"), _are(1, "row"), _are(12, "row")
    ('is no row', 'is 1 row', 'are 12 rows')
    """
    return f"{'are' if count > 1 else 'is'} {counted(count, noun) if count else f'no {noun}'}"


def _least(measured: Measurement, wanted: Requirement, alpha: float) -> str:
    """The number of rows below which a floor cannot be shown: without one error the limit is alpha^(1/n)."""
    share = measured.law.as_share(wanted.bound)
    if share is None:
        return ""
    floor = share.bound if wanted.op == ">=" else 1 - share.bound
    least = ceil(log(alpha) / log(floor)) if 0 < floor < 1 else 1
    return f" Fewer than {least:,} {measured.unit} cannot show it." if max(share.trials, FEWEST_ROWS) < least else ""
