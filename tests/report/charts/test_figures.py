"""What charts are given, held against the rows, scikit-learn and the report's own curves."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score, roc_curve
from tests.report.charts.charted import CURVES, HEADS, labels, sigmoid, softmax
from tests.report.reports import everyone, of_binary, of_matrix, of_softmax

from logitwise.errors import OptionError
from logitwise.report.charts import NAMES, figure
from logitwise.report.charts.decision import net_benefit
from logitwise.report.charts.log_odds import LEFT_OUT, domain
from logitwise.report.charts.scored_outcome import outcome

DRAWN = {
    "sigmoid": {"roc", "precision_recall", "decision", "threshold", "scores"},
    "softmax": {"roc", "precision_recall", "threshold", "scores", "risk_coverage"},
    "labels": {"roc", "precision_recall", "decision", "threshold", "scores"},
}
each_head = pytest.mark.parametrize("head", HEADS)


def columns(report, name, *, dataset="points", of=None):
    return {key: np.array(values, object) for key, values in figure(report, name, of=of).data[dataset].items()}


def numbers(values):
    return np.array([np.nan if value is None else value for value in values], float)


def close(values, wanted):
    """To the five digits that a chart is given."""
    return np.allclose(numbers(values), wanted, rtol=1e-4, atol=1e-12)


@each_head
def test_each_head_has_the_charts_that_its_scores_allow(head):
    report = HEADS[head]().report
    assert {name for name in CURVES if figure(report, name) is not None} == DRAWN[head]


@pytest.mark.parametrize("kind", everyone())
def test_every_figure_has_a_title_a_sentence_a_table_and_columns_of_one_length(kind):
    report = everyone()[kind]
    for found in filter(None, (figure(report, name) for name in NAMES)):
        assert found.title
        assert found.sentence.endswith(".")
        assert "nan" not in found.sentence
        assert found.table.rows
        assert all(len(row) == len(found.table.header) for row in found.table.rows)
        for data in found.data.values():
            assert len({len(values) for values in data.values()}) <= 1
        plain = [value for data in found.data.values() for values in data.values() for value in values]
        assert all(value is None or isinstance(value, str) or np.isfinite(value) for value in plain)


@each_head
@pytest.mark.parametrize("name", ["roc", "precision_recall", "decision", "risk_coverage"])
def test_points_are_the_curve_of_the_report(head, name):
    report = HEADS[head]().report
    found = figure(report, name)
    if found is None:
        assert name not in DRAWN[head]
        return
    curve = next(each for each in report.curves if (each.name, each.of) == (name, found.of))
    for key, values in found.data["points"].items():
        if key != "order":
            known = np.where(np.isfinite(curve.columns[key]), curve.columns[key], np.nan)
            assert np.allclose(numbers(values), known, rtol=1e-4, equal_nan=True)


def test_roc_points_lie_on_the_curve_of_scikit_learn():
    report, y, p = sigmoid()
    found = columns(report, "roc")
    fpr, tpr, _ = roc_curve(y, p, drop_intermediate=False)
    assert close(found["false_positive_rate"], fpr)
    assert close(found["true_positive_rate"], tpr)
    assert found["threshold"][0] is None
    assert f"ROC AUC {roc_auc_score(y, p):.3f} " in figure(report, "roc").sentence


def test_precision_recall_points_lie_on_the_curve_of_scikit_learn():
    report, y, p = sigmoid()
    found = columns(report, "precision_recall")
    at = [value is not None for value in found["threshold"]]  # others lie between two scores
    precision, recall, _ = precision_recall_curve(y, p)
    points = np.stack([numbers(found[name][at]) for name in ("recall", "precision")], axis=1)
    apart = np.abs(points[:, None] - np.stack([recall, precision], axis=1)).sum(axis=2).min(axis=1)
    assert apart.max() < 1e-4
    assert figure(report, "precision_recall").params["chance"] == pytest.approx(y.mean(), rel=1e-4)
    assert f"Average precision {average_precision_score(y, p):.3f} " in figure(report, "precision_recall").sentence


def test_the_point_of_a_cut_is_what_the_rows_decided_there_give():
    report, y, p = sigmoid()
    decided = p >= 0.5
    recall, alarms = decided[y == 1].mean(), decided[y == 0].mean()
    roc, pr, gain = (figure(report, name).params for name in ("roc", "precision_recall", "decision"))
    assert (roc["now_x"], roc["now_y"]) == pytest.approx((alarms, recall), rel=1e-4)
    assert (pr["now_x"], pr["now_y"]) == pytest.approx((recall, y[decided].mean()), rel=1e-4)
    assert gain["now_x"] == 0.5
    assert gain["now_y"] == pytest.approx(((y == 1) & decided).mean() - ((y == 0) & decided).mean(), rel=1e-4)


def test_each_label_is_cut_at_its_own_threshold():
    report, y, p = labels()
    for k, name in enumerate(report.classes):
        decided, found = p[:, k] >= (0.4, 0.5, 0.6)[k], figure(report, "roc", of=name)
        assert found.params["now_y"] == pytest.approx(decided[y[:, k] == 1].mean(), rel=1e-4)
        assert figure(report, "threshold", of=name).data["marks"]["label"] == [f"threshold {(0.4, 0.5, 0.6)[k]}"]


def test_a_class_among_several_has_no_cut_and_no_point():
    report = softmax().report
    assert figure(report, "roc").params == {"now_x": None, "now_y": None}
    assert figure(report, "scores").params["cut"] is None
    assert figure(report, "scores").data["marks"]["label"] == []


@pytest.mark.parametrize("threshold", [0.01, 0.2, 0.5, 0.9])
def test_net_benefit_is_true_positives_less_false_ones_at_their_price(threshold):
    report, y, p = sigmoid()
    decided = p >= threshold
    wanted = ((y == 1) & decided).mean() - ((y == 0) & decided).mean() * threshold / (1 - threshold)
    assert net_benefit(outcome(report), threshold) == pytest.approx(wanted, abs=1e-12)


def test_a_probability_that_tells_nothing_pays_at_no_threshold():
    assert "At no threshold" in figure(of_binary([0, 1] * 50, [0.0] * 100), "decision").sentence


def test_threshold_points_are_what_each_cut_gives():
    report, y, p = sigmoid()
    found = columns(report, "threshold")
    for log_odds, measure, value in list(zip(found["log_odds"], found["measure"], found["value"], strict=True))[::17]:
        decided = p >= 1 / (1 + np.exp(-log_odds)) - 1e-6  # scores have two decimals, points five digits
        tp, fp, fn = ((y == 1) & decided).sum(), ((y == 0) & decided).sum(), ((y == 1) & ~decided).sum()
        wanted = {"precision": tp / (tp + fp), "recall": tp / (tp + fn), "F1": 2 * tp / (2 * tp + fp + fn)}
        assert value == pytest.approx(wanted[measure], rel=1e-4)


def test_bars_are_the_shares_of_each_truth_upward_and_downward():
    report, y, p = sigmoid()
    found, z = columns(report, "scores", dataset="bins"), np.log(p) - np.log1p(-p)
    edges = np.linspace(found["left"][0], found["right"][-1], len(found["left"]) // 2 + 1)
    edges -= 1e-9  # a score on an edge belongs to the bin above, whatever its last digit
    inside = np.clip(z, edges[0], edges[-1])
    for name, sign, code in (("yes", 1, 1), ("no", -1, 0)):
        share = found["share"][found["truth"] == name].astype(float)
        assert sign * share.sum() == pytest.approx(1, rel=1e-3)
        counts, _ = np.histogram(inside[y == code], edges)
        assert np.allclose(sign * share * (y == code).sum(), counts, atol=0.01)


def test_rows_beyond_the_ends_of_the_axis_are_counted_and_told():
    y, z = [0] * 1000 + [1] * 1000, [-1.0] * 999 + [-90.0] + [1.0] * 999 + [90.0]
    report = of_binary(y, z)
    low, high = domain(outcome(report).cells)
    assert (low, high) == (-2.0, 2.0)
    assert LEFT_OUT >= 2 / 2000
    assert " 2 rows beyond the ends" in figure(report, "scores").sentence
    within = of_binary(y, [-1.0] * 1000 + [1.0] * 1000)
    assert "beyond the ends" not in figure(within, "scores").sentence


def test_the_first_accepted_are_the_most_confident():
    report, y, p = softmax()
    top, right = p.max(axis=1), p.argmax(axis=1) == y
    order = np.argsort(-top)
    wrong = np.cumsum(~right[order]) / np.arange(1, len(y) + 1)
    found = columns(report, "risk_coverage")
    at = np.rint(numbers(found["coverage"]) * len(y)).astype(int) - 1
    assert np.allclose(numbers(found["error"]), wrong[at], rtol=1e-3)
    assert f"{100 * (~right).mean():.1f} % are wrong" in figure(report, "risk_coverage").sentence


def test_nobody_naming_one_the_class_told_worst_is_drawn():
    report, y, p = softmax()
    worst = min(range(4), key=lambda k: roc_auc_score(y == k, p[:, k]))
    assert figure(report, "roc").of == report.classes[worst] == "cat"
    assert "the class told worst from the rest" in figure(report, "roc").sentence
    assert "told worst" not in figure(report, "roc", of="ant").sentence


def test_nobody_naming_one_the_label_with_most_rows_is_drawn():
    assert figure(labels().report, "decision").of == "round"
    assert "the label with most rows" in figure(labels().report, "decision").sentence


@pytest.mark.parametrize(("classes", "drawn"), [(20, True), (21, False)])
def test_of_more_than_20_classes_one_has_to_be_named(classes, drawn):
    report = of_softmax(classes, 1000)
    assert (figure(report, "roc") is not None) == drawn
    assert figure(report, "roc", of="class 7").of == "class 7"


def test_the_negative_class_and_unknown_ones_are_refused():
    with pytest.raises(OptionError, match="of the positive one, yes"):
        figure(sigmoid().report, "roc", of="no")
    with pytest.raises(OptionError, match=r"'yess' is no class of this report .did you mean 'yes'"):
        figure(sigmoid().report, "roc", of="yess")
    assert figure(sigmoid().report, "roc", of="yes").of == "yes"


def test_without_scores_no_curve_is_drawn():
    report = of_matrix([[50, 2], [4, 45]])
    assert [name for name in CURVES if figure(report, name) is not None] == []


@pytest.mark.parametrize("truth", [0, 1])
def test_of_one_class_alone_no_curve_against_the_other_is_drawn(truth):
    report = of_binary([truth] * 60, np.linspace(-1, 1, 60))
    assert all(figure(report, name) is None for name in ("roc", "precision_recall", "threshold", "scores"))
