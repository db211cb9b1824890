"""The confusion as it is drawn: its counts are those of the rows, and what is left out is counted."""

from collections import Counter

import numpy as np
import pytest
from scipy.stats import binomtest
from tests.report import reports

import logitwise as lw
from logitwise.report.charts import confusion
from logitwise.report.charts.axis_names import axis_names
from logitwise.report.classes.confused_pairs import confused_pairs
from logitwise.report.classes.confusion_view import IN_CLASS_ORDER, confusion_view
from logitwise.tallies.confusion import Confusion


def of_file(shared, name):
    """A report of probabilities in columns p_*, and truth and decision of its rows as class numbers."""
    pq = pytest.importorskip("pyarrow.parquet")
    file = shared / "data" / f"{name}.parquet"
    columns = pq.read_table(file).to_pydict()
    scores = np.column_stack([columns[c] for c in columns if c.startswith("p_")])
    return lw.evaluate(file, policy="baseline"), np.asarray(columns["label"]), scores.argmax(axis=1)


@pytest.mark.parametrize("name", ["cifar100_densenet_probs", "news20_cv_probs"])
def test_cells_hold_as_many_rows_as_the_file_has(shared, name):
    report, truth, decision = of_file(shared, name)
    names = np.unique(truth).astype(str).tolist()
    assert list(report.classes) == names
    counted = Counter(zip(truth.tolist(), decision.tolist(), strict=True))
    view = confusion_view(report.confusion)
    drawn = zip(view.codes[view.truth].tolist(), view.codes[view.decision].tolist(), view.rows.tolist(), strict=True)
    assert {(t, d): n for t, d, n in drawn} == {pair: n for pair, n in counted.items() if pair[0] != pair[1]}
    assert view.hits.tolist() == [counted[k, k] for k in view.codes.tolist()]
    assert (view.left, view.classes_left) == (0, 0)


def test_the_drawing_holds_the_classes_with_the_most_mistakes_and_their_cells(shared):
    report, truth, decision = of_file(shared, "cifar100_densenet_probs")
    wrong = truth != decision
    mistakes = np.bincount(truth[wrong], minlength=100) + np.bincount(decision[wrong], minlength=100)
    data = confusion.figure(report).data["cells"]
    shown = {int(name) for name in data["truth"]}
    assert len(shown) == IN_CLASS_ORDER
    assert min(mistakes[list(shown)]) >= max(mistakes[k] for k in range(100) if k not in shown)
    counted = Counter(zip(truth.tolist(), decision.tolist(), strict=True))
    assert sum(data["rows"]) == sum(n for (t, d), n in counted.items() if t in shown and d in shown)


def test_a_confused_pair_stands_side_by_side_among_many():
    counts = np.diag(np.full(40, 50))
    counts[3, 37], counts[37, 3] = 30, 20
    codes = confusion_view(Confusion.of_matrix(counts)).codes.tolist()
    assert abs(codes.index(3) - codes.index(37)) == 1
    assert codes == confusion_view(Confusion.of_matrix(counts)).codes.tolist()


def test_few_classes_keep_their_order_and_many_do_not():
    rng = np.random.default_rng(0)
    few, many = (Confusion.of_matrix(rng.integers(0, 9, (n, n))) for n in (IN_CLASS_ORDER, IN_CLASS_ORDER + 1))
    assert confusion_view(few).codes.tolist() == list(range(IN_CLASS_ORDER))
    assert confusion_view(many).sorted_by_confusion


def test_beyond_the_cap_the_commonest_mistakes_stay_and_the_others_are_counted():
    counts = np.random.default_rng(0).integers(1, 100, (30, 30))
    all_wrong = np.sort(counts[~np.eye(30, dtype=bool)])[::-1]
    view = confusion_view(Confusion.of_matrix(counts), most_cells=100)
    assert view.rows.tolist() == all_wrong[:100].tolist()
    assert (view.left, view.left_rows) == (770, all_wrong[100:].sum())


def test_the_interval_of_a_pair_is_wilsons():
    report = reports.of_matrix([[50, 7, 3], [4, 45, 1], [2, 3, 48]])
    pair = confused_pairs(report, confusion_view(report.confusion))[0]
    assert (pair.truth, pair.decision, pair.rows) == (0, 1, 7)
    low, high = binomtest(7, 60).proportion_ci(method="wilson")  # SciPy
    assert (pair.low, pair.high) == (pytest.approx(low), pytest.approx(high))


def test_up_to_twelve_classes_the_table_is_the_matrix_and_beyond_it_lists_pairs():
    small, large = confusion.figure(reports.of_softmax(12, 3000)), confusion.figure(reports.of_softmax(13, 3000))
    assert len(small.table.rows) == 12
    assert len(small.table.header) == 13
    assert small.params["counts"]
    assert large.table.header[:2] == ("truth", "taken for")
    assert not large.params["counts"]


def test_a_class_without_rows_has_no_share():
    data = confusion.figure(reports.of_matrix([[50, 0, 3], [4, 45, 1], [0, 0, 0]])).data["cells"]
    at = next(i for i, (t, d) in enumerate(zip(data["truth"], data["decision"], strict=True)) if (t, d) == ("C", "C"))
    assert (data["rows"][at], data["share"][at]) == (0, None)


def test_labels_have_no_matrix():
    assert confusion.figure(reports.of_labels()) is None


def test_the_title_says_how_many_of_many_classes_are_drawn():
    few, many = (confusion.figure(reports.of_softmax(n, 3000)).title for n in (24, 25))
    assert few == "Truth against decision"
    assert many == "Truth against decision: the 24 of 25 classes with the most mistakes"


def test_opacity_goes_up_to_the_largest_share_that_is_mistaken():
    assert (
        confusion.figure(reports.of_matrix([[50, 7, 3], [4, 45, 1], [2, 3, 48]])).params["most"] == 0.11667
    )  # 7 of 60
    assert confusion.figure(reports.of_matrix([[50, 0], [0, 45]])).params["most"] == 1


def test_names_that_begin_alike_are_told_apart_on_the_axis():
    names = [f"a very long class name {k}" for k in range(3)]
    shown = confusion.figure(reports.of_softmax(3, 300, names=names)).params["names"]
    assert shown == [f"a very l…s name {k}" for k in range(3)]
    assert axis_names(["x" * 20 + "a" + "y" * 20, "x" * 20 + "b" + "y" * 20], most=9) == [
        "1. xxxx…yyyy",
        "2. xxxx…yyyy",
    ]
    assert axis_names(["short", "short too"], most=17) == ["short", "short too"]


def test_with_weights_the_sentence_says_that_rows_are_counted_plainly():
    rng = np.random.default_rng(0)
    y, z, w = rng.integers(0, 3, 300), rng.normal(size=(300, 3)), rng.uniform(0.1, 2, 300)
    plain, weighted = (lw.evaluate(y, logits=z, policy="baseline", **more) for more in ({}, {"sample_weight": w}))
    assert " of 300 rows stand on the diagonal" in confusion.figure(plain).sentence
    assert "300 rows, each counted once whatever its weight, stand" in confusion.figure(weighted).sentence
