"""Matrix: a confusion matrix of three classes that can be edited, and what follows from it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.errors import OptionError
from logitwise.lessons.widgets.settings import Settings, choice, numbers, widget
from logitwise.lessons.widgets.svg.heat import heat
from logitwise.lessons.widgets.view import Control, Prediction, Table, View
from logitwise.lessons.widgets.words import count, share
from logitwise.metrics import Measures
from logitwise.verbs.tally import tally

if TYPE_CHECKING:
    from logitwise.lessons.yours.own import Own
    from logitwise.metrics import Estimate

Rows = tuple[tuple[int, ...], ...]

CLASSES: Final = ("A", "B", "C")
DEFAULT: Final[Rows] = ((50, 2, 3), (4, 45, 1), (2, 3, 48))
MOST: Final = 10_000_000
LEVEL: Final = 0.95
_PER_CLASS: Final = ("precision", "recall", "f1")
_TIED: Final = "several"


@widget
def view(settings: Settings, own: Own | None = None) -> View:  # noqa: ARG001  every widget is asked alike
    """A matrix, and one cell of it in words."""
    rows = tuple(_row(settings, k) for k in range(len(CLASSES)))
    if not any(map(sum, rows)):
        raise OptionError("the matrix holds no rows: put a count above 0 into one cell")
    cells = {f"{i}{j}": (i, j) for i in range(len(CLASSES)) for j in range(len(CLASSES))}
    cell = cells[choice(settings, "cell", default="01", among=tuple(cells), label="cell")]
    found = measured(rows)
    accuracy = found["accuracy"]
    right, whole = sum(rows[k][k] for k in range(len(CLASSES))), sum(map(sum, rows))
    return View(
        "matrix",
        "Read a confusion matrix",
        _controls(rows, cell),
        f"{count(right)} of {count(whole)} rows are right: accuracy {share(accuracy.value)}, 95 % interval "
        f"{share(accuracy.low)} to {share(accuracy.high)} (Wilson). {in_words(rows, cell)}",
        charts=(heat(rows, CLASSES, title="Confusion matrix", description=in_words(rows, cell), picked=cell),),
        tables=(_by_class(found), _averages(found)),
        prediction=_prediction(rows),
        facts={name: each.value for name, each in found.items()}
        | {"accuracy.low": accuracy.low, "accuracy.high": accuracy.high},
    )


def in_words(rows: Rows, cell: tuple[int, int]) -> str:
    """What a cell says.

    >>> in_words(((50, 2), (4, 45)), (1, 0))
    'Cell B, A: of 49 rows that are B, 4 are called A; they cost B recall and A precision.'
    """
    i, j = cell
    truth, decision = CLASSES[i], CLASSES[j]
    start = f"Cell {truth}, {decision}: of {count(sum(rows[i]))} rows that are {truth}, {count(rows[i][j])} are called"
    if i == j:
        return f"{start} {truth}: these are right, and count for its recall and its precision alike."
    return f"{start} {decision}; they cost {truth} recall and {decision} precision."


@lru_cache(maxsize=256)
def measured(rows: Rows) -> dict[str, Estimate]:
    """Metrics by name, with a class or average after a point."""
    measures = Measures(tally(confusion=np.array(rows), classes=list(CLASSES)))
    found = {"accuracy": measures.one("accuracy").estimate(LEVEL)}
    for name in _PER_CLASS:
        found |= {f"{name}.{of}": measures.one(name, of=of).estimate(LEVEL) for of in CLASSES}
        found |= {f"{name}.{how}": measures.one(name, average=how).estimate(LEVEL) for how in ("macro", "micro")}
    return found


def _row(settings: Settings, k: int) -> tuple[int, ...]:
    label = f"row {CLASSES[k]}"
    name, classes = f"row_{CLASSES[k].lower()}", len(CLASSES)
    default = tuple(map(float, DEFAULT[k]))
    said = numbers(settings, name, default=default, low=0, high=MOST, label=label, most=classes)
    if len(said) != classes or not all(each.is_integer() for each in said):
        raise OptionError(f"{label}: expected {classes} whole numbers, the rows that are {CLASSES[k]} by decision")
    return tuple(map(int, said))


def _controls(rows: Rows, cell: tuple[int, int]) -> tuple[Control, ...]:
    named = tuple(
        (f"{i}{j}", f"{truth} called {decision}")
        for i, truth in enumerate(CLASSES)
        for j, decision in enumerate(CLASSES)
    )
    counts = tuple(
        Control(
            f"row_{of.lower()}", f"Rows that are {of}, called {', '.join(CLASSES)}", "numbers", " ".join(map(str, row))
        )
        for of, row in zip(CLASSES, rows, strict=True)
    )
    return (*counts, Control("cell", "Cell to read", "choice", f"{cell[0]}{cell[1]}", choices=named))


def _by_class(found: dict[str, Estimate]) -> Table:
    rows = tuple((of, *(_with_interval(found[f"{name}.{of}"]) for name in _PER_CLASS)) for of in CLASSES)
    return Table("By class, with 95 % intervals", ("class", "precision", "recall", "F1"), rows, (1, 2, 3))


def _averages(found: dict[str, Estimate]) -> Table:
    rows = tuple((how, *(_with_interval(found[f"{name}.{how}"]) for name in _PER_CLASS)) for how in ("macro", "micro"))
    return Table("Over the classes", ("average", "precision", "recall", "F1"), rows, (1, 2, 3))


def _with_interval(found: Estimate) -> str:
    if found.undefined is not None:
        return share(found.value)
    return f"{share(found.value)} ({share(found.low)} to {share(found.high)})"


def _prediction(rows: Rows) -> Prediction:
    recalls = {of: row[k] / sum(row) for k, (of, row) in enumerate(zip(CLASSES, rows, strict=True)) if sum(row)}
    least = min(recalls.values())
    lowest = [of for of, recall in recalls.items() if recall == least]
    told = ", ".join(f"{of} {share(recalls[of])}" if of in recalls else f"{of} undefined" for of in CLASSES)
    choices = (*((of, of) for of in CLASSES), (_TIED, "Several share the lowest"))
    right = lowest[0] if len(lowest) == 1 else _TIED
    because = f"Along each row, the diagonal over the row's sum: recall is {told}."
    return Prediction("Which class has the lowest recall? Look along the rows.", choices, right, because)
