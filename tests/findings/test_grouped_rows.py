"""LW604: grouped rows."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.findings.grouped_rows import PITFALL
from logitwise.policy import baseline


def look(labels, **outputs):
    return PITFALL.look(Facts(lw.tally(labels, **outputs), baseline()))


def rows(*, alike, groups=100, seed=0):
    """Ten rows a group; of groups that are alike some are hard."""
    rng = np.random.default_rng(seed)
    n = 10 * groups
    labels = rng.integers(0, 2, n)
    hard = np.repeat(rng.random(groups) < 0.3, 10)
    right = rng.random(n) < (np.where(hard, 0.4, 0.95) if alike else 0.8)
    return labels, {"probabilities": np.where(right == labels, 0.8, 0.2), "groups": np.repeat(np.arange(groups), 10)}


def test_rows_that_resemble_each_other_are_named_with_the_rows_they_are_worth():
    labels, outputs = rows(alike=True)
    seen = look(labels, **outputs)
    assert isinstance(seen, Found)
    assert f"tell as much as {round(1_000 / seen.evidence['design_effect']):,}" in seen.sentence


def test_the_design_effect_is_that_of_the_accuracy():
    labels, outputs = rows(alike=True)
    report = lw.evaluate(labels, **outputs, policy="baseline")
    assert look(labels, **outputs).evidence["design_effect"] == report.metric("accuracy").design_effect


def test_groups_that_do_not_matter_are_clear():
    labels, outputs = rows(alike=False)
    assert isinstance(look(labels, **outputs), Clear)


def test_few_groups_are_said():
    labels, outputs = rows(alike=False, groups=12)
    assert "12 are fewer than 20" in look(labels, **outputs).sentence


@pytest.mark.parametrize("decisions", [[0, 1] * 20])
def test_without_groups_or_mistakes_it_is_not_applicable(decisions):
    assert isinstance(look([0, 1] * 20, decisions=decisions), NotApplicable)
    assert isinstance(look([0, 1] * 20, decisions=decisions, groups=np.arange(40) // 4), NotApplicable)


@pytest.mark.slow
def test_groups_that_do_not_matter_are_seldom_named():
    named = 0
    for seed in range(60):
        labels, outputs = rows(alike=False, seed=seed)
        named += isinstance(look(labels, **outputs), Found)
    assert named <= 3  # 5 %
