"""LW208: classes so unequal that accuracy is not the number to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.findings.finding import Clear, Found, Pitfall, Seen
from logitwise.metrics.wording import answer, counted, named, number, percent, quoted
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts

MAJORITY: Final = 0.8
"""Share of the commonest class from which on accuracy misleads. A judgement."""
APART: Final = 0.05
"""Accuracy less the mean recall of the classes from which on it misleads, among several classes. A judgement."""
RATIO: Final = 10.0
"""Rows of the commonest over rows of the rarest class that this takes. A judgement."""
RARE: Final = 0.05
"""Share of rows below which a label is called rare. A judgement."""


def _look(facts: Facts) -> Seen:
    return _of_labels(facts) if facts.multilabel else _of_classes(facts)


def _of_classes(facts: Facts) -> Seen:
    confusion = facts.counted.confusion
    assert confusion is not None  # noqa: S101  # a tally without rows is refused before
    support = np.asarray(confusion.support, np.float64)
    held, k = support[support > 0], int(np.argmax(support))
    share, accuracy = float(support[k] / support.sum()), facts.metric("accuracy").value
    balanced = float((confusion.hits[support > 0] / held).mean())
    ratio = float(held.max() / held.min())
    evidence = {"majority": share, "accuracy": accuracy, "mean_recall": balanced, "ratio": ratio}
    misleads = len(held) > 1 and ratio >= RATIO and accuracy - balanced >= APART
    if len(held) < 2 or not (share >= MAJORITY or misleads):
        return Clear("The classes are not so unequal that accuracy misleads.", evidence)
    rarest = int(np.flatnonzero(support > 0)[np.argmin(held)])
    if share >= MAJORITY:
        start = (
            f"{percent(share)} of the rows are {quoted(facts.classes[k])}: always answering "
            f"{answer(facts.classes[k])}, the majority class, has accuracy {number(share)}, the "
            f"model {number(accuracy)}"
        )
    else:
        start = (
            f"{quoted(facts.classes[k])}, the majority class, has {ratio:,.0f} times as many rows as "
            f"{quoted(facts.classes[rarest])}: accuracy is {number(accuracy)}, the mean recall of the classes "
            f"{number(balanced)}"
        )
    return Found(
        f"{start}. Accuracy is not the number to read here.",
        "Read recall and precision of the rare class, balanced accuracy or MCC, and ask for them in the policy "
        "(logitwise policy init).",
        evidence,
        of=(facts.classes[rarest],),
    )


def _of_labels(facts: Facts) -> Seen:
    rows = facts.tally.rows
    share = facts.support / rows
    rare = np.flatnonzero((facts.support > 0) & (share < RARE))
    if not len(rare):
        return Clear(f"No label is held by fewer than {100 * RARE:g} % of the rows.")
    rare = rare[np.argsort(share[rare], kind="stable")]
    names = tuple(facts.classes[k] for k in rare)
    return Found(
        f"{counted(len(rare), 'label is', 'labels are')} held by fewer than {100 * RARE:g} % of the rows "
        f"({named(names)}): "
        "never giving such a label is right nearly always, so accuracy and Hamming loss say little of it.",
        "Read recall, precision and average precision of each label.",
        {"labels": len(rare), "rarest": float(share[rare[0]])},
        of=names,
    )


PITFALL = Pitfall(
    "LW208", CODES["LW208"], "note",
    why="Accuracy weighs classes by how common they are; what is rare can be missed altogether and it stays high.",
    look=_look,
)  # fmt: skip
