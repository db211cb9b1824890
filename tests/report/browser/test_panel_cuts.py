"""Every cut that the page holds, in Chromium, against counts of the rows made with NumPy."""

import numpy as np
import pytest
from scipy.special import expit
from tests.report.browser.cut_scripts import CutScripts

import logitwise as lw
from logitwise.report.panel import outcomes
from logitwise.report.panel.named import named_thresholds

pytestmark = pytest.mark.slow
EVERY = """return Array.from(one.tp, (_, cut) => {
  const p = cuts.isMade(one, cut) ? cuts.between(one, cut) : null;
  return [p, cuts.cutOf(one, p ?? 0.5) === cut, one.tp[cut], one.fp[cut]];
});"""
LEAST = """const best = cuts.least(one, { pi: null, costs: { wrong: 1, missed: given[0] }, confidence: false });
return [cuts.between(one, best), one.tp[best], one.fp[best]];"""


@pytest.fixture
def scripts(opened):
    def load(report):
        found = CutScripts(opened("about:blank").page, report)
        found.chosen()
        return found

    return load


def drawn(rows, seed=1):
    rng = np.random.default_rng(seed)
    y = (rng.random(rows) < 0.3).astype(int)
    return y, rng.normal(size=rows) * 1.5 + 2 * y - 1


def from_above(y, scores, thresholds):
    """Positive and negative rows at or above each."""
    counts = []
    for of in (1, 0):
        mine = np.sort(scores[y == of])
        counts.append(len(mine) - np.searchsorted(mine, thresholds))
    return counts


@pytest.mark.parametrize("form", ["probabilities", "logits", "two probabilities"])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_every_cut_has_a_threshold_that_counts_its_rows(scripts, form, kind):
    y, z = drawn(6_000)
    both = np.stack([expit(-z), expit(z)], axis=1).astype(kind)
    given = {"probabilities": both[:, 1], "logits": z.astype(kind), "two probabilities": both}[form]
    report = lw.evaluate(y, **{"logits" if form == "logits" else "probabilities": given})
    found = scripts(report).asked(EVERY)
    assert len(found) > 5_000
    t, made, tp, fp = (np.array(column) for column in zip(*found, strict=True))
    assert made.all()
    wanted = (np.log(t) - np.log1p(-t) if form == "logits" else t).astype(kind)
    right, wrong = from_above(y, given if form != "two probabilities" else both[:, 1], wanted)
    assert tp.tolist() == right.tolist()
    assert fp.tolist() == wrong.tolist()


def test_every_cut_of_the_grid_counts_the_rows_from_its_edge_up(scripts):
    y, z = drawn(200_000)
    found = scripts(lw.evaluate(y, logits=z)).asked("return [[...one.score], [...one.tp], [...one.fp]];")
    score, tp, fp = (np.array(column) for column in found)
    assert len(score) > 20_000
    right, wrong = from_above(y, z, score)
    assert tp[:-1].tolist() == right.tolist()
    assert fp[:-1].tolist() == wrong.tolist()


def test_on_the_grid_a_count_is_said_to_be_exact_where_it_is(scripts):
    y, z = drawn(200_000)
    seen = scripts(lw.evaluate(y, logits=z))
    typed = [0.5, 0.123, 0.9, 0.3141, *expit([9.0, 36.0, z.max() - 1e-9, z.min(), z.min() - 1])]
    ask = "return given[0].map((p) => [cuts.exactAt(one, p), one.tp[cuts.cutOf(one, p)], one.fp[cuts.cutOf(one, p)]]);"
    found = seen.asked(ask, typed)
    exact = np.array([each[0] for each in found])
    for (is_exact, tp, fp), t in zip(found, typed, strict=True):
        right, wrong = from_above(y, z, [np.log(t) - np.log1p(-t)] if t != 0.5 else [0.0])
        assert not is_exact or (tp, fp) == (right[0], wrong[0])
    assert exact[0]  # the cell that begins there is empty
    assert exact[5]  # above every cell
    assert not exact[1]
    assert not exact[6]  # inside the topmost cell


@pytest.mark.parametrize("missed", [1, 10, 100])
@pytest.mark.parametrize("scores", ["all 0", "0 and 1", "some 0, some 1", "far logits", "near logits"])
def test_least_cost_is_that_of_a_threshold_that_can_be_set(scripts, scores, missed):
    rng = np.random.default_rng(3)
    y, z = drawn(400)
    some = np.where(rng.random(400) < 0.4, rng.integers(0, 2, 400), expit(z))
    given = {
        "all 0": np.zeros(400), "0 and 1": rng.integers(0, 2, 400).astype(float), "some 0, some 1": some,
        "far logits": 40 * z, "near logits": 30 + 1e-5 * z,
    }[scores]  # fmt: skip
    form = "logits" if "logits" in scores else "probabilities"
    report = lw.evaluate(y, **{form: given})
    t, tp, fp = scripts(report).asked(LEAST, missed)
    assert 0 < t < 1
    again = lw.evaluate(y, **{form: given}, threshold=t).confusion.matrix()
    assert (tp, fp) == (again[1, 1], again[0, 1])
    (one,) = outcomes(report)
    table = named_thresholds([one], wrong=1, missed=missed, prevalence=None)
    row = next(row for row in table.rows if row[0].startswith("least"))
    assert [int(cell) for cell in row[2:4]] == [tp, fp]
    far = np.concatenate([np.linspace(1e-9, 1 - 1e-9, 5_001), [5e-324, 1e-200, 1 - 2**-53]])
    places = far if form == "probabilities" else np.log(far) - np.log1p(-far)
    right, wrong = from_above(y, given, places)
    assert (fp + missed * ((y == 1).sum() - tp)) <= (wrong + missed * ((y == 1).sum() - right)).min()
