"""How far from the truth each method, and the choice among them, leaves probabilities: simulations."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from logitwise.remedies.cross_fit import CrossFit
from logitwise.remedies.grouped import grouped
from logitwise.remedies.methods import NEEDED, is_few
from logitwise.remedies.splits import of_cells
from logitwise.remedies.trials import Trials


def excess(z, truth):
    """Mean log loss beyond that of the true probabilities, in thousandths of a nat."""
    p = expit(truth)
    own = -p * np.log(p) - (1 - p) * np.log1p(-p)
    return 1e3 * float(np.mean(p * np.logaddexp(0, -z) + (1 - p) * np.logaddexp(0, z) - own))


def simulated(cells, drawn, rows, runs, *, model, mean=0.0, sd=1.5):
    """Mean excess of each method that the rows allow, and of the chosen one."""
    truth = np.random.default_rng(99).normal(mean, sd, 20_000)
    found: dict[str, list[float]] = {}
    for seed in range(runs):
        data = cells(*drawn(seed, rows, model, mean=mean, sd=sd))
        pairs = of_cells(grouped(data))
        held = tuple((pair.held, place) for place, pair in enumerate(pairs))
        trials = Trials.of(
            CrossFit(data, grouped(data), pairs, held, False, is_few(data), False), list(NEEDED), forced=False
        )
        for name, fitted in trials.fitted.items():
            found.setdefault(name, []).append(excess(fitted(model(truth)), truth))
        found.setdefault("chosen", []).append(found[trials.simplest(among=list(NEEDED))][-1])
    return {name: float(np.mean(each)) for name, each in found.items()}


@pytest.mark.slow
def test_of_a_stretched_model_the_choice_is_as_good_as_its_temperature(cells, drawn):
    found = simulated(cells, drawn, 500, 60, model=lambda t: 2 * t)
    assert found["temperature"] < found["affine"] < found["beta"] < found["none"]
    assert found["none"] == pytest.approx(72, rel=0.1)
    assert found["chosen"] < 2


@pytest.mark.slow
def test_a_calibrated_model_is_nearly_always_left_alone(cells, drawn):
    found = simulated(cells, drawn, 200, 100, model=lambda t: t)
    assert found["none"] == pytest.approx(0, abs=1e-12)
    assert found["chosen"] < min(found["temperature"], found["affine"])
    assert found["chosen"] < 1.5


@pytest.mark.slow
def test_of_rare_and_shifted_rows_the_choice_is_nearly_as_good_as_a_shift(cells, drawn):
    found = simulated(cells, drawn, 1000, 60, model=lambda t: t + 1, mean=-3.5, sd=1.2)
    assert found["affine"] < found["beta"] < found["temperature"] < found["none"]
    assert found["chosen"] < found["temperature"] / 2


@pytest.mark.slow
def test_few_rows_do_little_harm(cells, drawn):
    found = simulated(cells, drawn, 100, 60, model=lambda t: 2 * t)
    assert found["temperature"] < 10  # without a ridge 5 is expected, of a slope and an intercept 10
    assert found["chosen"] < found["none"] / 2
