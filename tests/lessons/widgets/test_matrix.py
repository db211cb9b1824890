from __future__ import annotations

import numpy as np
import pytest

from logitwise.lessons.widgets.matrix import DEFAULT, in_words
from logitwise.lessons.widgets.registry import WIDGETS

OTHER = {"row_a": "5, 0, 2", "row_b": "1 7 1", "row_c": "0;3;9", "cell": "21"}
ROWS = ((5, 0, 2), (1, 7, 1), (0, 3, 9))


def pairs(rows):
    cells = [(i, j) for i in range(3) for j in range(3) for _ in range(rows[i][j])]
    return np.array(cells).T


@pytest.mark.parametrize(("settings", "rows"), [({}, DEFAULT), (OTHER, ROWS)])
def test_metrics_are_those_of_scikit_learn(settings, rows):
    from sklearn.metrics import accuracy_score, precision_recall_fscore_support

    truth, decided = pairs(rows)
    facts = WIDGETS["matrix"](settings).facts
    assert facts["accuracy"] == pytest.approx(accuracy_score(truth, decided))
    names = ("precision", "recall", "f1")
    for name, each in zip(names, precision_recall_fscore_support(truth, decided), strict=False):
        assert [facts[f"{name}.{of}"] for of in "ABC"] == pytest.approx(each)
    for how in ("macro", "micro"):
        averaged = precision_recall_fscore_support(truth, decided, average=how)
        assert [facts[f"{name}.{how}"] for name in names] == pytest.approx(averaged[:3])


def test_the_interval_is_wilsons():
    from scipy.stats import binomtest

    facts = WIDGETS["matrix"]({}).facts
    expected = binomtest(143, 158).proportion_ci(method="wilson")
    assert (facts["accuracy.low"], facts["accuracy.high"]) == pytest.approx((expected.low, expected.high))


def test_a_cell_off_the_diagonal_costs_two_classes():
    assert (
        in_words(ROWS, (2, 1))
        == "Cell C, B: of 12 rows that are C, 3 are called B; they cost C recall and B precision."
    )
    assert "3 are called B" in WIDGETS["matrix"](OTHER).sentence


def test_a_class_that_is_never_called_has_no_precision():
    view = WIDGETS["matrix"]({"row_a": "5 0 0", "row_b": "3 0 0", "row_c": "1 0 2"})
    assert view.tables[0].rows[1][1] == "undefined"
    assert np.isnan(view.facts["precision.B"])


@pytest.mark.parametrize(
    ("settings", "right"),
    [({}, "B"), ({"row_a": "1 9 0"}, "A"), ({"row_a": "9 1 0", "row_b": "1 9 0", "row_c": "0 1 9"}, "several")],
)
def test_the_class_with_the_lowest_recall_is_found(settings, right):
    assert WIDGETS["matrix"](settings).prediction.right == right


@pytest.mark.parametrize(
    "row", ["", "1 2", "1 2 3 4", "1.5 2 3", "-1 2 3", "1e9 0 0", "nan 1 2", "1e999 0 0", "a b c", "1 2 3" * 500]
)
def test_a_row_that_holds_no_three_counts_is_refused(row):
    view = WIDGETS["matrix"]({"row_b": row})
    assert view.fault.startswith("row B: ")
    assert view.facts["accuracy"] == pytest.approx(143 / 158)


def test_a_matrix_without_rows_is_refused():
    assert "no rows" in WIDGETS["matrix"]({"row_a": "0 0 0", "row_b": "0 0 0", "row_c": "0 0 0"}).fault
