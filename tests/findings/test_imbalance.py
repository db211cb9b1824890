"""LW208: imbalance."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found
from logitwise.findings.imbalance import PITFALL
from logitwise.policy import baseline


def look(*source, **said):
    return PITFALL.look(Facts(lw.tally(*source, **said), baseline()))


@pytest.mark.parametrize(("majority", "outcome"), [(79, Clear), (80, Found)])
def test_a_class_with_four_fifths_of_the_rows_makes_accuracy_mislead(majority, outcome):
    assert isinstance(look(confusion=[[majority, 0], [2, 98 - majority]]), outcome)


def test_the_sentence_says_what_the_majority_class_reaches():
    said = look(confusion=[[95, 0], [2, 3]], classes=["no", "yes"]).sentence
    assert "always answering 'no', the majority class, has accuracy 0.95, the model 0.98" in said


@pytest.mark.parametrize(("hits", "outcome"), [(10, Found), (38, Clear)])
def test_among_several_classes_it_takes_a_mean_recall_that_differs(hits, outcome):
    assert isinstance(look(confusion=[[400, 0, 0], [0, 400, 0], [0, 40 - hits, hits]]), outcome)


def test_rare_labels_are_counted_and_the_rarest_named_first():
    rows = np.arange(1000)
    y = np.c_[rows % 2, rows % 30 == 0, rows % 100 == 0].astype(int)
    assert look(y, decisions=y, head="multilabel", classes=["a", "b", "c"]).of == ("c", "b")


def test_one_class_alone_is_no_imbalance():
    assert isinstance(look(confusion=[[90, 10], [0, 0]]), Clear)


def test_it_is_but_a_note():
    assert PITFALL.severity == "note"
