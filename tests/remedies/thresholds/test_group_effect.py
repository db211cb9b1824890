"""Rows in groups: each threshold promises what the groups allow there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import logitwise as lw
from logitwise.errors import LogitwiseError, NoGuaranteeError
from logitwise.remedies.abstain import abstain
from logitwise.remedies.choose import choose
from logitwise.remedies.clustering import Clustering
from logitwise.remedies.cuts import log_odds
from logitwise.remedies.goals import Goals, floor_of
from logitwise.remedies.group_effect import GroupEffect
from logitwise.remedies.scores import joined
from logitwise.remedies.treat_score import group_effect_of


def of_whole_groups(rng, groups, *, rows=40, share=0.06, low=0.0):
    """A group has one outcome and nearly one score: 1.5 or -1.5, moved by 2 from group to group, .5 from row to row."""
    y = (rng.random(groups) < share).astype(int)
    z = np.repeat(1.5 * (2 * y - 1) + rng.normal(size=groups) * 2 - low, rows)
    return np.repeat(y, rows), z + rng.normal(size=groups * rows) * 0.5, np.repeat(np.arange(groups), rows)


def a_little_alike(rng, groups, *, rows=40):
    """Outcomes by chance; scores moved by .3 from group to group and by 1 from row to row."""
    g = np.repeat(np.arange(groups), rows)
    y = (rng.random(len(g)) < 0.2).astype(int)
    return y, 2.0 * y - 2.5 + 0.3 * rng.normal(size=groups)[g] + rng.normal(size=len(g)), g


def judged(y, z, g):
    tally = lw.tally(y, logits=np.round(z, 2) + 0.003, groups=g)
    return tally.cells(), group_effect_of(tally, 1)


@pytest.fixture(scope="module")
def folds(binormal):
    rng = np.random.default_rng(0)
    return [binormal(2.0, 0.3).cells(100, rng) for _ in range(32)]


def copied(folds, times):
    return [replace(each, positives=times * each.positives, negatives=times * each.negatives) for each in folds]


def floor(text, **more):
    return Goals((floor_of(text),), **more)


def test_rows_copied_into_their_groups_are_worth_as_many_as_without_their_copies(folds):
    once, often = (GroupEffect.of(copied(folds, times)) for times in (1, 6))
    at = often.places(np.array([-2.0, 0.0, 1.0]))
    effects = often.recall.at(at).effect / once.recall.at(at).effect
    assert (once.recall.effect >= 1).all()
    assert effects == pytest.approx(6, rel=0.5)  # the least is 1, also where chance gives less


def test_the_jackknife_is_that_of_the_share_without_one_fold_at_a_time():
    rng = np.random.default_rng(0)
    whole = rng.integers(20, 60, 32).astype(float)
    part = np.round(whole * np.clip(rng.normal(0.7, 0.2, 32), 0, 1))
    left_out = [(np.delete(part, f).sum()) / np.delete(whole, f).sum() for f in range(32)]
    p, n = part.sum() / whole.sum(), whole.sum()
    expected = 31 / 32 * np.sum((left_out - np.mean(left_out)) ** 2) / (p * (1 - p) / n)
    assert Clustering.of(part[:, None], whole[:, None]).effect[0] == pytest.approx(expected)


@pytest.mark.parametrize(("held", "surely"), [(9, False), (10, True)])
def test_where_few_folds_hold_the_rarer_outcome_rows_of_a_group_count_as_one(held, surely):
    rng = np.random.default_rng(1)
    whole = 25.0 * rng.poisson(6, (32, 1))  # groups of 25 rows
    part = np.where(np.arange(32)[:, None] < held, whole - 1, whole)
    found = Clustering.of(part, whole)
    assert found.surely[0] == surely
    assert (found.effect[0] > 10) != surely
    if not surely:
        assert found.effect[0] == pytest.approx(whole.var(ddof=1) / whole.mean())


def test_grouped_rows_miss_fewer_and_say_so(folds):
    many = copied(folds, 4)
    alone, grouped = (choose(joined(many), floor("recall >= 0.8"), effect=e) for e in (None, GroupEffect.of(many)))
    assert grouped.threshold < alone.threshold
    assert "in groups, worth" in grouped.guarantee
    assert "approximate, since rows are grouped" in grouped.guarantee
    assert "approximate" not in alone.guarantee


def test_a_precision_and_a_band_need_more_grouped_rows(folds):
    many = copied(folds, 4)
    cells, effect = joined(many), GroupEffect.of(many)
    alone, grouped = (choose(cells, floor("precision >= 0.7"), effect=e) for e in (None, effect))
    assert grouped.threshold > alone.threshold
    wide, narrow = (abstain(cells, error=0.1, effect=e) for e in (effect, None))
    assert wide.high - wide.low > narrow.high - narrow.low


def test_a_share_of_alerts_may_lie_further_above_where_rows_are_grouped(folds):
    many = copied(folds, 4)
    told = [
        " ".join(choose(joined(many), Goals(capacity=0.1), effect=e).warnings) for e in (None, GroupEffect.of(many))
    ]
    alone, grouped = (float(each.split("up to ")[1].split(" %")[0]) for each in told)
    assert grouped > alone
    assert "approximate, since rows are grouped" in told[1]


@pytest.mark.slow
@pytest.mark.parametrize(("number", "kept"), [(19, False), (20, True)])
def test_rows_in_fewer_than_20_folds_promise_nothing(folds, number, kept):
    some = folds[:number]
    cells, effect = joined(some), GroupEffect.of(some)
    for text in ("recall >= 0.5", "specificity >= 0.5", "precision >= 0.35"):
        if kept:
            assert choose(cells, floor(text), effect=effect).guarantee
        else:
            with pytest.raises(NoGuaranteeError, match="lie in 19 groups or few more: at least 20 groups of them"):
                choose(cells, floor(text), effect=effect)
    if not kept:
        with pytest.raises(NoGuaranteeError, match="lie in 19 groups or few more"):
            abstain(cells, error=0.3, effect=effect)
        assert "too few to tell how large" in " ".join(choose(cells, Goals(capacity=0.1), effect=effect).warnings)


def test_positives_of_few_groups_promise_no_recall_however_many_rows_they_are():
    rng = np.random.default_rng(3)
    y, z, g = of_whole_groups(rng, 100)
    cells, effect = judged(y, z, g)
    with pytest.raises(NoGuaranteeError, match=rf"the {y.sum()} rows of yes lie in \d+ groups or few more"):
        choose(cells, floor("recall >= 0.5"), effect=effect)
    assert choose(cells, floor("specificity >= 0.5"), effect=effect).guarantee


def broken(draw, texts, *, runs, seed=5, alone=False):
    """Of each goal the runs in which a rule was made, those in which the truth breaks it, and the mean of the other
    rate, which is to be large."""
    rng = np.random.default_rng(seed)
    truth, score, _ = draw(rng, 40_000)
    high, low = np.sort(score[truth == 1]), np.sort(score[truth == 0])
    made = {text: [] for text in texts}
    for _ in range(runs):
        cells, effect = judged(*draw(rng, draw.groups))
        for text in texts:
            goals = Goals(capacity=0.02) if text == "capacity" else floor(text)
            try:
                found = choose(cells, goals, effect=None if alone else effect, replicates=0)
            except LogitwiseError:
                continue
            cut = float(log_odds(found.threshold))
            recall, false = (1 - np.searchsorted(each, cut) / len(each) for each in (high, low))
            if text == "capacity":
                most = [float(w.split("up to ")[1].split(" %")[0]) / 100 for w in found.warnings if "up to" in w]
                made[text].append((bool(most) and (score >= cut).mean() > most[0], recall))
            else:
                metric, bound = text.split(" >= ")
                values = {"recall": recall, "specificity": 1 - false}
                values["precision"] = recall * len(high) / max(recall * len(high) + false * len(low), 1e-9)
                made[text].append((values[metric] < float(bound), 1 - false if metric == "recall" else recall))
    return {
        text: (len(each), sum(b for b, _ in each), np.mean([r for _, r in each] or [0])) for text, each in made.items()
    }


class Design:
    """Groups drawn as many at once as are judged."""

    def __init__(self, draw, groups, **how):
        self.draw, self.groups, self.how = draw, groups, how

    def __call__(self, rng, groups):
        return self.draw(rng, groups, **self.how)


@pytest.mark.slow
@pytest.mark.parametrize("low", [0.0, 5.0])
def test_of_whole_groups_no_floor_is_broken_more_often_than_it_may_be(low):
    """As if rows were independent, a floor of recall was broken in 16 of 76."""
    for groups, share in ((100, 0.06), (1000, 0.06), (100, 0.5)):
        design = Design(of_whole_groups, groups, rows=15, share=share, low=low)
        found = broken(
            design, ["recall >= 0.5", "recall >= 0.8", "specificity >= 0.9", "precision >= 0.5", "capacity"], runs=150
        )
        for text, (_, times, _) in found.items():
            assert times <= 150 * 0.05 + 2 * 2.7, (groups, share, text)  # two standard errors of 150 runs
        if share == 0.06 and groups == 100:
            assert found["recall >= 0.5"][0] <= 1  # refused


@pytest.mark.slow
def test_of_rows_a_little_alike_hardly_anything_is_lost():
    texts = ["recall >= 0.8", "recall >= 0.9", "specificity >= 0.9", "precision >= 0.6"]
    design = Design(a_little_alike, 200)
    grouped, alone = (broken(design, texts, runs=60, alone=a) for a in (False, True))
    for text in texts:
        assert grouped[text][0] == 60
        assert grouped[text][1] <= 60 * 0.05 + 2 * 1.7
        assert grouped[text][2] > alone[text][2] - 0.03, text
