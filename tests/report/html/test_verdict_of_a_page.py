"""What a reader sees first: ready or not, why, what next."""

import numpy as np
import pytest
from tests.report import reports
from tests.report.html.parsed import parsed
from tests.report.html.told import Y, Z, mostly_missed, of

import logitwise as lw
from logitwise.metrics.wording import visible
from logitwise.report.html import page
from logitwise.report.html.sections.verdict import in_short


def first(report):
    return parsed(page(report)).one("section", id="verdict")


@pytest.mark.parametrize(
    ("report", "sign", "kind"),
    [
        (of, "✔", "verdict-right"),
        (mostly_missed, "✘", "verdict-wrong"),
        (lambda: of({"require": {"recall": ">= 0.56"}}), "?", "verdict-warn"),
    ],
    ids=["ready", "not ready", "not enough data"],
)
def test_the_outcome_is_told_by_word_sign_and_colour(report, sign, kind):
    made = report()
    seen = first(made)
    assert seen.one("h1").text == made.verdict.outcome.capitalize()
    assert seen.one(class_="verdict-sign").text == sign
    assert seen.all("div", class_=kind)


def test_all_reasons_are_there_and_three_of_them_open(told):
    report, _, root = told
    seen = root.one("section", id="verdict")
    shown = [each.text for each in seen.all("li") if not each.all("a")]
    assert {" ".join(visible(each).split()) for each in report.verdict.reasons} <= set(shown)
    folded = [each.text for part in seen.all("details") for each in part.all("li")]
    assert len(folded) == max(0, sum(each not in report.verdict.stops for each in report.verdict.reasons) - 3)


def test_a_command_can_be_copied_and_is_not_said_twice():
    report = mostly_missed()
    seen = first(report).one("div", class_="verdict-next")
    (button,) = seen.all("button")
    assert button.attributes["data-copy"].startswith("logitwise tune FILE")
    assert f"Run: {button.attributes['data-copy']}" in report.verdict.advice[0]
    assert "Run:" not in seen.text


def test_what_fails_is_counted_beside_findings_that_stand():
    assert in_short(mostly_missed()) == "2 of 3 requirements fail, and 1 finding of level error stands."


def test_one_that_fails_is_told_in_the_singular():
    assert in_short(of({"require": {"recall": ">= 0.9", "mcc": ">= 0"}})) == "1 of 2 requirements fails."


def test_a_single_requirement_that_holds_is_no_all():
    assert in_short(of({"require": {"recall": ">= 0.1"}})) == "The one requirement holds with 95 % confidence."


def test_a_clause_that_passes_since_nothing_speaks_against_it_is_not_said_to_hold():
    assert in_short(of()) == "2 requirements hold with 95 % confidence; no class is shown to be mostly missed."


def test_warnings_that_stand_are_named_beside_ready_and_the_first_is_the_next_step():
    report = lw.evaluate(Y, logits=3 * Z, policy="baseline")
    assert report.verdict.outcome == "ready"
    standing = [each for each in report.findings if each.outcome == "found" and each.severity == "warning"]
    seen = first(report)
    shown = seen.one("div", class_="verdict-why").all("a")
    assert [each.text for each in shown] == [f"{each.code} {each.title}" for each in standing]
    step = seen.one("div", class_="verdict-next").all("button")[0]
    assert step.attributes["data-copy"] == next(each.command for each in standing if each.command)


def test_where_no_warning_stands_none_is_spoken_of():
    quiet = [each.code for each in of().findings if each.outcome == "found" and each.severity == "warning"]
    report = of({"extends": "baseline", "findings": {"ignore": quiet}}) if quiet else of()
    assert "warning" not in first(report).one("div", class_="verdict-why").text


def test_the_precision_at_the_stated_prevalence_stands_among_the_numbers_that_matter():
    report = of({"extends": "baseline", "task": {"prevalence": 0.02}, "require": {
        "recall": ">= 0.1", "precision": ">= 0.1", "roc_auc": ">= 0.1", "mcc": ">= 0.1"}})  # fmt: skip
    names = {each.text for each in first(report).all("a", class_="headline-name")}
    assert "precision at 2 % positive" in names
    assert len(names) == 4
    assert not any("% positive" in each.text for each in first(of()).all("a", class_="headline-name"))


def test_what_is_undecided_is_no_failure():
    assert (
        in_short(of({"require": {"recall": ">= 0.56"}})) == "Nothing fails, but 1 of 1 requirement is not decided yet."
    )


def test_what_only_the_data_withhold_is_told_apart_from_reasons():
    few = reports.of_matrix([[60, 1], [1, 5]])
    assert few.verdict.stops
    stops = first(few).one("ul", class_="stops")
    assert [each.text for each in stops.all("li")] == list(few.verdict.stops)


def test_what_the_policy_bounds_stands_among_the_numbers_that_matter():
    seen = first(of({"require": {"mcc": ">= 0.3", "log_loss": "<= 0.6"}}))
    names = [each.text for each in seen.all("a", class_="headline-name")]
    assert len(names) == 4
    assert {"MCC", "log loss"} <= set(names[:2])


def test_of_a_class_that_is_missed_the_recall_heads_the_numbers():
    rng = np.random.default_rng(1)
    y = (rng.random((900, 3)) < 0.3).astype(np.uint8)
    z = 4.0 * y + rng.normal(size=y.shape) - 2
    z[:, 1] -= 3

    seen = first(lw.evaluate(y, logits=z, head="multilabel", policy="baseline"))
    assert seen.all("a", class_="headline-name")[0].text == "recall of 1"


def test_the_page_claims_no_date(told):
    assert "none is recorded" in told[2].one("section", id="verdict").text
