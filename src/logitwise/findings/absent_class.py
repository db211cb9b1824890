"""LW605: a class absent from the labels, or never given probability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.findings.class_words import classes_named, sentences, them
from logitwise.findings.finding import Clear, Found, Pitfall
from logitwise.findings.sampled import sampled
from logitwise.policy.codes import CODES
from logitwise.tallies.one_vs_rest import grid_shift

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.findings.finding import Seen

MOST_NAMED: Final = 100
"""Classes that a finding lists; a list of 199,996 tells nobody anything."""


def _look(facts: Facts) -> Seen:
    support = facts.support
    present = np.flatnonzero(support)
    evidence = {"classes": len(support), "in_labels": len(present)}
    if facts.multilabel:
        return _of_labels(facts, evidence)
    if len(present) == 1:
        return _only_one(facts, support, evidence)
    absent, impossible = support == 0, _never_given_probability(facts)
    evidence["never_given_probability"] = int(impossible.sum())
    if not absent.any() and not impossible.any():
        return Clear("every class is in the labels and is given probability", evidence)
    return Found(
        sentences(_parts(facts, absent, impossible)),
        "Get labelled rows of each class that will be met; else leave it out of the model, and of what is claimed. "
        "Macro averages are over the classes that have rows.",
        evidence,
        of=_names(facts, np.flatnonzero(absent | impossible)[:MOST_NAMED]),
    )


def _parts(facts: Facts, absent: NDArray[np.bool_], impossible: NDArray[np.bool_]) -> list[str]:
    """Sentences on classes without rows, on those of them that are masked, and on others that are."""
    parts = []
    all_masked = bool((absent <= impossible).all())
    if absent.any():
        names = _names(facts, np.flatnonzero(absent))
        masked = f", and the model never gives {them(names)} probability (masked)"
        said = f"no row is of {classes_named(names)}, so nothing is known about {them(names)}"
        parts.append(said + (masked if all_masked else ""))
    some_masked = np.zeros_like(absent) if all_masked else absent & impossible
    for which, more in ((some_masked, " (masked)"), (impossible & ~absent, ", though rows are of {}")):
        names = _names(facts, np.flatnonzero(which))
        if names:
            never = f"{'is' if len(names) == 1 else 'are'} given probability 0 in every row{more.format(them(names))}"
            parts.append(f"{classes_named(names)} {never}")
    return parts


def _only_one(facts: Facts, support: NDArray[np.int64], evidence: dict[str, int]) -> Seen:
    only = _names(facts, np.flatnonzero(support))
    return Found(
        f"The labels hold only one class: every row is of {classes_named(only)}. Nothing that compares "
        "classes can be computed: ROC AUC, average precision and the recall of the others are undefined.",
        "Look whether the labels were filtered, joined to the wrong column or filled with a default; then judge rows "
        "of every class.",
        evidence,
        of=_names(facts, np.flatnonzero(support == 0)[:MOST_NAMED]),
    )


def _of_labels(facts: Facts, evidence: dict[str, int]) -> Seen:
    """Of labels that no row holds, or every row."""
    none, every = np.flatnonzero(facts.support == 0), np.flatnonzero(facts.support == facts.tally.rows)
    evidence["in_every_row"] = len(every)
    if not len(none) and not len(every):
        return Clear("every label holds in some rows and not in others", evidence)
    parts = []
    if len(none):
        parts.append(f"no row holds {classes_named(_names(facts, none), labels=True)}")
    if len(every):
        parts.append(f"every row holds {classes_named(_names(facts, every), labels=True)}")
    told = np.r_[none, every]
    return Found(
        f"{sentences(parts)} There is only one class of rows then, and what compares the two is undefined.",
        "Get rows that hold such a label and rows that do not; else leave it out of what is claimed.",
        evidence,
        of=_names(facts, told[:MOST_NAMED]),
    )


def _never_given_probability(facts: Facts) -> NDArray[np.bool_]:
    """Classes of a softmax whose probability is 0 in all rows; where only a sample is kept, in all of its rows."""
    tally, none = facts.tally, np.zeros(len(facts.classes), np.bool_)
    lowest = {"logits": -np.inf, "probabilities": 0.0}.get(tally.scale)
    if facts.head.binary or tally.extent is None or tally.extent[0] != lowest:
        return none
    table = tally.one_vs_rest
    if table is not None and table.exact:
        zero = np.isneginf(table.values) & (table.positives + table.negatives == tally.rows)
        none[table.owner[zero]] = True
        return none
    if table is not None and not grid_shift(table.classes):  # the first cell is 0 alone
        return np.asarray(table.positives[:, 0] + table.negatives[:, 0] == tally.rows)
    kept = sampled(tally)
    return none if kept is None else np.asarray(kept.scores.max(axis=0) == lowest)


def _names(facts: Facts, codes: NDArray[np.integer]) -> tuple[str, ...]:
    classes = facts.classes
    return tuple(classes[k] for k in codes.tolist())


PITFALL = Pitfall(
    "LW605",
    CODES["LW605"],
    "warning",
    why="Of a class without rows nothing is known, and a figure over all classes speaks only for those that were "
    "there; the class will be met when the model is used.",
    look=_look,
)
