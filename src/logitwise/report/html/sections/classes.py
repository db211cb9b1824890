"""Each class or label: what it is taken for, and how well it is found."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Any, Final

from logitwise.findings.dependence import design_effect
from logitwise.findings.lesson import ADDRESS, METRIC_PLACES
from logitwise.metrics.proportion import Binomial
from logitwise.metrics.wording import class_name, counted, level_words, metric_words, percent, sentence
from logitwise.report.charts.axis_names import axis_names
from logitwise.report.charts.classes import figure_of as drawn_classes
from logitwise.report.charts.confusion import LABEL, LEVEL, MOST_WITH_COUNTS, SMALLEST_STEP, STEPS, TITLE
from logitwise.report.charts.confusion import figure_of as drawn_confusion
from logitwise.report.classes.class_table import WITH_INTERVAL, class_table
from logitwise.report.classes.confused_pairs import confused_pairs
from logitwise.report.classes.confusion_view import confusion_view
from logitwise.report.html.cell import Cell, Column, Row, count, interval, interval_of_share, share, value
from logitwise.report.html.section import Section
from logitwise.tallies.confusion import Confusion

if TYPE_CHECKING:
    from logitwise.report.classes.class_table import ClassTable
    from logitwise.report.classes.confused_pairs import Pair
    from logitwise.report.classes.confusion_view import ConfusionView
    from logitwise.report.report import Report

PAIRS_AT_FIRST: Final = 50
"""Mistakes that are listed before anything is searched for."""
SHORT: Final = {"roc_auc": "AUC", "average_precision": "AP"}
"""Names of columns that would be wider than their numbers; the section spells them out."""
SEARCHED: Final = 12
"""Classes above which a reader may search."""


def section(report: Report) -> Section | None:
    """None for two classes with scores: there the numbers and the threshold say it all."""
    if report.tally.head.binary and report.facts.with_scores:
        return None
    table, labels = class_table(report), report.head == "multilabel"
    values: dict[str, Any] = {
        "title": "Labels" if labels else "Classes",
        "one": "label" if labels else "class",
        "many": len(report.classes) > SEARCHED,
        "classes": drawn_classes(report, table),
        "columns": _columns(report, table, labels=labels),
        "rows": _rows(report, table),
        "caption": _caption(report, table),
        "scores": report.facts.with_scores,
        "weighted": report.tally.weighted is not None,
        "grouped": report.tally.clusters is not None,
        "place": METRIC_PLACES["recall"],
        "address": ADDRESS,
    }
    own, data = _of_labels(report, table) if labels else _of_classes(report)
    return Section("classes", values["title"], {**values, **own}, data)


def _columns(report: Report, table: ClassTable, *, labels: bool) -> tuple[Column, ...]:
    found = [Column("label" if labels else "class", number=False), Column("rows"), Column("decided")]
    for place, name in enumerate(table.metrics):
        found.append(Column(SHORT.get(name) or metric_words(name)))
        if place < WITH_INTERVAL:
            found.append(Column(f"{level_words(report.level)} interval", number=False))
    return tuple(found)


def _rows(report: Report, table: ClassTable) -> tuple[Row, ...]:
    rows = []
    for line in table.lines:
        cells = [count(line.rows), count(line.predicted)]
        for place, estimate in enumerate(line.estimates):
            cells.append(value(estimate))
            if place < WITH_INTERVAL:
                cells.append(interval(estimate))
        rows.append(Row(class_name(report.classes[line.code]), str(line.code), tuple(cells)))
    return tuple(rows)


def _caption(report: Report, table: ClassTable) -> str:
    one, few = ("label", "labels") if report.head == "multilabel" else ("class", "classes")
    shown = f"Each of {counted(len(table.lines), one, few)}, the worst recall first"
    return f"{shown}; {table.left:,} better ones are left out" if table.left else shown


def _of_classes(report: Report) -> tuple[dict[str, Any], Any]:
    confusion = report.confusion
    assert isinstance(confusion, Confusion)  # noqa: S101  # of labels there is another
    view = confusion_view(confusion)
    pairs = confused_pairs(report, view)
    names = [class_name(report.classes[k]) for k in view.codes]
    most = max((pair.high for pair in pairs[:PAIRS_AT_FIRST]), default=1.0)
    values = {
        "confusion": drawn_confusion(report, view, pairs, at_first=True),
        "drawn": len(view.codes),
        "more": len(view.at_first) < len(view.codes),
        "sorted": view.sorted_by_confusion,
        "left": _left(view),
        "error_columns": _error_columns(report, "truth", "taken for"),
        "errors": tuple(_pair_row(names, pair, most=most) for pair in pairs[:PAIRS_AT_FIRST]) if len(names) > 2 else (),
        "top": percent(most),
        "error_caption": _most("Commonest mistakes", len(pairs)),
    }
    return values, _data(view, names, pairs, most=most)


def _left(view: ConfusionView) -> str:
    """What of the confusion is not in the page; empty where all is."""
    said = []
    if view.classes_left:
        said.append(f"{view.classes_left:,} classes with fewer mistakes are left out.")
    if view.left:
        said.append(
            f"The {len(view.rows):,} commonest mistakes are drawn; {view.left:,} rarer ones, "
            f"{counted(int(view.left_rows), 'row')} together, are left out."
        )
    return " ".join(said)


def _most(what: str, there: int) -> str:
    shown = min(there, PAIRS_AT_FIRST)
    return f"{what}: the first {shown} of {there:,}" if shown < there else what


def _error_columns(report: Report, first: str, second: str) -> tuple[Column, ...]:
    level = f"{level_words(report.level)} interval"
    return (
        Column(first, number=False), Column(second, number=False), Column("rows"), Column("share"),
        Column(level, number=False),
    )  # fmt: skip


def _pair_row(names: list[str], pair: Pair, *, most: float) -> Row:
    cells = (
        Cell(names[pair.decision], str(pair.decision), sought=True), count(pair.rows), share(pair.share),
        interval_of_share(pair.low, pair.share, pair.high, most=most),
    )  # fmt: skip
    return Row(names[pair.truth], str(pair.truth), cells)


def _data(view: ConfusionView, names: list[str], pairs: tuple[Pair, ...], *, most: float) -> dict[str, Any] | None:
    """What the script draws other classes from; nothing where all are drawn."""
    if len(names) <= SEARCHED:
        return None
    intervals = [interval_of_share(pair.low, pair.share, pair.high, most=most) for pair in pairs]
    return {
        "title": TITLE,
        "names": names,
        "labels": axis_names(names, most=LABEL),
        "first": view.at_first.tolist(),
        "support": view.support.tolist(),
        "hits": view.hits.tolist(),
        "truth": view.truth.tolist(),
        "decision": view.decision.tolist(),
        "rows": view.rows.tolist(),
        "shares": [percent(pair.share) for pair in pairs],
        "low": [each.key for each in intervals],
        "intervals": [each.text for each in intervals],
        "spans": [each.span for each in intervals],
        "marks": [each.mark for each in intervals],
        "steps": STEPS,
        "smallest": SMALLEST_STEP,
        "counts": MOST_WITH_COUNTS,
        "left": view.left,
        "level": LEVEL,
        "listed": PAIRS_AT_FIRST,
    }


def _of_labels(report: Report, table: ClassTable) -> tuple[dict[str, Any], None]:
    rows, errors = [], []
    for line in sorted(table.lines, key=lambda line: line.code):
        assert line.four is not None  # noqa: S101  # labels have them
        tp, fp, fn, tn = line.four
        name = class_name(report.classes[line.code])
        rows.append(Row(name, str(line.code), tuple(count(n) for n in (tp, fn, fp, tn))))
        errors += [_label_error(report, (name, line.code), "missed", (fn, tp + fn)),
                   _label_error(report, (name, line.code), "falsely given", (fp, fp + tn))]  # fmt: skip
    known = sorted((each for each in errors if each.rows), key=lambda each: -each.rows)
    most = max((each.high for each in known[:PAIRS_AT_FIRST]), default=1.0)
    values = {
        "confusion": None,
        "four": tuple(rows),
        "four_columns": (Column("label", number=False), Column("found"), Column("missed"), Column("falsely given"),
                         Column("rightly left")),
        "error_columns": _error_columns(report, "label", "error"),
        "errors": tuple(each.row(most) for each in known[:PAIRS_AT_FIRST]),
        "error_caption": _most("Commonest errors", len(known)),
        "top": percent(most),
    }  # fmt: skip
    return values, None


@dataclass(frozen=True, slots=True)
class _LabelError:
    """A label missed or falsely given: how many rows, and which share of those that hold it or do not."""

    name: str
    code: int
    what: str
    rows: int
    share: float
    low: float
    high: float

    def row(self, most: float) -> Row:
        cells = (
            Cell(sentence(self.what), self.what), count(self.rows), share(self.share),
            interval_of_share(self.low, self.share, self.high, most=most),
        )  # fmt: skip
        return Row(self.name, str(self.code), cells)


def _label_error(report: Report, label: tuple[str, int], what: str, counts: tuple[int, int]) -> _LabelError:
    (rows, of), effect = counts, design_effect(report.facts)
    low, high = Binomial(rows / effect, of / effect).interval(report.level)
    return _LabelError(*label, what, rows, rows / of if of else nan, low, high)
