"""Outcomes whose probability is stated: the positive class, a label, or "the top label is right"."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from logitwise.errors import OptionError
from logitwise.metrics.wording import quoted
from logitwise.report.asked_metric import class_asked, no_such_class

if TYPE_CHECKING:
    from logitwise.report.report import Report
    from logitwise.tallies.cells import Cells


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """One outcome with the scores that state its probability.

    Attributes:
        of: positive class or label as the report knows it; None of the top label being right.
        k: its code; None of the top label.
        cells: scores by outcome, weighted rows as the rows that they are worth.
    """

    of: str | None
    k: int | None
    cells: Cells

    @property
    def happens(self) -> str:
        """What it is that happens, in words and visible."""
        return "the top label is right" if self.of is None else f"it is {quoted(self.of)}"


def by_top_label(report: Report) -> bool:
    """Whether probabilities are of the decided class being right, not of an outcome."""
    head = report.tally.head
    return head.kind != "multilabel" and not (head.binary and report.tally.scale != "decisions")


def stated(report: Report, of: str | None = None) -> Stated | None:
    """The outcome that is asked for; None where no probabilities are kept of it.

    Args:
        report: the report.
        of: label; None: the positive class, the top label, or the label whose calibration gap is largest.

    Raises:
        OptionError: `of` is no label, not the positive class, or given where the top label is meant.
    """
    name = class_asked(of, report.classes)
    if by_top_label(report):
        if name is not None:
            raise OptionError("reliability is of the top label here, whatever its class: leave of out")
        return _made(None, None, report.counted.confidence_cells())
    if name is None:
        name = worst_label(report) if report.head == "multilabel" else report.positive
    if name is None or name not in report.classes:
        raise no_such_class(str(name), report.classes, kind="label" if report.head == "multilabel" else "class")
    if report.tally.head.binary and name != report.positive:
        raise OptionError(f"of two classes, reliability is of the positive one, {quoted(str(report.positive))}")
    k = report.classes.index(name)
    return _made(name, k, report.facts.cells(k))


def worst_label(report: Report) -> str:
    """The label with the largest calibration gap; where none is known, the first."""
    gaps = {each.of: each.value for each in report.measurements if each.name == "calibration_gap" and each.of}
    known = {of: gap for of, gap in gaps.items() if of is not None and not isnan(gap)}
    return max(known, key=lambda of: known[of]) if known else report.classes[0]


def _made(of: str | None, k: int | None, cells: Cells | None) -> Stated | None:
    return None if cells is None or not cells.rows else Stated(of, k, cells)
