"""Temperature scaling of one score."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import RemedyError
from logitwise.remedies.temperature import temperature


@pytest.mark.parametrize("name", ["bin60", "bin2000"])
def test_it_is_the_reference(value, rows, cells, name):
    found = temperature(cells(*rows(name))).temperature
    assert found == pytest.approx(value(f"temperature.{name}")[0], rel=1e-9)  # Newton on rows, 12 digits


@pytest.mark.parametrize("name", ["bin60", "bin2000"])
def test_it_is_that_of_scikit_learn(rows, cells, of_scikit_learn, name):
    z, y = rows(name)  # which stacks (-z, z), so that its logits differ by 2 z; its bounded search stops at 1e-7
    theirs = of_scikit_learn("temperature", z, y).beta_
    assert temperature(cells(z, y)).temperature == pytest.approx(1 / (2 * theirs), rel=1e-6)


def test_equal_scores_keep_a_temperature_of_one(cells):
    assert temperature(cells([0.7] * 10, [0, 1] * 5)).temperature == 1


def test_rows_on_their_right_side_stop_it_at_an_eighth(cells):
    assert temperature(cells([-1, -0.5, 0.5, 1], [0, 0, 1, 1])).temperature == 1 / 8


def test_one_row_on_the_wrong_side_gives_it_a_finite_optimum(cells):
    assert temperature(cells([-1, -0.5, 0.5, 1, 0.1], [0, 0, 1, 1, 0])).temperature > 1 / 8


def test_a_ridge_keeps_rows_on_their_right_side_near_one(cells):
    assert 0.4 < temperature(cells([-1, -0.5, 0.5, 1], [0, 0, 1, 1]), ridge=4.0).temperature < 1


def test_scores_that_are_all_wrong_have_none(cells):
    with pytest.raises(RemedyError, match=r"no temperature helps: .* inverted or far shifted"):
        temperature(cells([-1, -0.5, 0.5, 1], [1, 1, 0, 0]))


@pytest.mark.parametrize("y", [[0, 0, 0], [1, 1, 1]])
def test_one_outcome_alone_is_refused(cells, y):
    with pytest.raises(RemedyError, match="outcome; rows of both outcomes are needed"):
        temperature(cells([-1, 0, 1], y))


def test_infinite_logits_are_counted_and_refused(cells):
    with pytest.raises(RemedyError, match="2 rows have probability 0 or 1, whose logit is infinite; keep logits"):
        temperature(cells([-np.inf, 0, 1, np.inf], [0, 0, 1, 1]))


def test_no_rows_are_refused(cells):
    with pytest.raises(RemedyError, match="cannot be recalibrated"):
        temperature(cells([], np.zeros(0)))


@pytest.mark.parametrize("scale", [1e-4, 1.0, 50.0])
def test_logits_of_any_size_have_theirs(cells, drawn, scale):
    z, y = drawn(0, 1000)
    at_one = temperature(cells(z, y)).temperature
    assert temperature(cells(z * scale, y)).temperature == pytest.approx(at_one * scale, rel=1e-8)


def test_weights_count_like_rows(cells, rows):
    z, y = rows("bin60")
    twice = np.concatenate([z, z[:20]]), np.concatenate([y, y[:20]])
    weights = np.where(np.arange(len(z)) < 20, 2.0, 1.0)
    assert temperature(cells(z, y, weights)).temperature == pytest.approx(temperature(cells(*twice)).temperature)
