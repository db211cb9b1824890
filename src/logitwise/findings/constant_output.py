"""LW105: the same output for every row, or a class that is never predicted."""

from __future__ import annotations

from math import ceil, log2
from typing import TYPE_CHECKING

import numpy as np

from logitwise.findings.class_words import classes_named, them
from logitwise.findings.finding import Clear, Found, Pitfall
from logitwise.findings.sampled import sampled
from logitwise.metrics.wording import counted, sentence
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.findings.finding import Seen


def fewest_rows(classes: int, alpha: float) -> int:
    """Rows of a class from which never being predicted is no chance.

    A class that is found in half of its rows is missed in all m of them with probability 2^-m, which over all classes
    is to be at most `alpha`.

    >>> fewest_rows(2, 0.05), fewest_rows(1_000, 0.05)
    (6, 15)
    """
    return ceil(log2(classes / alpha))


def _look(facts: Facts) -> Seen:
    same = _constant(facts)
    if same is not None:
        return same
    assert facts.tally.confusion is not None  # noqa: S101  # a tally without rows is refused before
    fewest = fewest_rows(len(facts.classes), facts.policy.confidence.alpha)
    missed = np.flatnonzero((facts.tally.confusion.predicted == 0) & (facts.support >= fewest))
    if not len(missed):
        what = "label" if facts.multilabel else "class"
        return Clear(
            f"outputs vary, and every {what} with at least {fewest} rows is predicted", {"fewest_rows": fewest}
        )
    missed = missed[np.argsort(-facts.support[missed], kind="stable")]
    return _never_predicted(facts, tuple(facts.classes[k] for k in missed), int(facts.support[missed].sum()))


def _constant(facts: Facts) -> Seen | None:
    """The finding that every row has the same output; of labels, that one has."""
    tally = facts.tally
    if not facts.with_scores or tally.extent is None or tally.rows < 2:
        return None
    if facts.head.binary or tally.extent[0] == tally.extent[1]:
        same = tally.extent[0] == tally.extent[1]
        return _dead((), f"all {counted(tally.rows, 'row')}", tally.extent[0]) if same else None
    kept = sampled(tally)
    if kept is None or kept.rows < 2:
        return None
    if (kept.scores[-1] == kept.scores[0]).all() and (kept.scores == kept.scores[0]).all():
        return _dead((), kept.words, None)
    if not facts.multilabel:
        return None
    columns = np.flatnonzero((kept.scores[:64] == kept.scores[0]).all(axis=0))
    columns = columns[(kept.scores[:, columns] == kept.scores[0, columns]).all(axis=0)]
    return _dead(tuple(facts.classes[k] for k in columns), kept.words, None) if len(columns) else None


def _dead(labels: tuple[str, ...], where: str, score: float | None) -> Seen:
    of = f" for {classes_named(labels, labels=True)}" if labels else ""
    return Found(
        f"The output is constant{of}: {where} have the same, so nothing is ranked and every threshold decides all rows "
        "alike.",
        "Look for a dead layer (a ReLU whose units are all silent), inputs that are not read or all scaled to zero, "
        "weights that were not loaded, or a column that was filled with a default.",
        {"score": score, "labels": len(labels)},
        of=labels,
    )


def _never_predicted(facts: Facts, names: tuple[str, ...], rows: int) -> Seen:
    tunable = facts.with_scores and (facts.head.binary or facts.multilabel)
    which = sentence(classes_named(names, labels=facts.multilabel))
    said = (
        f"{which} {'is' if len(names) == 1 else 'are'} never predicted, though {counted(rows, 'row')} "
        f"{'hold' if facts.multilabel else 'are of'} {them(names)}: recall is 0 and precision undefined."
    )
    command: str | None
    if tunable:
        remedy = "All scores lie on one side of the threshold; another may be all that is needed (LW202 tells whether)."
        command = facts.tune("--maximize", "f1")
    else:
        remedy = "See whether training had rows of it at all, and weigh it up there or add rows."
        command = None
    return Found(said, remedy, {"classes": len(names), "rows": rows}, command, of=names)


PITFALL = Pitfall(
    "LW105",
    CODES["LW105"],
    "warning",
    why="A model that gives one answer has learnt nothing that can be used, and accuracy hides it where that answer is "
    "the commonest class.",
    look=_look,
)
