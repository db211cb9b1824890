"""Read a cell of the confusion matrix."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

from logitwise.lessons.bank.question import Matrix
from logitwise.lessons.yours.facts import Facts
from logitwise.lessons.yours.made import Made, Refusal, Sort, Telling, listed, with_matrix, with_options
from logitwise.report.safe_text import class_name, markdown_safe

CLICKED: Final = Sort("cell", "confusion-matrix", "easy", "cell", "click the cell", "metrics#worked-matrix")
COUNTED: Final = Sort("cell", "confusion-matrix", "easy", "number", "compute a number", "metrics#worked-matrix")
LARGEST: Final = 8
"""Classes up to which the whole matrix is shown."""
OFTEN: Final = 3
"""Of so many of the most frequent mistakes one is asked for."""


def cell(facts: Facts, random: Random) -> Made:
    """Where one of the most frequent mistakes is counted."""
    if facts.multilabel:
        return _of_label(facts, random)
    counts = facts.counts
    if counts is None:
        return Refusal("the report holds no whole confusion matrix")
    wrong = [(n, i, j) for i, row in enumerate(counts) for j, n in enumerate(row) if i != j and n]
    if not wrong:
        return Refusal("no row was decided wrongly, so that no mistake can be looked up")
    n, i, j = random.choice(sorted(wrong, reverse=True)[:OFTEN])
    plain = all(markdown_safe(class_name(name)) == class_name(name) for name in facts.classes)
    if len(facts.classes) > LARGEST or not plain:  # a cell is told in words, in which a name must mean nothing
        return _counted(facts, i, j)
    led = ((j, i, "matrix-columns-are-truth"),)
    matrix = Matrix(tuple(map(class_name, facts.classes)), tuple(tuple(row) for row in counts), (i, j), led)
    stem = (
        "This is the confusion matrix of your report: rows are the truth, columns what was decided. Which cell "
        f"counts the rows that truly are of {facts.called(i)} and were decided as {facts.called(j)}?"
    )
    return with_matrix(facts, CLICKED, matrix=matrix, told=_told(facts, stem, i, j, n))


def _counted(facts: Facts, i: int, j: int) -> Made:
    counts = facts.counts or ()
    n, down = counts[i][j], [row[j] for row in counts]
    candidates = [
        (counts[j][i], "matrix-columns-are-truth"),
        (sum(counts[i]) - counts[i][i], None),
        (sum(down) - down[j], None),
        (counts[i][i], None),
        (sum(counts[i]), None),
        (sum(down), None),
    ]
    lines = [
        f"Truly {facts.called(i)}, by what was decided: {_row(facts, counts[i], i, j)}",
        f"Decided as {facts.called(i)}, by what is true: {_row(facts, [row[i] for row in counts], i, j)}",
    ]
    stem = (
        f"In your report, these are a row and a column of the confusion matrix:{listed(lines)}\n\nHow many rows that "
        f"truly are of {facts.called(i)} were decided as {facts.called(j)}?"
    )
    wrong = [(f"{value:,}", name) for value, name in candidates if value != n]
    return with_options(facts, COUNTED, right=(f"{n:,}", ""), wrong=wrong, told=_told(facts, stem, i, j, n))


def _row(facts: Facts, counts: Sequence[int], i: int, j: int) -> str:
    """The two counts that are spoken of, the largest others, and the rest."""
    others = sorted((k for k in range(len(counts)) if k not in {i, j}), key=lambda k: (-counts[k], k))
    shown = sorted({i, j, *others[: LARGEST - 2]})
    rest = sum(counts) - sum(counts[k] for k in shown)
    told = ", ".join(f"{facts.name(k)} {counts[k]:,}" for k in shown)
    return f"{told}, others {rest:,}" if len(shown) < len(counts) else told


def _told(facts: Facts, stem: str, i: int, j: int, n: int) -> Telling:
    return Telling(
        stem,
        (
            "Rows are the truth: find the row first.",
            f"It is the row of {facts.called(i)}, in the column of {facts.called(j)}.",
        ),
        (
            f"What is true chooses the row: {facts.called(i)}.",
            f"What was decided chooses the column: {facts.called(j)}.",
            f"There {_stand(n)}.",
        ),
        f"Turned round, it would count rows of {facts.called(j)} that were decided as {facts.called(i)}.",
    )


def _stand(n: int, kind: str = "") -> str:
    return f"stands 1 {kind}row" if n == 1 else f"stand {n:,} {kind}rows"


def _of_label(facts: Facts, random: Random) -> Made:
    missed = [k for k, label in enumerate(facts.classes) if facts.table(label)[1][0]]
    if not missed:
        return Refusal("no label was missed, so that no mistake can be looked up")
    k = random.choice(missed)
    table, name = facts.table(facts.classes[k]), facts.name(k)
    counts = tuple(tuple(row) for row in table)
    matrix = Matrix(("without", "with"), counts, (1, 0), ((0, 1, "matrix-swaps-mistakes"),))
    told = Telling(
        f"In your report, these are the rows with and without the label {name}; rows of the table are the truth, "
        f"columns what was decided. Which cell counts the rows that truly have {name} and were decided not to have it?",
        ("Rows are the truth: find the row first.", "The row says with, the column without."),
        (
            f"They truly have {name}: the row of with.",
            "They were decided not to have it: the column of without.",
            f"There {_stand(table[1][0], 'missed ')}.",
        ),
        f"In the other corner stand false alarms: {table[0][1]:,}.",
    )
    return with_matrix(facts, CLICKED, matrix=matrix, told=told)
