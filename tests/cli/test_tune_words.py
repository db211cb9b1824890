"""What tune says of words that it does not know, or knows by another spelling."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.errors import OptionError

RNG = np.random.default_rng(0)
Y = (RNG.random(1_000) < 0.3).astype(int)
Z = RNG.normal(2 * Y - 1, 1)
LABELS = {"head": "multilabel", "logits": np.c_[Z, Z, Z]}


@pytest.mark.parametrize(("written", "meant"), [("F1", "f1"), ("Balanced accuracy", "balanced_accuracy"), ("f1", "f1")])
def test_a_metric_may_be_written_in_any_case(written, meant):
    assert lw.tune(Y, logits=Z, maximize=written).thresholds == lw.tune(Y, logits=Z, maximize=meant).thresholds


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"maximize": "f2"}, "--maximize fbeta --beta 2"),
        ({"maximize": "f1x"}, "did you mean 'f1'"),
        ({"maximize": 3}, "maximize is the name of a metric"),
        ({"require": "recall.yes >= 0.9"}, "there is no class 'yes'; a threshold decides on 1"),
        ({"require": "recall.0 >= 0.9"}, "its recall is the specificity, as in 'specificity >= 0.9'"),
        ({"prevalence": {"1": 0.1}}, "a share of every class, 0 and 1; none was given of 0"),
        ({"unlabeled": {"a": 1}}, "unlabeled is an array of outputs without labels, or the path of a file of them"),
        ({"unlabeled": [[1.0, 2.0], [3.0]]}, "unlabeled is an array"),
        ({"unlabeled": 3.0}, "unlabeled is an array"),
    ],
)
def test_what_cannot_be_meant_is_told_with_what_can(said, told):
    with pytest.raises(OptionError) as refused:
        lw.tune(Y, logits=Z, **said)
    assert told in str(refused.value)


def test_of_labels_no_specificity_is_spoken_of():
    with pytest.raises(OptionError, match="there is no label 'yes'; a threshold decides on 0, 1 and 2"):
        lw.tune(np.c_[Y, Y, Y], **LABELS, require="recall.yes >= 0.5")


def test_shares_of_labels_are_asked_for_by_name():
    with pytest.raises(OptionError, match="share of every label, 0, 1 and 2; none was given of 0 and 2"):
        lw.tune(np.c_[Y, Y, Y], **LABELS, prevalence={"1": 0.1})
