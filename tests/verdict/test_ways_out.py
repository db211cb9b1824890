"""What a verdict advises where a metric is undefined, a class rare, an area unsure, or each slice a group."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw

from .tallies import FINLEY

RNG = np.random.default_rng(11)
LABELS = (RNG.random(300) < 0.3).astype(int)
LOGITS = RNG.normal(size=300) + 1.3 * LABELS - 2
HIGH = {"require": {"recall": ">= 0.95"}}
SLOPE = {"require": {"calibration_slope": [">= 0.8", "<= 1.2"]}}


def advised(*source, **said):
    return " ".join(lw.evaluate(*source, **said).verdict.advice)


def in_groups():
    """Three groups in which the scores point in different ways."""
    rng = np.random.default_rng(1)
    groups = np.repeat(np.arange(3), 40)
    labels = (rng.random(120) < 0.3).astype(int)
    return {"source": labels, "logits": rng.normal(size=120) + labels * np.array([2.5, 1, -1.5])[groups] - 3}, groups


def test_an_area_whose_interval_is_merely_wide_is_not_known_and_not_low():
    rows, groups = in_groups()
    said = advised(**rows, groups=groups, policy=HIGH)
    assert "is not known on so few groups" in said
    assert "hardly tell" not in said


def test_an_area_that_is_surely_low_is_mended_by_no_threshold():
    rng = np.random.default_rng(2)
    said = advised(rng.integers(0, 2, 4000), logits=rng.normal(size=4000) - 1, policy=HIGH)
    assert "no threshold and no recalibration mends that, so the ranking is the cause" in said


def test_an_area_that_is_surely_high_asks_for_another_threshold():
    assert "so the threshold is the cause" in advised(LABELS, logits=LOGITS, policy=HIGH)


def certain():
    return np.where(np.arange(300) % 10 == 0, 1.0 - LABELS, LABELS)


def test_an_undefined_metric_has_its_reason_once_however_many_bounds_it_has():
    verdict = lw.evaluate(LABELS, probabilities=certain(), policy=SLOPE).verdict
    assert len(verdict.stops) == 1
    assert sum("undefined" in said for said in (*verdict.reasons, *verdict.advice)) == 1


def test_exact_zeros_and_ones_are_told_to_keep_their_digits():
    verdict = lw.evaluate(LABELS, probabilities=certain(), policy=SLOPE).verdict
    assert len(verdict.advice) == 1
    assert "log the logits, or keep more digits" in verdict.advice[0]


def test_decisions_are_told_that_a_metric_of_scores_needs_scores():
    assert "Judge the logits or probabilities" in advised(LABELS, decisions=LABELS, policy=SLOPE)


@pytest.mark.parametrize(("top_k", "mended"), [(4, True), (3, False)])
def test_as_many_guesses_as_classes_is_a_fault_of_the_policy(top_k, mended):
    labels = RNG.integers(0, 4, 400)
    policy = {"task": {"top_k": top_k}, "require": {"top_k_accuracy": ">= 0.99"}}
    said = advised(labels, logits=RNG.normal(size=(400, 4)), policy=policy)
    assert ("Mend the policy, not the data" in said) == mended
    assert "Mend the data" not in said


def test_where_the_majority_wins_over_a_rare_class_a_policy_on_that_class_is_proposed():
    said = advised(confusion=FINLEY, classes=["no", "a tornado"], policy="baseline")
    assert 'recall."a tornado" and precision."a tornado"' in said


def test_where_the_majority_wins_over_a_common_class_none_is():
    assert "is rare" not in advised(confusion=[[600, 200], [100, 100]], classes=["no", "yes"], policy="baseline")


def sliced_by_groups(seasons=4):
    season = np.arange(300) % seasons
    return lw.evaluate(LABELS, logits=LOGITS, groups=season, slices={"season": season}, policy=EACH).verdict


RECALL = {"recall": ">= 0.1", "accuracy": ">= 0.1"}
EACH = {"require": {"each_slice": RECALL}, "findings": {"ignore": ["LW202"]}}


def test_slices_that_are_the_groups_are_told_in_one_sentence():
    verdict = sliced_by_groups()
    assert sum("season" in said or "slice" in said for said in verdict.reasons) == 1
    assert verdict.reasons[0].startswith("Slices and groups coincide: every value of season is one group")
    assert verdict.advice[0].startswith("Slice by another column")


def test_slices_that_hold_several_groups_do_not_coincide():
    season = np.arange(300) % 4
    verdict = lw.evaluate(
        LABELS,
        logits=LOGITS,
        groups=np.arange(300) % 8,
        slices={"s": season},
        policy={"require": {"each_slice": RECALL}},
    ).verdict
    assert not any("coincide" in said for said in verdict.reasons)
