from __future__ import annotations

import numpy as np
import pytest
from scipy.special import logit

from logitwise.lessons.widgets.registry import WIDGETS


def cost(scores, truth, threshold, *, fp, fn, prevalence):
    """By brute force, each row weighted to the prevalence at deployment."""
    called = scores >= threshold
    weight = np.where(truth, prevalence / truth.sum(), (1 - prevalence) / (~truth).sum())
    return (weight * np.where(called & ~truth, fp, 0)).sum() + (weight * np.where(~called & truth, fn, 0)).sum()


@pytest.mark.parametrize("data", ["breast_cancer", "is_it_an_8"])
@pytest.mark.parametrize(("fp", "fn", "prevalence"), [(1, 10, 0.1), (5, 1, 0.5), (1, 1000, 0.001), (1, 1, 0.3719)])
def test_costs_are_those_of_the_rows(rows, data, fp, fn, prevalence):
    scores, truth = rows[data]
    there = {"fp": fp, "fn": fn, "prevalence": prevalence}
    settings = {"dataset": data, "false_positive": fp, "false_negative": fn, "prevalence": prevalence}
    facts = WIDGETS["costs"]({name: str(value) for name, value in settings.items()}).facts
    shift = logit(truth.mean()) - logit(prevalence)
    assert facts["threshold"] == pytest.approx(fp / (fp + fn))
    assert facts["log_odds"] == pytest.approx(logit(fp / (fp + fn)) + shift)
    assert facts["cost"] == pytest.approx(cost(scores, truth, facts["log_odds"], **there))
    least = min(cost(scores, truth, t, **there) for t in [*scores, np.inf])
    assert facts["lowest_cost"] == pytest.approx(least)
    assert cost(scores, truth, facts["cheapest"], **there) == pytest.approx(least)


def test_alerts_are_expected_at_the_prevalence_of_deployment(rows):
    scores, truth = rows["breast_cancer"]
    facts = WIDGETS["costs"]({"prevalence": "0.02"}).facts
    called = scores >= facts["log_odds"]
    expected = 10_000 * (0.02 * called[truth].mean() + 0.98 * called[~truth].mean())
    assert facts["alerts"] == pytest.approx(expected)


def test_the_threshold_worth_an_alarm_is_asked_among_mistakes_about_it():
    prediction = WIDGETS["costs"]({}).prediction
    assert prediction.right == f"{1 / 11:.3f}"
    assert {value for value, _ in prediction.choices} == {"0.091", "0.100", "0.500", "0.909"}


@pytest.mark.parametrize("prevalence", ["0", "1", "-0.1", "1e999", "nan"])
def test_a_prevalence_that_leaves_one_class_is_refused(prevalence):
    assert WIDGETS["costs"]({"prevalence": prevalence}).fault.startswith("prevalence at deployment: ")


def test_a_score_without_end_still_has_a_cheapest_threshold():
    import logitwise as lw
    from logitwise.lessons.yours.own import Own

    own = Own("mine", tally=lw.tally([0, 0, 1, 1], probabilities=[0.0, 0.5, 1.0, 1.0]))
    facts = WIDGETS["costs"]({"dataset": "yours"}, own).facts
    assert (facts["cheapest"], facts["lowest_cost"]) == (1.0, 0.0)


def field(view, name):
    return next(control.value for control in view.controls if control.name == name)


def test_unless_set_the_prevalence_is_that_of_the_data_to_the_last_digit():
    import logitwise as lw
    from logitwise.lessons.yours.own import Own

    truth = np.arange(30_000) < 1
    own = Own("mine", tally=lw.tally(truth.astype(int), probabilities=np.where(truth, 0.9, 0.01)))
    for prevalence in ({}, {"prevalence": ""}):
        facts = WIDGETS["costs"]({"dataset": "yours", **prevalence}, own).facts
        assert facts["log_odds"] == logit(facts["threshold"])
    sent = {each.name: each.value for each in WIDGETS["costs"]({"dataset": "yours"}, own).controls}
    assert WIDGETS["costs"](sent, own).facts["log_odds"] == logit(facts["threshold"])


def test_other_data_bring_their_own_prevalence_and_the_same_keep_what_was_set():
    first = WIDGETS["costs"]({"prevalence": "0.02"})
    sent = {each.name: each.value for each in first.controls}
    assert field(WIDGETS["costs"](sent), "prevalence") == "0.02"
    other, plain = (WIDGETS["costs"]({**each, "dataset": "is_it_an_8"}) for each in (sent, {}))
    assert field(other, "prevalence") == field(plain, "prevalence") != "0.02"
    of_one = {each.name: each.value for each in WIDGETS["costs"]({"dataset": "digits", "of": "1"}).controls}
    of_two, plain = (WIDGETS["costs"]({**each, "dataset": "digits", "of": "2"}) for each in (of_one, {}))
    assert of_two.facts == plain.facts
