"""Which outcomes of a report a threshold decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logitwise.metrics.wording import class_name
from logitwise.report.panel.judged import parted
from logitwise.report.panel.marker import of_confidence, of_decisions
from logitwise.report.panel.offered import offered
from logitwise.report.panel.outcome import Outcome
from logitwise.report.panel.scored import Scored, of_binary, of_folded
from logitwise.tallies.confusion import LabelConfusion

if TYPE_CHECKING:
    from logitwise.report.report import Report

MOST_LABELS: Final = 100
"""Labels that have a slider: the first, as many as a page below 3 MB holds."""


def outcomes(report: Report) -> tuple[Outcome, ...]:
    """The positive class, each label, or the confidence of the largest class; none where no scores are kept."""
    tally = report.counted
    if report.head == "multilabel" and tally.one_vs_rest is not None:
        count = min(len(report.classes), MOST_LABELS)
        return tuple(found for k in range(count) for found in [_label(report, k, outcomes=count)] if found is not None)
    if tally.binary is not None:
        return _positive(report)
    return _confidence(report)


def _positive(report: Report) -> tuple[Outcome, ...]:
    tally, head = report.counted, report.tally.head
    cells = tally.cells()
    if tally.binary is None or cells is None or not cells.rows or head.positive is None:
        return ()
    scored = of_binary(tally.binary, cells)
    name, other = head.classes[head.positive], head.classes[1 - head.positive]
    if tally.confusion is not None and not isinstance(tally.confusion, LabelConfusion):
        matrix = tally.confusion.matrix()
        tp, fp = matrix[head.positive, head.positive], matrix[1 - head.positive, head.positive]
        scored = parted(scored, head.threshold, tp=tp, fp=fp)
    return (_decided(report, scored, (name, class_name(other)), at=head.threshold, kind="positive"),)


def _label(report: Report, k: int, *, outcomes: int) -> Outcome | None:
    tally, head = report.counted, report.tally.head
    cells = tally.cells(k)
    if cells is None or not cells.rows:
        return None
    scored = of_folded(cells, logits=tally.scale == "logits")
    at, name = head.cuts[k], head.classes[k]
    if isinstance(tally.confusion, LabelConfusion):
        table = tally.confusion.counts[k]
        scored = parted(scored, at, tp=table[1, 1], fp=table[0, 1])
    other = f"not {class_name(name)}"
    return _decided(report, scored, (name, other), at=at, kind="label", outcomes=outcomes)


def _decided(  # noqa: PLR0913  what an outcome is made of
    report: Report, scored: Scored, names: tuple[str, str], *, at: float, kind: str, outcomes: int = 1
) -> Outcome:
    name, other = names
    markers = of_decisions(report, scored, name=name, at=at)
    cuts = offered(scored, named=[m.first for m in markers], outcomes=outcomes)
    start = next((i for i, m in enumerate(markers) if m.key == "judged"), 0)
    return Outcome("label" if kind == "label" else "positive", name, class_name(name), other, cuts, markers, start)


def _confidence(report: Report) -> tuple[Outcome, ...]:
    tally = report.counted
    cells = tally.confidence_cells()
    if tally.confidence is None or cells is None or not cells.rows:
        return ()
    scored = of_binary(tally.confidence, cells)
    markers = of_confidence(scored)
    cuts = offered(scored, named=[m.first for m in markers])
    return (Outcome("confidence", None, "right", "wrong", cuts, markers),)
