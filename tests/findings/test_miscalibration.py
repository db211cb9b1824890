"""LW401 to LW404: probabilities that are over-confident, under-confident, shifted or bent."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

import logitwise as lw
from logitwise.findings import Facts, over_confident, shifted_probabilities, under_confident, wrong_shape
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.policy import baseline

LOOKS = {
    "over": over_confident.PITFALL,
    "under": under_confident.PITFALL,
    "shifted": shifted_probabilities.PITFALL,
    "shape": wrong_shape.PITFALL,
}


def look(which, labels, **outputs):
    return LOOKS[which].look(Facts(lw.tally(labels, **outputs), baseline(), ("f.csv",)))


def found(labels, **outputs):
    facts = Facts(lw.tally(labels, **outputs), baseline())
    return {name for name, pitfall in LOOKS.items() if isinstance(pitfall.look(facts), Found)}


def rows(n=4_000, *, centre=0.0, seed=0):
    """Log-odds that are right, with labels drawn by them."""
    rng = np.random.default_rng(seed)
    z = rng.normal(centre, 2, n)
    return (rng.random(n) < 1 / (1 + np.exp(-z))).astype(int), z


def softmax_rows(n=3_000, *, classes=4, seed=0):
    rng = np.random.default_rng(seed)
    z = rng.normal(0, 2, (n, classes))
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return (p.cumsum(axis=1) > rng.random((n, 1))).argmax(axis=1), z


def test_right_probabilities_are_clear():
    labels, z = rows()
    assert found(labels, logits=z) == set()


@pytest.mark.parametrize(("times", "name"), [(2.0, "over"), (0.5, "under"), (1.25, "over"), (0.8, "under")])
def test_stretched_log_odds_are_named_by_their_side(times, name):
    labels, z = rows()
    assert found(labels, logits=times * z) == {name}


@pytest.mark.parametrize("times", [1.05, 0.96])
def test_a_stretch_too_small_to_matter_is_left_alone_on_many_rows(times):
    labels, z = rows(60_000)
    assert found(labels, logits=times * z) == set()


@pytest.mark.parametrize("shift", [1.0, -1.0])
def test_shifted_log_odds_are_shifted(shift):
    labels, z = rows(centre=-1.5)
    seen = look("shifted", labels, logits=z + shift)
    assert ("too high" if shift > 0 else "too low") in seen.sentence
    assert found(labels, logits=z + shift) == {"shifted"}


def test_a_step_is_mended_by_no_shift_and_stretch():
    rng = np.random.default_rng(0)
    p = rng.random(20_000)
    labels = (rng.random(20_000) < np.where(p < 0.5, 0.2, 0.8)).astype(int)  # a step
    assert "shape" in found(labels, probabilities=p)


def test_the_slope_is_that_of_scikit_learn():
    labels, z = rows()
    fit = LogisticRegression(C=np.inf, tol=1e-8).fit(2 * z[:, None], labels)
    assert look("over", labels, logits=2 * z).evidence["slope"] == pytest.approx(fit.coef_.item(), rel=1e-4)


def test_it_says_how_far_and_what_to_run():
    labels, z = rows()
    seen = look("over", labels, logits=2 * z)
    assert seen.sentence.startswith("Probabilities of 1 are over-confident: log-odds are ")
    assert seen.command == "logitwise tune f.csv --calibrate auto -o rule.json"


@pytest.mark.parametrize(("times", "name"), [(2.0, "over"), (0.5, "under")])
def test_a_softmax_is_judged_by_its_top_class(times, name):
    labels, z = softmax_rows()
    assert found(labels, logits=z) == set()
    assert name in found(labels, logits=times * z)


def test_a_softmax_is_shifted_class_by_class():
    labels, z = softmax_rows()
    seen = look("shifted", labels, logits=z + np.array([0.0, 0.0, 0.8, 0.0]))
    assert seen.of[0] == "2"
    assert "too high" in seen.sentence


def test_decisions_with_a_confidence_can_be_over_confident():
    labels, z = softmax_rows()
    p = np.exp(2 * z) / np.exp(2 * z).sum(axis=1, keepdims=True)
    outputs = {"decisions": z.argmax(axis=1), "classes": list("0123"), "confidence": p.max(axis=1)}
    assert "over" in found(labels, **outputs)


def test_only_the_wrong_label_is_named():
    labels, z = rows()
    more, w = rows(seed=1)
    seen = look("over", np.stack([labels, more], axis=1), logits=np.stack([z, 2 * w], axis=1), head="multilabel")
    assert seen.of == ("1",)
    assert "1 of 2 labels is over-confident" in seen.sentence


def test_infinite_log_odds_are_left_out_of_the_slope():
    labels, z = rows()
    sure = np.where(np.abs(z) > 4, np.inf * np.sign(z), 2 * z)
    assert isinstance(look("over", labels, logits=sure), Found)
    assert isinstance(look("over", labels, logits=np.where(np.abs(z) > 4, np.inf * np.sign(z), z)), Clear)


def test_groups_that_err_together_are_not_taken_for_a_shift():
    rng = np.random.default_rng(3)
    group = np.repeat(np.arange(40), 50)
    z = rng.normal(0, 1, 2_000)
    truth = z + np.repeat(rng.normal(0, 1.2, 40), 50)
    labels = (rng.random(2_000) < 1 / (1 + np.exp(-truth))).astype(int)
    alone, grouped = (look("shifted", labels, logits=z - 0.1, **more) for more in ({}, {"groups": group}))
    assert isinstance(alone, Found)
    assert isinstance(grouped, Clear)


def test_scores_that_rank_the_wrong_way_are_another_matter():
    labels, z = rows()
    seen = look("over", labels, logits=-z)
    assert isinstance(seen, Clear)
    assert "wrong way" in seen.sentence


@pytest.mark.parametrize("which", LOOKS)
def test_decisions_claim_nothing(which):
    assert isinstance(look(which, [0, 1] * 200, decisions=[0, 1] * 200), NotApplicable)


@pytest.mark.parametrize("which", ["over", "under", "shape"])
def test_below_a_hundred_rows_nothing_is_said(which):
    labels, z = rows(99)
    assert isinstance(look(which, labels, logits=3 * z), NotApplicable)


def test_healthy_models_are_seldom_named():
    named = [found(*rows(300, seed=seed)[:1], logits=rows(300, seed=seed)[1]) for seed in range(100)]
    for which in LOOKS:
        assert sum(which in some for some in named) <= 5, which  # 5 %
