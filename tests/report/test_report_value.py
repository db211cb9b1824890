"""The report as a value."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import pytest

from logitwise.errors import OptionError
from logitwise.policy import baseline
from logitwise.policy.values import Task
from logitwise.report.key_numbers import key_numbers

from . import reports


def test_a_metric_is_asked_for_by_name_class_and_average():
    report = reports.of_matrix([[50, 2, 3], [4, 45, 1], [2, 3, 48]])
    assert report.metric("accuracy").value == pytest.approx(143 / 158)
    assert report.metric("recall", of="A").value == pytest.approx(50 / 55)
    assert report.metric("f1", average="macro").average == "macro"


def test_of_two_classes_the_positive_one_is_meant_unless_another_is_named():
    report = reports.of_matrix([[1075, 0], [22, 3]], names=("no", "yes"))
    assert report.metric("recall").value == pytest.approx(0.12)
    assert report.metric("recall", of="no").value == 1


def test_an_unknown_metric_is_answered_with_the_nearest():
    with pytest.raises(OptionError, match="recall"):
        reports.of_binary().metric("recal")


def test_an_unknown_class_is_refused():
    with pytest.raises(OptionError):
        reports.of_binary().metric("recall", of="nobody")


def test_undefined_is_nan_with_a_reason():
    estimate = reports.of_matrix([[50, 0], [20, 0]]).metric("precision")
    assert isnan(estimate.value)
    assert estimate.undefined


def test_a_report_says_what_was_judged():
    report = reports.of_binary()
    assert (report.head, report.classes, report.positive, report.threshold) == ("sigmoid", ("no", "yes"), "yes", 0.5)
    assert (report.rows.used, report.rows.rejected) == (800, {})
    assert reports.of_softmax().threshold is None
    assert reports.of_matrix([[5, 1], [1, 5]]).threshold is None


def test_the_example_of_the_issue_has_its_interval():
    accuracy = reports.of_matrix([[50, 2, 3], [4, 45, 1], [2, 3, 48]]).metric("accuracy")
    assert (round(accuracy.value, 4), round(accuracy.low, 3), round(accuracy.high, 3)) == (0.9051, 0.849, 0.942)


@pytest.mark.parametrize("name", reports.everyone())
def test_every_report_speaks_in_every_rendering(name):
    report = reports.everyone()[name]
    for text in (str(report), repr(report), report._repr_html_()):
        assert report.verdict.outcome in text.lower()


def test_what_a_metric_depends_on_is_said_by_its_own_word():
    report = reports.of_binary()
    assert report.metric("fbeta", beta=1).value == report.metric("f1").value
    assert report.metric("ppv_at_prevalence", prevalence=0.01).parameter == 0.01
    assert reports.of_softmax(6).metric("top_k_accuracy", k=2).parameter == 2
    assert report.metric("partial_auc", max_fpr=0.2).parameter == 0.2


def test_without_a_word_the_policys_is_taken():
    stated = replace(baseline(), task=Task(prevalence=0.02, beta=3.0))
    report = reports.report_of(reports.of_binary().tally, stated)
    assert report.metric("ppv_at_prevalence").parameter == 0.02
    assert report.metric("fbeta").parameter == 3
    assert report.metric("fbeta", beta=0.5).parameter == 0.5
    assert {m.parameter for m in report.metrics if m.name == "npv_at_prevalence"} == {0.02}


def test_a_prevalence_that_is_none_is_refused():
    with pytest.raises(OptionError, match="prevalence = 1: expected a share above 0 and below 1"):
        reports.of_binary().metric("ppv_at_prevalence", prevalence=1)


def titles(report):
    return [number.title for number in key_numbers(report)]


def test_the_page_has_the_predictive_value_where_a_prevalence_is_stated():
    stated = replace(baseline(), task=Task(prevalence=0.01))
    assert "PPV at prevalence 0.01" in titles(reports.report_of(reports.of_binary().tally, stated))
    assert not [title for title in titles(reports.of_binary()) if "prevalence" in title]


def test_the_page_has_top_five_above_ten_classes():
    assert "top-5 accuracy" in titles(reports.of_softmax(11, 900))
    assert "top-5 accuracy" not in titles(reports.of_softmax(10))


def test_the_page_of_labels_tells_of_whole_rows():
    assert {"subset accuracy", "Hamming loss"} <= set(titles(reports.of_labels()))
