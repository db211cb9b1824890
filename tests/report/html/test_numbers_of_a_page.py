"""Every number on the page is the report's, and the report's is scikit-learn's."""

import numpy as np
import pytest
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    balanced_accuracy_score,
    brier_score_loss,
    f1_score,
    log_loss,
    matthews_corrcoef,
    precision_score,
    recall_score,
    roc_auc_score,
    top_k_accuracy_score,
)
from tests.report import reports
from tests.report.html.parsed import parsed
from tests.report.html.told import Y, Z

import logitwise as lw
from logitwise.metrics.wording import metric_words, tabled
from logitwise.report.html import page
from logitwise.report.html.span_bar import span_bar
from logitwise.report.key_numbers import interval_text, title


def rows(root):
    """Cells of every row of the section's tables: name, value, interval and the last."""
    tables = root.one("section", id="numbers").all("table")
    return [[cell for cell in row.inside if not isinstance(cell, str)]
            for table in tables for row in table.one("tbody").all("tr")]  # fmt: skip


def test_numbers_are_those_of_scikit_learn(of_kind):
    p, d = 1 / (1 + np.exp(-Z)), (Z >= 0).astype(int)
    expected = {
        "accuracy": accuracy_score(Y, d),
        "recall of 1": recall_score(Y, d),
        "precision of 1": precision_score(Y, d),
        "F1 of 1": f1_score(Y, d),
        "MCC": matthews_corrcoef(Y, d),
        "ROC AUC": roc_auc_score(Y, p),
        "average precision": average_precision_score(Y, p),
        "log loss": log_loss(Y, p),
        "Brier score": brier_score_loss(Y, p),
    }
    shown = {name.text: value.text for name, value, *_ in rows(of_kind("sigmoid")[2])}
    assert {name: shown[name] for name in expected} == {name: tabled(value) for name, value in expected.items()}


def test_every_number_and_interval_is_what_the_report_gives_for_that_metric(told):
    report, _, root = told
    known = {}
    for one in report.metrics:
        found = report.metric(one.name, of=one.of, average=one.average)
        for of in {one.of, None} if one.of == report.positive else {one.of}:
            called = title(one.name, one.average, of, parameter=one.parameter)
            value = "–" if np.isnan(found.value) else tabled(found.value)
            known[" ".join(called.split())] = value, " ".join(interval_text(found).split())
    assert {
        name.text: (value.text, interval.one("span", class_="span-text").text)
        for name, value, interval, _ in rows(root)
    }.items() <= known.items()


def test_nothing_that_was_measured_of_all_rows_is_left_out(told):
    report, _, root = told
    linked = {cells[0].one("a").attributes["href"] for cells in rows(root)}
    assert {f"#word-{one.name}" for one in report.metrics if one.of is None} <= linked


def test_the_level_is_told(told):
    assert f"{100 * told[0].level:g} % interval" in told[2].one("section", id="numbers").text


def test_what_is_undefined_is_a_dash_with_its_reason():
    report = reports.of_matrix([[50, 0], [40, 0]])
    told = {
        name.text: (value.text, interval.one("span", class_="span-text").text)
        for name, value, interval, _ in rows(parsed(page(report)))
    }
    reason = report.metric("precision").undefined
    assert reason
    assert told["precision of B"] == ("–", reason)


def test_doing_without_the_model_stands_beside_a_number(of_kind):
    without = {cells[0].text: cells[3].text for cells in rows(of_kind("sigmoid")[2])}
    assert without["accuracy"] == f"{tabled(1 - Y.mean())} always '0'"
    assert without["ROC AUC"] == "0.500 chance"


@pytest.mark.parametrize(("value", "drawn"), [(0.0, True), (1.0, True), (-0.01, False), (1.01, False), (np.nan, False)])
def test_a_bar_is_drawn_between_0_and_1_alone(value, drawn):
    assert (span_bar(value, 0.0, 1.0) is not None) == drawn


def test_an_interval_that_is_not_known_is_left_out_of_the_bar():
    assert span_bar(0.5, np.nan, np.nan).low == ""
    assert span_bar(0.5, 0.4, 0.6).low == "40%"


def test_a_bar_stands_where_its_numbers_are(of_kind):
    report, _, root = of_kind("sigmoid")
    accuracy = report.metric("accuracy")
    (drawn,) = [cells[2] for cells in rows(root) if cells[0].text == metric_words("accuracy")]
    rect = drawn.one("rect").attributes
    assert float(rect["x"][:-1]) == pytest.approx(100 * accuracy.low, abs=0.005)
    assert float(rect["width"][:-1]) == pytest.approx(100 * (accuracy.high - accuracy.low), abs=0.01)
    assert float(drawn.one("line", class_="span-value").attributes["x1"][:-1]) == pytest.approx(
        100 * accuracy.value, abs=0.005
    )


def test_without_a_model_classes_without_rows_count_for_nothing():
    report = reports.of_matrix([*np.diag([20, 30, 40, 50, 0]).tolist()])
    number = next(each for each in report.summary.numbers if each.estimate.name == "balanced_accuracy")
    always = balanced_accuracy_score(np.repeat(np.arange(4), [20, 30, 40, 50]), np.zeros(140, int))
    assert number.baseline == always == 0.25


def test_without_a_model_the_commonest_classes_are_named():
    rng = np.random.default_rng(0)
    y = rng.choice(12, 2_000, p=np.arange(1, 13) / 78)
    report = lw.evaluate(y, logits=rng.normal(size=(2_000, 12)), policy="baseline")
    number = next(each for each in report.summary.numbers if each.estimate.name == "top_k_accuracy")
    k = int(number.estimate.parameter)
    blind = np.tile(np.bincount(y, minlength=12), (2_000, 1)).astype(float)
    assert number.baseline == pytest.approx(top_k_accuracy_score(y, blind, k=k))
    assert number.without.endswith(f"always the {k} commonest")
