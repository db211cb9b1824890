"""LW207: perfect separation, as where the answer has leaked into the scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall, Seen
from logitwise.metrics.wording import named, number
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.tallies.cells import Cells

FEWEST: Final = 10
"""Rows of either outcome that it takes. A judgement."""
ROWS: Final = 50
"""Rows in all that it takes. A judgement."""
SURELY: Final = 0.99
"""Without a gap, what the lower limit of a perfect ROC AUC or accuracy must reach: some 300 rows of either outcome. A
judgement."""
GAP: Final = 0.1
"""Perfect scores that all lie within so much of 0 or 1, none between, are suspect on fewer rows. A judgement."""
REMEDY = (
    "Look for the label among the inputs, for rows that were trained on, and for features that are only known once the "
    "answer is. If none is there, rejoice, and judge on rows of another time or place."
)
LIKE_LEAK = "a leak of the label into the inputs looks like this"


def _look(facts: Facts) -> Seen:
    if facts.tally.rows < ROWS:
        return NotApplicable(f"perfection on fewer than {ROWS} rows says little")
    if facts.with_scores and facts.multilabel:
        return _of_labels(facts)
    if facts.with_scores and facts.head.binary:
        return _of_two(facts)
    return _of_decisions(facts)


def _of_two(facts: Facts) -> Seen:
    area = facts.metric("roc_auc")
    cells = facts.cells() if area.value + area.certificate >= 1 else None
    if cells is None or not _separated(cells):
        return Clear("The scores of the two classes overlap.")
    if not (_gap(cells) or area.lower(facts.policy.confidence.alpha) >= SURELY):
        return Clear("The scores separate the classes, on rows too few to be surprising.")
    return Found(
        f"Every one of {facts.tally.rows:,} rows is on the right side of one threshold (ROC AUC {number(area.value)}): "
        f"{LIKE_LEAK}.",
        REMEDY, {"roc_auc": area.value, "rows": facts.tally.rows},
    )  # fmt: skip


def _of_labels(facts: Facts) -> Seen:
    areas, alpha = facts.of_each_class("roc_auc"), facts.policy.confidence.alpha / len(facts.classes)
    perfect = [(k, area) for k, area in enumerate(areas) if area.value + area.certificate >= 1]
    names = []
    for k, area in perfect:
        cells = facts.cells(k)
        if cells is not None and _separated(cells) and (_gap(cells) or area.lower(alpha) >= SURELY):
            names.append(facts.classes[k])
    if not names:
        return Clear("The scores of no label separate it perfectly.")
    return Found(
        f"The scores of {named(names)} separate every row that has the label from every row that has not: {LIKE_LEAK}.",
        REMEDY, {"labels": len(names), "rows": facts.tally.rows}, of=tuple(names),
    )  # fmt: skip


def _of_decisions(facts: Facts) -> Seen:
    """All rows right; of several classes with scores, all of them confident too."""
    if facts.multilabel:
        return NotApplicable("of decisions of labels perfection is not looked for")
    accuracy = facts.metric("accuracy")
    if accuracy.value < 1:
        return Clear("Not every decision is right.")
    confidence = facts.counted.confidence_cells() if facts.with_scores else None
    sure = confidence is not None and bool((confidence.q[confidence.positives > 0] < GAP).all())
    others = facts.support.sum() - facts.support.max()
    if others < FEWEST or not (sure or accuracy.lower(facts.policy.confidence.alpha) >= SURELY):
        return Clear("Every decision is right, on rows too few to be surprising.")
    return Found(
        f"Every one of {facts.tally.rows:,} decisions is right: {LIKE_LEAK}.",
        REMEDY, {"accuracy": accuracy.value, "rows": facts.tally.rows},
    )  # fmt: skip


def _separated(cells: Cells) -> bool:
    """Whether every positive scores above every negative."""
    positive, negative = cells.positives > 0, cells.negatives > 0
    if min(float(cells.positives.sum()), float(cells.negatives.sum())) < FEWEST:
        return False
    return bool(positive.argmax() > len(negative) - 1 - negative[::-1].argmax())


def _gap(cells: Cells) -> bool:
    """Whether no score lies in the middle."""
    held = (cells.positives + cells.negatives) > 0
    return bool(((cells.p[held] < GAP) | (cells.q[held] < GAP)).all())


PITFALL = Pitfall(
    "LW207", CODES["LW207"], "warning",
    why="Real problems overlap. Perfection mostly means that the answer was among the questions, and will not last.",
    look=_look,
)  # fmt: skip
