"""LW106: a head that does not fit how labels occur together."""

from __future__ import annotations

from math import ceil, log
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall
from logitwise.findings.sampled import sampled
from logitwise.metrics.wording import counted, percent
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.findings.finding import Seen
    from logitwise.findings.sampled import Sampled

OTHERS: Final = 0.01
"""Share of rows with another number of labels than one that is still taken for none. A judgement; with it goes, at
95 %, the number of rows from which nothing but single labels says something."""
FEWEST_ROWS: Final = ceil(log(0.05) / log(1 - OTHERS))
FEWEST_REPEATED: Final = 20
"""Outputs that occur with several labels, from which they are told. A judgement."""
REPEATED: Final = 0.1
"""Share of outputs that must. A judgement."""
ALL_DIFFERENT: Final = 0.95
"""Share of repeated outputs whose labels must all differ, as where rows were written once a label. A judgement."""


def _look(facts: Facts) -> Seen:
    if facts.head.binary:
        return NotApplicable("two classes exclude each other under either head")
    kept = sampled(facts.tally)
    if kept is None:
        return NotApplicable("which labels hold together is not kept without scores")
    return _exclusive(facts, kept) if facts.multilabel else _together(facts, kept)


def _exclusive(facts: Facts, kept: Sampled) -> Seen:
    """Sigmoids where exactly one label holds in every row."""
    held = kept.labels.sum(axis=1)
    # Over all rows labels must be as many as rows, which the counts tell; row by row the kept rows do.
    single = int(facts.support.sum()) == facts.tally.rows and bool((held == 1).all())
    evidence = {"labels_a_row": float(facts.support.sum() / facts.tally.rows), "rows_looked_at": kept.rows}
    if not single or np.count_nonzero(facts.support) < 2:
        return Clear(f"{percent(kept.share(held == 1))} of {kept.words} hold exactly one label", evidence)
    if kept.rows < FEWEST_ROWS:
        return Clear(
            f"every row holds one label, but {counted(kept.rows, 'row')} are too few to say that none holds two"
        )
    return Found(
        f"Exactly one label holds in every row ({kept.words} looked at), yet each label has a sigmoid of its own: the "
        "head cannot know that one excludes the others and may decide for several or none.",
        "If the labels exclude each other by nature, train one softmax over them (cross entropy) and judge it as one: "
        "--head softmax. If they only happen to, nothing need be done.",
        evidence,
    )


def _together(facts: Facts, kept: Sampled) -> Seen:
    """A softmax where rows of the same output carry several labels, as when a row is written once for each it holds."""
    starts = np.flatnonzero(np.r_[True, kept.hashes[1:] != kept.hashes[:-1]])
    rows = np.add.reduceat(kept.counts, starts)
    kinds = np.diff(np.r_[starts, len(kept.hashes)])  # entries of one hash differ in their label
    again = rows > 1
    repeated = int(again.sum())
    different = int((again & (kinds == rows)).sum())
    evidence = {"outputs": len(rows), "repeated": repeated, "with_different_labels": different}
    enough = repeated >= max(FEWEST_REPEATED, REPEATED * len(rows))
    if not enough or different < ALL_DIFFERENT * repeated:
        return Clear("rows of equal outputs do not carry several labels", evidence)
    return Found(
        f"{different:,} of {len(rows):,} outputs occur more than once and each time with another label, as when rows "
        "that hold several labels are written once for each: a softmax must be wrong in all but one of them.",
        f"If a row may hold several labels, train {counted(len(facts.classes), 'sigmoid')} (one a label, binary cross "
        "entropy) and judge them with a label matrix: --head multilabel. Else look for rows that were joined twice.",
        evidence,
    )


PITFALL = Pitfall(
    "LW106",
    CODES["LW106"],
    "warning",
    why="A softmax shares one unit of probability among the classes, sigmoids do not: where labels exclude each other "
    "the one is right, where they occur together the other, and the wrong one caps what training can reach.",
    look=_look,
)
