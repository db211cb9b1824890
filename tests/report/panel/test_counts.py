"""What the panel says of a threshold is what a count of the rows says, made here with NumPy."""

import numpy as np
import pytest

import logitwise as lw
from logitwise.report.panel import outcomes
from logitwise.report.panel.offered import ALL, FEWEST, offered

ROWS = 3_000


def drawn(rows=ROWS, seed=1):
    rng = np.random.default_rng(seed)
    y = (rng.random(rows) < 0.3).astype(int)
    return y, rng.normal(size=rows) * 1.5 + 2 * y - 1


def only(report):
    (one,) = outcomes(report)
    return one


def chance(z):
    return 1 / (1 + np.exp(-z))


def log_odds(p):
    return np.log(p) - np.log1p(-p)


def held(one, positions, y, z):
    """Counts of every position against the rows whose log-odds reach it."""
    tp = [np.count_nonzero(y[z >= place]) for place in positions]
    fp = [np.count_nonzero(1 - y[z >= place]) for place in positions]
    reached = one.cuts.reached
    assert reached.tp[one.cuts.at].tolist() == tp
    assert reached.fp[one.cuts.at].tolist() == fp


def test_every_position_of_the_slider_counts_the_rows_at_or_above_it():
    y, z = drawn()
    one = only(lw.evaluate(y, logits=z))
    held(one, one.cuts.slider.positions, y, z)


def test_float32_logits_are_counted_as_they_are():
    y, z = drawn()
    single = z.astype(np.float32)
    one = only(lw.evaluate(y, logits=single))
    assert one.cuts.scored.single
    held(one, one.cuts.slider.positions, y, single.astype(float))


def test_the_slider_goes_from_every_row_to_none():
    y, z = drawn()
    reached = only(lw.evaluate(y, logits=z)).cuts
    assert (reached.reached.tp + reached.reached.fp)[reached.at[[0, -1]]].tolist() == [ROWS, 0]


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_a_threshold_that_is_a_score_takes_the_rows_that_have_it(kind):
    y, z = drawn()
    p = np.round(chance(z), 2).clip(0.01, 0.99).astype(kind)  # many ties
    cuts = only(lw.evaluate(y, probabilities=p)).cuts
    assert cuts.scored.single == (kind is np.float32)
    for threshold in np.arange(1, 100) / 100:
        taken = p >= kind(threshold)  # in the precision of the data
        first = cuts.cut_of(cuts.scored.first(threshold))
        assert cuts.reached.tp[first] == np.count_nonzero(y[taken])
        assert cuts.reached.fp[first] == np.count_nonzero(taken) - np.count_nonzero(y[taken])


def test_a_softmax_of_two_in_float32_counts_a_tie_with_the_threshold():
    y, z = drawn()
    p = np.round(chance(z), 2).clip(0.01, 0.99)
    both = np.stack([1 - p, p], axis=1).astype(np.float32)
    cuts = only(lw.evaluate(y, probabilities=both)).cuts
    for threshold in (0.07, 0.3, 0.7, 0.93):
        taken = both[:, 1] >= np.float32(threshold)
        first = cuts.cut_of(cuts.scored.first(threshold))
        assert cuts.reached.alerts[first] * ROWS == pytest.approx(np.count_nonzero(taken))


def test_on_the_grid_counts_are_those_of_the_edge_that_is_shown():
    y, z = drawn(200_000)
    cuts = only(lw.evaluate(y, logits=z)).cuts
    assert not cuts.scored.exact
    edges = np.append(cuts.scored.at, np.inf)[cuts.cuts]
    for cut in range(0, len(cuts.cuts), 997):
        taken = z >= edges[cut]
        assert cuts.reached.tp[cut] == np.count_nonzero(y[taken])
        assert cuts.reached.fp[cut] == np.count_nonzero(taken) - np.count_nonzero(y[taken])


def test_on_the_grid_positions_of_the_slider_are_edges():
    y, z = drawn(200_000)
    one = only(lw.evaluate(y, logits=z))
    some = slice(None, None, 37)
    tp = [np.count_nonzero(y[z >= place]) for place in one.cuts.slider.positions[some]]
    assert one.cuts.reached.tp[one.cuts.at[some]].tolist() == tp


def test_on_the_grid_the_judged_threshold_has_the_counts_of_the_rows():
    y, z = drawn(200_000)
    p = chance(z)
    one = only(lw.evaluate(y, probabilities=p, threshold=0.3141))
    marker = one.markers[one.start]
    cut = one.cuts.cut_of(marker.first)
    assert (marker.key, marker.threshold) == ("judged", 0.3141)
    assert one.cuts.reached.tp[cut] == np.count_nonzero(y[p >= 0.3141])
    assert one.cuts.reached.fp[cut] == np.count_nonzero(1 - y[p >= 0.3141])


