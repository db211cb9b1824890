"""What each threshold would give on the learner's own rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from logitwise.lessons.yours.facts import Facts


@dataclass(frozen=True, slots=True)
class Point:
    """Rows by what a threshold decides.

    Attributes:
        threshold: from which a row is decided positive.
        hits: positives at or above it.
        alarms: negatives at or above it.
        about: whether rows between this and the nearest threshold that the report tells apart may be amiss.
    """

    threshold: float
    hits: int
    alarms: int
    about: bool = False

    @property
    def nearly(self) -> str:
        """What stands before its numbers in a sentence."""
        return "about " if self.about else ""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All thresholds of a class or label.

    Attributes:
        k: its code.
        used: the threshold that the report judged.
        positives: rows that truly are.
        negatives: rows that truly are not.
        now: what was decided, by the confusion matrix.
        points: by rising threshold.
    """

    k: int
    used: float
    positives: int
    negatives: int
    now: Point
    points: Sequence[Point]

    def at(self, threshold: float) -> Point:
        """What a threshold gives; above the last point nothing is decided positive."""
        if threshold == self.used:
            return self.now
        i = bisect_left(self.points, threshold, key=lambda point: point.threshold)
        if i == len(self.points):
            return Point(threshold, 0, 0)
        here = self.points[i]
        return Point(threshold, here.hits, here.alarms, about=here.threshold != threshold and self._hides(i))

    def _hides(self, i: int) -> bool:
        """Whether rows may lie between a point and the one below, beside the one that has that score."""
        if i == 0:
            return False
        here, below = self.points[i], self.points[i - 1]
        return below.hits + below.alarms - here.hits - here.alarms > 1


def thresholds_of(facts: Facts) -> list[Thresholds]:
    """Those of every class or label that is decided by a threshold; none without scores, or of weighted rows."""
    if facts.weighted or (facts.counts is None and not facts.multilabel):
        return []
    found = [_read(facts, curve) for curve in facts.document["curves"] if curve["name"] == "threshold"]
    return [each for each in found if each is not None]


def _read(facts: Facts, curve: Mapping[str, Any]) -> Thresholds | None:
    """What a curve says; None where it is not one of a class whose counts are known."""
    if curve["of"] not in facts.classes:
        return None
    k = facts.classes.index(curve["of"])
    used = _used(facts, k)
    columns = [curve["columns"].get(name, ()) for name in ("threshold", "recall", "specificity")]
    sound = len({len(column) for column in columns}) == 1 and all(map(_shares, columns)) and columns[0]
    (kept, alarms), (missed, hits) = _table(facts, k)
    positives, negatives = missed + hits, kept + alarms
    if used is None or not positives or not negatives or not sound or list(columns[0]) != sorted(columns[0]):
        return None
    points = [
        Point(t, round(recall * positives), round((1 - specificity) * negatives))
        for t, recall, specificity in zip(*columns, strict=True)
    ]
    return Thresholds(k, used, positives, negatives, Point(used, hits, alarms), points)


def _shares(column: Sequence[float | None]) -> bool:
    return all(value is not None and 0 <= value <= 1 for value in column)


def _used(facts: Facts, k: int) -> float | None:
    """The threshold that was judged."""
    own: Sequence[float] | None = facts.document["thresholds"]
    return facts.document["threshold"] if own is None else own[k] if k < len(own) else None


def _table(facts: Facts, k: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Rows without and with, by truth and then decision."""
    if facts.multilabel:
        (kept, alarms), (missed, hits) = facts.table(facts.classes[k])
        return (kept, alarms), (missed, hits)
    counts = facts.counts or ()
    hits, alarms = counts[k][k], sum(row[k] for row in counts) - counts[k][k]
    missed = sum(counts[k]) - hits
    return (sum(map(sum, counts)) - hits - alarms - missed, alarms), (missed, hits)
