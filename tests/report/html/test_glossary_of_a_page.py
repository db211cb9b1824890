"""What each number means, said where it is estimated and nowhere else."""

import inspect

from logitwise.findings.lesson import ADDRESS, METRIC_PLACES
from logitwise.metrics.definition import estimator
from logitwise.metrics.names import METRICS


def test_every_metric_that_was_measured_has_its_words(told):
    report, _, root = told
    ids = {each.attributes.get("id") for each in root.one("section", id="glossary").all("details")}
    assert {f"word-{one.name}" for one in report.metrics} <= ids


def test_they_are_those_of_the_docstring_and_lead_to_the_lesson(told):
    for each in told[2].one("section", id="glossary").all("details"):
        name = each.attributes["id"].removeprefix("word-")
        docstring = " ".join(inspect.getdoc(estimator(name)).split())
        assert docstring.startswith(each.one("span", class_="word-short").text)
        assert f"{ADDRESS}/{METRIC_PLACES[name]}" in [a.attributes["href"] for a in each.all("a")]


def test_a_metric_that_the_head_does_not_have_is_not_explained(of_kind):
    ids = [each.attributes.get("id") for each in of_kind("confusion")[2].one("section", id="glossary").all("details")]
    assert "word-hamming_loss" not in ids
    assert "word-log_loss" not in ids


def test_words_stand_in_the_order_in_which_metrics_are_listed(told):
    ids = [each.attributes["id"].removeprefix("word-") for each in told[2].one("section", id="glossary").all("details")]
    assert ids == [name for name in METRICS if name in ids]