@pytest.mark.parametrize("form", ["logits", "probabilities"])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_each_label_is_counted_by_itself(form, kind):
    rng = np.random.default_rng(3)
    y = (rng.random((900, 3)) < 0.3).astype(int)
    z = (2.0 * y + rng.normal(size=y.shape) - 1).astype(kind)
    given = z if form == "logits" else np.round(chance(z), 2).clip(0.01, 0.99).astype(kind)
    for k, one in enumerate(outcomes(lw.evaluate(y, **{form: given}, head="multilabel"))):
        for threshold in (0.05, 0.25, 0.5, 0.61, 0.9):
            edge = kind(threshold) if form == "probabilities" else kind(log_odds(threshold))
            taken = given[:, k] >= edge
            cut = one.cuts.cut_of(one.cuts.scored.first(threshold))
            assert one.cuts.reached.tp[cut] == np.count_nonzero(y[taken, k])
            assert one.cuts.reached.fp[cut] == np.count_nonzero(1 - y[taken, k])


def test_of_a_softmax_the_answers_are_counted_by_confidence():
    rng = np.random.default_rng(5)
    y = rng.integers(0, 4, 2_000)
    z = rng.normal(size=(2_000, 4))
    z[np.arange(2_000), y] += 1.5
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    one = only(lw.evaluate(y, probabilities=p))
    right, place = (p.argmax(axis=1) == y).astype(int), log_odds(p.max(axis=1))
    assert one.kind == "confidence"
    held(one, one.cuts.slider.positions, right, place)


def test_weighted_rows_count_as_what_they_are_worth():
    y, z = drawn(400)
    w = np.random.default_rng(2).uniform(0.5, 2, 400)
    report = lw.evaluate(y, logits=z, sample_weight=w)
    cuts = only(report).cuts
    worth = (cuts.positives.sum() + cuts.negatives.sum()) / w.sum()
    for place, cut in zip(cuts.slider.positions[::50], cuts.at[::50], strict=True):
        assert cuts.reached.tp[cut] == pytest.approx(worth * w[(z >= place) & (y == 1)].sum(), abs=1e-5)


def test_scores_of_exactly_0_and_1_are_beyond_every_threshold():
    y = np.array([0, 1] * 50)
    p = np.where(np.arange(100) < 50, np.where(y == 1, 1.0, 0.0), 0.5)
    cuts = only(lw.evaluate(y, probabilities=p)).cuts
    taken = (cuts.reached.tp + cuts.reached.fp)[cuts.at]
    assert (taken[0], taken[-1]) == (75, 25)  # the rows at 0 are never taken, those at 1 always


def test_infinite_logits_have_their_place_at_the_ends():
    y, z = np.array([0, 1] * 20), np.array([-np.inf, np.inf, -3.0, 3.0] * 10)
    cuts = only(lw.evaluate(y, logits=z)).cuts
    held(only(lw.evaluate(y, logits=z)), cuts.slider.positions, y, z)


def test_one_score_alone_has_a_slider_too():
    cuts = only(lw.evaluate([0, 1, 1, 0], probabilities=[0.3] * 4)).cuts
    assert (cuts.reached.tp + cuts.reached.fp)[cuts.at[[0, -1]]].tolist() == [4, 0]


def test_cuts_that_are_left_out_leave_the_others_exact():
    y, z = drawn()
    whole = only(lw.evaluate(y, logits=z)).cuts
    few = offered(whole.scored, named=[1234], outcomes=100)
    assert FEWEST <= len(few.cuts) <= ALL // 100 + 1 < whole.all
    assert not few.whole
    tp = [np.count_nonzero(y[z >= place]) for place in few.slider.positions]
    assert few.reached.tp[few.at].tolist() == tp
    assert few.cuts[few.cut_of(1234)] == 1234
    assert np.isin(few.reached.tp, whole.reached.tp).all()


def test_a_hundred_labels_on_the_grid_are_exact_at_their_edges():
    rng = np.random.default_rng(7)
    y = (rng.random((700, 100)) < 0.3).astype(int)
    z = 2.0 * y + rng.normal(size=y.shape) - 1
    cuts = outcomes(lw.evaluate(y, logits=z, head="multilabel"))[3].cuts
    assert not cuts.scored.exact
    edges = np.append(cuts.scored.at, 2.0)[cuts.cuts]
    tp = [np.count_nonzero(y[chance(z[:, 3]) >= edge, 3]) for edge in edges]
    assert cuts.reached.tp.tolist() == tp


@pytest.mark.parametrize("given", [{"decisions": [0, 1, 1]}, {"confusion": [[5, 1], [2, 4]]}])
def test_without_scores_there_is_nothing_to_move(given):
    report = lw.evaluate(**given) if "confusion" in given else lw.evaluate([0, 1, 0], **given)
    assert outcomes(report) == ()
