"""LW206: confused pairs, and columns in another order."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.confused_pairs import PITFALL
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.policy import baseline

RNG = np.random.default_rng(0)


def look(*source, **said):
    return PITFALL.look(Facts(lw.tally(*source, **said), baseline()))


def of_pair(taken, classes=10, rows=100):
    """Ten classes; of the first some rows are taken for the second."""
    matrix = np.diag([rows] * classes)
    matrix[0, :2] = rows - taken, taken
    return look(confusion=matrix, classes=["cat", "dog", *map(str, range(2, classes))])


@pytest.mark.parametrize(("taken", "outcome"), [(40, Clear), (41, Found)])
def test_a_class_of_which_surely_a_large_part_is_taken_for_one_other_is_found(taken, outcome):
    """SciPy 1.17: binomtest(41, 100, 0.25, alternative="greater").pvalue is 0.00032, of 40 0.00069; at 0.05 / 90."""
    assert isinstance(of_pair(taken), outcome)


@pytest.mark.parametrize(("taken", "outcome"), [(53, Clear), (54, Found)])
def test_it_is_twice_the_share_of_the_remaining_classes_where_that_is_more(taken, outcome):
    """Of the rows of two remaining classes 20 % are taken for dog, so that 40 % is the least.

    SciPy 1.17: binomtest(54, 100, 0.4, alternative="greater").pvalue is 0.0032, of 53 0.0058; at 0.05 / 12.
    """
    matrix = np.array([[100 - taken, taken, 0, 0], [0, 100, 0, 0], [0, 20, 80, 0], [0, 20, 0, 80]])
    assert isinstance(look(confusion=matrix), outcome)


@pytest.mark.parametrize(("taken", "outcome"), [(43, Clear), (44, Found)])
def test_it_is_a_quarter_where_the_other_is_decided_rarely(taken, outcome):
    """SciPy 1.17: binomtest(44, 100, 0.25, alternative="greater").pvalue is 2.7e-05, of 43 6.4e-05; at 0.05 / 1560."""
    assert isinstance(of_pair(taken, classes=40), outcome)


def test_the_sentence_names_the_pair_and_the_share():
    seen = of_pair(60)
    assert seen.sentence.startswith("60.0 % of cat (surely more than ")
    assert "is taken for dog." in seen.sentence
    assert seen.of == ("cat",)


def test_a_class_that_is_decided_for_everything_is_no_pair():
    matrix = np.diag([100] * 4)
    matrix[1:, 0], matrix[1:, 1:] = 50, np.diag([50] * 3)
    assert isinstance(look(confusion=matrix), Clear)


@pytest.mark.parametrize(("places", "words"), [(1, "one place on"), (-1, "one place back"), (2, "2 places on")])
def test_shifted_columns_are_seen_and_put_right(places, words):
    y = np.arange(500) % 5
    z = 9 * np.eye(5)[y] + RNG.normal(0, 1, (500, 5))
    seen = look(y, logits=np.roll(z, places, axis=1))
    assert words in seen.sentence
    assert "shifting them back would mend it. Put right, accuracy would be 1 instead of 0." in seen.sentence


def test_columns_in_any_other_order_are_seen():
    y = np.arange(500) % 5
    z = 9 * np.eye(5)[y] + RNG.normal(0, 1, (500, 5))
    seen = look(y, logits=z[:, [1, 0, 3, 4, 2]])
    assert seen.sentence.startswith("5 classes are nearly always taken for one other each")


def test_two_classes_that_merge_into_a_third_are_no_other_order():
    matrix = np.zeros((3, 3), int)
    matrix[:, 0] = 100
    assert "order" not in look(confusion=matrix).sentence


@pytest.mark.parametrize("source", [{"head": "sigmoid"}, {"head": "multilabel"}])
def test_two_classes_and_labels_have_no_pairs(source):
    y = np.arange(100) % 2
    both = y if source["head"] == "sigmoid" else np.c_[y, y]
    assert isinstance(look(both, decisions=both, **source), NotApplicable)


def test_healthy_models_are_rarely_blamed():
    blamed = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        z = rng.normal(0, 2, (300, 6))
        blamed += isinstance(look((z + rng.gumbel(size=z.shape)).argmax(axis=1), logits=z), Found)
    assert blamed <= 5
