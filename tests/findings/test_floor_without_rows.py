"""LW303: a floor that so few rows cannot guarantee."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.findings.floor_without_rows import PITFALL
from logitwise.policy import baseline
from logitwise.policy.values import Confidence, Requirement
from logitwise.remedies.guarantee import rows_needed


def look(positives, *requirements, looks=1, **beside):
    labels = np.array([1] * positives + [0] * 400)
    policy = replace(baseline(), requirements=requirements, confidence=Confidence(looks=looks))
    return PITFALL.look(Facts(lw.tally(labels, probabilities=np.where(labels, 0.9, 0.1), **beside), policy))


@pytest.mark.parametrize(("floor", "rows"), [(0.9, 29), (0.95, 59), (0.99, 299)])
def test_rows_needed_are_the_fewest_whose_exact_limit_reaches_the_floor(floor, rows):
    assert rows_needed(floor, 0.05) == rows
    limits = [binomtest(n, n, alternative="greater").proportion_ci(0.95).low for n in (rows - 1, rows)]  # scipy
    assert limits[0] < floor <= limits[1]


@pytest.mark.parametrize(("positives", "kind"), [(58, Found), (59, Clear)])
def test_fifty_nine_positives_can_show_a_recall_of_95_percent(positives, kind):
    assert isinstance(look(positives, Requirement("recall", bound=0.95)), kind)


def test_it_says_how_many_are_there_and_how_many_it_takes():
    seen = look(20, Requirement("recall", bound=0.95))
    assert "recall >= 0.95 takes 59 rows without one mistake and there are 20" in seen.sentence


def test_what_is_found_the_verdict_leaves_open_though_no_row_is_wrong():
    labels = [1] * 58 + [0] * 400
    scores = [0.9] * 58 + [0.1] * 400
    report = lw.evaluate(labels, probabilities=scores, policy={"require": {"recall": ">= 0.95"}})
    assert report.verdict.outcome == "not enough data"


def test_looks_ask_for_more_rows():
    assert isinstance(look(60, Requirement("recall", bound=0.95)), Clear)
    assert isinstance(look(60, Requirement("recall", bound=0.95), looks=5), Found)


def test_every_floor_on_a_share_is_looked_at():
    seen = look(100, Requirement("recall", bound=0.9), Requirement("specificity", bound=0.999))
    assert seen.evidence["floors"] == 1
    assert "specificity" in seen.sentence


def test_a_share_of_groups_needs_groups():
    beside = {"groups": np.arange(500) // 5}  # 20 groups of the 100 positives
    assert isinstance(look(100, Requirement("recall", bound=0.95)), Clear)
    assert isinstance(look(100, Requirement("recall", bound=0.99), **beside), Found)


def test_each_slice_is_looked_at():
    site = np.array(["north"] * 480 + ["south"] * 20)
    seen = look(100, Requirement("accuracy", bound=0.9, each_slice=True), slices={"site": site})
    assert "site = south" in seen.sentence


@pytest.mark.parametrize("requirements", [(), (Requirement("roc_auc", bound=0.9),)])
def test_without_a_bound_on_a_share_it_is_not_applicable(requirements):
    assert isinstance(look(5, *requirements), NotApplicable)
