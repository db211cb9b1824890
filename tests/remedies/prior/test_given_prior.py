"""A stated prior: what it adds to logits, and what is no prior."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

import logitwise as lw
from logitwise.errors import OptionError, RemedyError
from logitwise.remedies.prior_shift import given_prior, prior_of_rows
from logitwise.rule import Rule

BINARY = lw.tally([0] * 8 + [1] * 2, logits=np.arange(10.0), classes=["no", "yes"])
THREE = lw.tally([0, 0, 1, 2], logits=np.eye(3)[[0, 0, 1, 2]], head="softmax", classes=["a", "b", "c"])
LABELS = lw.tally([[1, 0], [0, 0], [0, 1], [1, 1]], logits=np.zeros((4, 2)), head="multilabel", classes=["x", "y"])


def test_of_two_classes_log_odds_change():
    # by hand: odds of 1 to 4 become 1 to 99
    assert given_prior(BINARY, 0.01).shift == pytest.approx([log(4 / 99)])


def test_of_more_classes_each_logit_changes():
    found = given_prior(THREE, [0.25, 0.25, 0.5])
    assert found.shift == pytest.approx([log(0.5), 0, log(2)])
    assert found.sentences[0].startswith("prior shifted: a from 50.0 % of rows to 25.0 %")


def test_shares_may_be_named():
    assert given_prior(THREE, {"c": 0.5, "a": 0.25, "b": 0.25}) == given_prior(THREE, [0.25, 0.25, 0.5])


def test_each_label_changes_by_itself():
    assert given_prior(LABELS, [0.2, 0.5]).shift == pytest.approx([log(0.25), 0])
    assert given_prior(LABELS, 0.2).new == (0.2, 0.2)


def test_a_rule_that_shifts_gives_the_posterior_at_the_new_prior():
    # Bayes by hand: p = 0.2 at prior 0.2 has a likelihood ratio of 1, so at 0.5 it is 0.5
    rule = Rule(BINARY.head, shift=given_prior(BINARY, 0.5).shift, thresholds=(0.5,))
    assert rule.apply(probabilities=[0.2]).probabilities == pytest.approx([0.5])


def test_the_positive_class_may_come_first():
    first = lw.tally([0] * 2 + [1] * 8, logits=np.arange(10.0), classes=["yes", "no"], positive="yes")
    assert given_prior(first, 0.01).shift == pytest.approx(given_prior(BINARY, 0.01).shift)


def test_weighted_rows_have_a_weighted_prior():
    tally = lw.tally([0, 1], logits=[-1.0, 1.0], sample_weight=[3.0, 1.0])
    assert prior_of_rows(tally) == pytest.approx([0.75, 0.25])


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, float("nan")])
def test_shares_lie_between_zero_and_one(share):
    with pytest.raises(OptionError, match="between 0 and 1, both excluded"):
        given_prior(BINARY, share)


@pytest.mark.parametrize("share", [1e-9, 1 - 1e-9])
def test_but_may_come_near(share):
    assert np.isfinite(given_prior(BINARY, share).shift).all()


def test_shares_sum_to_one():
    with pytest.raises(OptionError, match=r"they sum to 0\.9"):
        given_prior(THREE, [0.3, 0.3, 0.3])


def test_every_class_has_a_share():
    with pytest.raises(OptionError, match="3 shares were expected"):
        given_prior(THREE, 0.5)
    with pytest.raises(OptionError, match="none was given of c"):
        given_prior(THREE, {"a": 0.5, "b": 0.5})


def test_text_is_no_share():
    with pytest.raises(OptionError, match="numbers between 0 and 1"):
        given_prior(BINARY, "often")


def test_a_class_without_rows_has_no_prior_to_shift():
    with pytest.raises(RemedyError, match="there are no rows of yes"):
        given_prior(lw.tally([0, 0], logits=[0.0, 1.0], classes=["no", "yes"]), 0.5)


def test_a_label_that_every_row_has_is_refused():
    tally = lw.tally([[1, 0], [1, 1]], logits=np.zeros((2, 2)), head="multilabel", classes=["x", "y"])
    with pytest.raises(RemedyError, match="no row or every row has x"):
        given_prior(tally, 0.5)
