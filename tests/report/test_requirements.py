"""What was asked, in every rendering: each requirement with its value, its deciding limit and its outcome."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from rich.cells import cell_len

import logitwise as lw
from logitwise.metrics import measure
from logitwise.policy import Requirement, baseline
from logitwise.report.markdown import markdown
from logitwise.report.notebook import html

from . import reports
from .test_hostile_names import Tags

SIGNED = {"fail": "✘ fail", "undecided": "? undecided", "pass": "✔ pass", "not applicable": "– not applicable"}


def asking(report, *bounds):
    """The report under a policy that also asks for bounds like ``("recall", ">=", 0.9, "A")``."""
    wanted = tuple(Requirement(b[0], op=b[1], bound=b[2], of=b[3] if len(b) > 3 else None, source="p") for b in bounds)
    return reports.report_of(report.tally, replace(baseline(), requirements=wanted))


@pytest.fixture(scope="module")
def mixed():
    """One of each outcome: recall of B fails, accuracy is undecided, that of A passes, the prior has no scores."""
    report = reports.of_matrix([[900, 100], [300, 100]])
    return asking(report, ("recall", ">=", 0.8, "A"), ("accuracy", ">=", 0.7), ("recall", ">=", 0.5, "B"))


def of_slices(sites, accurate, *, rows=400):
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, rows * len(sites))
    right = np.concatenate([rng.random(rows) < share for share in accurate])
    policy = replace(
        baseline(),
        requirements=(
            Requirement("recall", op=">=", bound=0.8, source="p", each_slice=True),
            Requirement("accuracy", op=">=", bound=0.8, source="p", each_slice=True),
        ),
    )
    return lw.evaluate(y, logits=(2 * y - 1) * np.where(right, 2.0, -2.0), slices={"site": np.repeat(sites, rows)},
                       policy=policy)  # fmt: skip


def test_failures_come_first_then_what_is_undecided_then_what_passes(mixed):
    outcomes = [row.outcome for row in mixed.summary.asked.rows]
    assert outcomes == sorted(outcomes, key=list(SIGNED).index)
    assert set(outcomes) == set(SIGNED)
    assert len(outcomes) == len(mixed.verdict.requirements)


def test_the_limit_is_that_of_the_side_that_decides(mixed):
    limits = {row.name: row.limit for row in mixed.summary.asked.rows}
    failing = mixed.verdict.requirements[0].alpha_fail
    assert limits["recall of B >= 0.5"] == f"at most {measure(mixed.tally, 'recall', of='B').upper(failing):.3f}"
    assert limits["recall of A >= 0.8"] == f"at least {measure(mixed.tally, 'recall', of='A').lower(0.05):.3f}"
    assert limits["accuracy >= 0.7"] == f"at least {measure(mixed.tally, 'accuracy').lower(0.05):.3f}"


def test_a_ceiling_passes_on_the_limit_above_and_fails_on_that_below():
    report = asking(reports.of_binary(), ("log_loss", "<=", 5), ("brier", "<=", 0.001), ("brier_skill", "<=", 0.9))
    limits = {row.name: (row.outcome, row.limit.rsplit(" ", 1)[0]) for row in report.summary.asked.rows}
    assert limits["log loss <= 5"] == ("pass", "at most")
    assert limits["Brier score <= 0.001"] == ("fail", "at least")


def test_failures_are_said_to_be_judged_at_their_own_confidence(mixed):
    assert "Limits of failures are at 99.17 % confidence, others at 95 %." in mixed.summary.asked.said
    assert asking(reports.of_binary(), ("accuracy", ">=", 0.1)).summary.asked.said == ()


def test_a_limit_is_never_rounded_onto_its_bound():
    report = asking(reports.of_matrix([[9999, 1], [1, 9999]]), ("accuracy", ">=", 0.9997))
    (row,) = [row for row in report.summary.asked.rows if row.name.startswith("accuracy")]
    assert float(row.value) > 0.9997
    assert row.limit != "at least 0.9997"


def test_what_has_no_limit_says_so_and_what_has_no_value_has_none():
    report = asking(reports.of_binary(), ("ece15", "<=", 0.5))
    assert {row.name: row.limit for row in report.summary.asked.rows}["ECE-15 of yes <= 0.5"] == "no limit"
    report = asking(reports.of_matrix([[50, 0], [20, 0]]), ("precision", ">=", 0.5, "B"))
    (row,) = [row for row in report.summary.asked.rows if row.name.startswith("precision")]
    assert (row.value, row.limit, row.outcome) == ("undefined", "–", "undecided")


def test_clauses_alone_have_no_table():
    report = reports.of_binary()
    assert report.summary.asked is None
    for text in (str(report), markdown(report), html(report)):
        assert "What was asked" not in text


def test_it_stands_right_under_the_verdict(mixed, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")  # at 80 a long outcome takes two lines
    for text in (str(mixed), markdown(mixed), html(mixed)):
        assert text.index("What was asked") < text.index("How good it is")
        for outcome in SIGNED.values():
            assert outcome in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_numbers_and_limits_are_whole_at_every_width(monkeypatch, width):
    names = ("not malignant at all, I promise", "another_very_long_class_name_that_has_no_space_to_break_it_at")
    report = asking(reports.of_binary(names=names), ("recall", ">=", 0.9, names[1]), ("log_loss", "<=", 0.0001))
    monkeypatch.setenv("COLUMNS", str(width))
    text = str(report).partition("How good it is")[0]
    assert max(map(cell_len, text.split("\n"))) <= width
    for row in report.summary.asked.rows:
        assert any(row.value in line and row.limit in line for line in text.split("\n"))


def test_of_many_slices_the_worst_are_shown_and_the_rest_counted():
    report = of_slices([f"s{k}" for k in range(6)], [0.6, 0.95, 0.95, 0.95, 0.95, 0.95])
    asked = report.summary.asked
    of_slices_shown = [row for row in asked.rows if " where " in row.name]
    assert len(of_slices_shown) == 6
    assert asked.left == 6
    assert {row.name for row in of_slices_shown[:2]} == {
        "accuracy >= 0.8 where site = s0",
        "recall of 1 >= 0.8 where site = s0",
    }
    assert "6 more in JSON" in str(report)
    assert "6 more in JSON" in markdown(report)


def test_hostile_names_stay_text_in_every_table():
    hostile = reports.HOSTILE
    report = reports.of_softmax(6, names=hostile)
    report = asking(report, *(("roc_auc", ">=", 0.5, name) for name in hostile))
    assert all(line.isprintable() for line in str(report).split("\n"))
    lines = [line for line in markdown(report).split("\n") if line.startswith("|")]
    bars = [re.sub(r"\\.", "", line).count("|") for line in lines]
    start = next(i for i, line in enumerate(lines) if line.startswith("| requirement"))
    assert set(bars[start : start + 8]) == {5}
    tags = Tags()
    tags.feed(html(report))
    assert "script" not in tags.names


def test_a_hostile_slice_stays_text():
    report = of_slices(["a|b\x1b[31m", "<script>"], [0.5, 0.9])
    assert all(line.isprintable() for line in (*str(report).split("\n"), *markdown(report).split("\n")))
    tags = Tags()
    tags.feed(html(report))
    assert "script" not in tags.names


def test_what_the_policy_asks_for_has_a_number_with_its_interval():
    report = asking(
        reports.of_binary(), ("calibration_slope", ">=", 0.5), ("recall", ">=", 0.5, "no"), ("roc_auc", ">=", 0.5)
    )
    titles = [one.title for one in report.summary.numbers]
    assert titles[-2:] == ["calibration slope", "recall of no"]
    assert titles.count("ROC AUC") == 1
    slope = report.summary.numbers[-2].estimate
    assert slope.value == measure(report.tally, "calibration_slope").value


def test_of_few_classes_a_recall_asked_for_stands_class_by_class_alone():
    report = asking(
        reports.of_softmax(), ("recall", ">=", 0.5, "class 1"), ("roc_auc", ">=", 0.5, "class 1"),
        ("top_k_accuracy", ">=", 0.5),
    )  # fmt: skip
    titles = [one.title for one in report.summary.numbers]
    assert titles[-2:] == ["ROC AUC of 'class 1'", "top-5 accuracy"]
    assert "recall of 'class 1'" not in titles


def test_sentences_speak_of_metrics_as_the_field_writes_them():
    report = asking(
        reports.of_binary(), ("roc_auc", ">=", 0.5), ("ece15", "<=", 0.9), ("mcc", ">=", 0.1), ("f1", ">=", 0.1),
        ("confident_errors", "<=", 2),
    )  # fmt: skip
    said = " ".join(result.sentence for result in report.verdict.requirements)
    for words in ("ROC AUC of yes is", "ECE-15 of yes is", "MCC is", "F1 of yes is", "Confident errors of yes are"):
        assert words in said


def test_a_verdict_limit_far_outside_the_interval_is_explained():
    """Nearly perfect scores: the interval of a macro average is narrow, what must hold for twelve rows is not."""
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1, 2], [800, 600, 12])
    tally = lw.tally(y, logits=3.2 * np.eye(3)[y] + rng.normal(size=(len(y), 3)), head="softmax")
    wanted = (Requirement("roc_auc", average="macro", op=">=", bound=0.5, source="p"),)
    said = " ".join(reports.report_of(tally, replace(baseline(), requirements=wanted)).summary.asked.said)
    assert said.startswith("Verdict limits of macro ROC AUC are wider than the intervals below on purpose")
