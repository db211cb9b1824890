"""Slices in every rendering."""

from __future__ import annotations

import json

import jsonschema
import numpy as np
import pytest

import logitwise as lw
from logitwise.errors import OptionError
from logitwise.report.json_document import json_text
from logitwise.report.markdown import markdown
from logitwise.report.notebook import html
from logitwise.report.schema import ReportDocument, json_schema
from logitwise.report.slice_metrics import MOST_MEASURED

from . import reports
from .test_hostile_names import Tags


def of_slices(slices, rows=1200, kind="binary", **said):
    rng = np.random.default_rng(0)
    names = rng.choice(np.array(slices, object), rows)
    if kind == "softmax":
        y = rng.integers(0, 3, rows)
        return lw.evaluate(
            y, logits=2 * np.eye(3)[y] + rng.normal(size=(rows, 3)), slices={"site": names}, policy="baseline"
        )
    y = (rng.random(rows) < 0.4).astype(int)
    z = np.where(names == slices[0], 0.2, 3.0) * (2 * y - 1) + rng.normal(size=rows)
    return lw.evaluate(y, logits=z, slices={"site": names}, policy="baseline", **said)


@pytest.fixture(scope="module")
def three():
    """A report of three sites, the first of them bad."""
    return of_slices(["bad", "good", "fine"])


def test_columns_and_values_can_be_asked_for(three):
    assert three.slices == {"site": ("bad", "fine", "good")}
    assert reports.of_binary().slices == {}
    assert reports.of_binary().ranking is None


@pytest.mark.parametrize("asked", [{"site": "bad"}, ("site", "bad")])
def test_a_metric_of_a_slice_is_that_of_its_rows(three, asked):
    estimate = three.metric("recall", slice=asked)
    part = three.tally.slices["site"]["bad"]
    tp, fn = (part.confusion.of(1)[i] for i in (0, 2))
    assert (estimate.value, estimate.n, estimate.slice) == (pytest.approx(tp / (tp + fn)), tp + fn, "site = bad")
    assert three.metric("recall").slice is None


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"sight": "bad"}, "did you mean 'site'"),
        ({"site": "bat"}, "did you mean 'bad'"),
        ({"site": "bad", "device": "x"}, "one column with its value"),
        ("site", "one column with its value"),
    ],
)
def test_a_slice_that_is_not_there_is_refused_with_the_nearest(three, asked, words):
    with pytest.raises(OptionError, match=words):
        three.metric("recall", slice=asked)


def test_without_slices_the_next_step_is_named():
    with pytest.raises(OptionError, match="--slice COL"):
        reports.of_binary().metric("recall", slice={"site": "A"})


def test_the_terminal_has_the_worst_first_against_the_rest(three, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    lines = str(three).partition("Slices, worst first")[2].partition("How it was computed")[0].splitlines()
    first = next(line for line in lines if "site = " in line)
    assert "site = bad" in first
    assert "worse" in first
    assert "1 of 3 slices is found worse than the rest" in " ".join(lines)


def test_of_many_slices_ten_are_shown_and_the_rest_counted():
    report = of_slices([f"s{i}" for i in range(25)])
    text = str(report)
    assert "Slices, worst first: the 10 worst, 15 more in JSON" in text
    assert text.partition("Slices, worst first")[2].count("site = s") == 10
    assert "15 more slices not shown" in markdown(report)
    assert "15 more slices not shown" in html(report)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_every_number_of_a_slice_is_whole(monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    report = of_slices(["a very long name of a site that goes on and on and on", "b"])
    text = str(report).partition("Slices, worst first")[2]
    for row in report.summary.slices.rows:
        assert f"{row.rows:,}" in text
        assert f"{row.estimate.low:.3f} to {row.estimate.high:.3f}" in text


def test_json_has_every_slice_with_its_ranking_and_metrics_and_fits_the_schema(three):
    document = json.loads(json_text(three))
    jsonschema.validate(document, json_schema())
    ReportDocument.model_validate_json(json_text(three))
    worst = document["slices"][0]
    assert (worst["column"], worst["value"], worst["ranking"]["worse"]) == ("site", "bad", True)
    assert worst["ranking"]["metric"] == "balanced_accuracy"
    assert worst["ranking"]["value"] < worst["ranking"]["shrunken"] < worst["ranking"]["rest"]
    assert {m["slice"] for m in worst["metrics"]} == {"site = bad"}
    assert {m["name"] for m in document["metrics"]} <= {m["name"] for m in worst["metrics"]}
    assert sum(each["rows"] for each in document["slices"]) == three.rows.used


def test_beyond_a_hundred_slices_metrics_of_scores_are_left_out():
    slices = of_slices([f"s{i}" for i in range(MOST_MEASURED + 2)], rows=4000).to_dict()["slices"]
    names = [{m["name"] for m in each["metrics"]} for each in slices]
    assert len(names) == MOST_MEASURED + 2
    assert all("roc_auc" in each for each in names[:MOST_MEASURED])
    assert all("roc_auc" not in each and "recall" in each for each in names[MOST_MEASURED:])


def test_without_slices_json_has_none_and_pages_no_section():
    report = reports.of_binary()
    assert report.to_dict()["slices"] == []
    assert "Slices" not in str(report) + markdown(report) + html(report)


def test_a_softmax_is_ranked_by_accuracy_and_a_policy_changes_the_metric(tmp_path):
    assert of_slices(["a", "b"], kind="softmax").ranking.by.name == "accuracy"
    policy = tmp_path / "p.toml"
    policy.write_text('[require]\nlog_loss = "<= 0.9"\nprecision = ">= 0.1"\n')
    report = lw.evaluate([0, 1] * 50, logits=[-1.0, 1.0] * 50, slices={"s": ["a", "b"] * 50}, policy=policy)
    assert (report.ranking.by.name, report.ranking.by.of) == ("precision", "1")
    assert "precision of 1" in str(report)


def test_rows_without_a_value_are_a_slice_of_their_own():
    slices = {"site": np.array([1.0, np.nan] * 50)}
    report = lw.evaluate([0, 1, 1, 0] * 25, logits=[-1.0, 1.0] * 50, slices=slices, policy="baseline")
    assert report.slices["site"] == ("(no value)", "1")
    assert "site = (no value)" in str(report)


@pytest.fixture(scope="module")
def hostile():
    """Values that mean something to a terminal, a table, a browser, a spreadsheet, SQL."""
    return of_slices([*reports.HOSTILE, "x' OR '1'='1", "<b>y</b>", "z" * 10_000])


def test_hostile_values_stay_text_in_a_terminal(hostile):
    assert all(line.isprintable() for line in str(hostile).split("\n"))
    assert "a\\x1b[31mred" in str(hostile)
    assert len(max(str(hostile).split("\n"), key=len)) <= 120


def test_hostile_values_stay_cells_in_markdown(hostile):
    text = markdown(hostile).partition("## Slices")[2].partition("## ")[0]
    rows = [line for line in text.split("\n") if line.startswith("|")]
    assert len(rows) == 2 + 9
    assert all(line.replace("\\|", "").count("|") == 6 for line in rows)
    assert "<b>" not in text
    assert "<script>" not in text


def test_hostile_values_are_no_tags_in_html(hostile):
    tags = Tags()
    tags.feed(html(hostile))
    assert "script" not in tags.names
    assert "site = <b>y</b>" in "".join(tags.text)


def test_hostile_values_come_back_from_json_as_they_were(hostile):
    values = {each["value"] for each in json.loads(json_text(hostile))["slices"]}
    assert {*reports.HOSTILE, "x' OR '1'='1", "<b>y</b>", "z" * 10_000} == values
