"""Slices and folds of groups: each row in one of them, on cells that are the whole's cells joined."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import reduce
from operator import add
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "laws"))
from rows import HEADS, batch_of, with_beside

from logitwise.batch import Batch
from logitwise.batch.slices import Codes
from logitwise.errors import OptionError
from logitwise.head import Head
from logitwise.tallies import parts, tally_batch

SIGMOID = Head("sigmoid", ("no", "yes"))


def same_counts(a, b):
    return a.rows == b.rows and a.confusion == b.confusion and np.array_equal(a.ranks, b.ranks) and a.whole == b.whole


@pytest.mark.parametrize("head", sorted(HEADS))
@pytest.mark.parametrize("scale", ["logits", "decisions"])
def test_slices_and_folds_of_groups_each_add_up_to_the_whole(head, scale):
    tally = tally_batch(with_beside(batch_of(head, 200, scale=scale), {"site", "device", "groups", "weights"}))
    for each in (tally.clusters, tally.slices["site"], tally.slices["device"]):
        total = reduce(add, each.values())
        assert same_counts(total, tally)
        assert same_counts(total.weighted.counts, tally.weighted.counts)
        assert total.weighted.total == tally.weighted.total


@pytest.mark.parametrize("head", sorted(HEADS))
def test_the_tally_of_a_slice_is_the_tally_of_its_rows(head):
    batch = with_beside(batch_of(head, 200, scale="logits"), {"site", "groups"})
    tally, codes = tally_batch(batch), batch.slices["site"]
    for k, name in enumerate(codes.names):
        alone = tally_batch(replace(batch.take(np.flatnonzero(codes.codes == k)), slices={}))
        assert same_counts(tally.slices["site"][name], alone)
        assert tally.slices["site"][name].groups.distinct == alone.groups.distinct
        assert tally.slices["site"][name].clusters == alone.clusters


def test_leaving_each_fold_out_leaves_the_sum_of_the_others():
    tally = tally_batch(with_beside(batch_of("softmax", 200, scale="logits"), {"groups"}, seed=3))
    for left, rest in tally.clusters.without_each.items():
        others = [part for name, part in tally.clusters.items() if name != left]
        assert replace(rest, clusters=None) == reduce(add, others)


def coarse_and_fine(form):
    rng = np.random.default_rng(4)
    z = rng.normal(-1, 3, 70_000)
    y = (rng.random(len(z)) < expit(z)).astype(np.uint8)
    scores = {"logit": z, "probability": expit(z)}[form]
    codes = Codes(np.zeros(len(z), np.int64), ("all",))
    scale = "logits" if form == "logit" else "probabilities"
    return tally_batch(Batch(SIGMOID, scale, y, scores, form, slices={"s": codes})), scores


def running(cells):
    """Counts below the upper end of each cell."""
    return set(zip(cells.positives.cumsum().tolist(), cells.negatives.cumsum().tolist(), strict=True))


@pytest.mark.parametrize("form", ["logit", "probability"])
def test_a_coarse_cell_holds_the_scores_of_the_fine_cells_it_joins(form):
    tally, scores = coarse_and_fine(form)
    fine, coarse = tally.cells(), tally.slices["s"]["all"].cells()
    assert not fine.exact
    assert len(coarse.p) < len(fine.p) / 10
    assert running(coarse) <= running(fine)
    p = scores if form == "probability" else expit(scores)
    index = np.clip(np.searchsorted(coarse.edge, p * (1 + 1e-13), side="right") - 1, 0, None)
    assert (np.abs(p - coarse.p[index]) <= coarse.width[index] + 1e-14).all()
    assert (np.bincount(index, minlength=len(coarse.p)) == coarse.positives + coarse.negatives).all()


@pytest.mark.parametrize("head", ["softmax", "multilabel"])
def test_coarse_class_cells_hold_the_fine_ones(head):
    batch = with_beside(batch_of(head, 3_000, scale="probabilities", seed=2), {"device"})
    tally = tally_batch(replace(batch, slices={"all": Codes(np.zeros(3_000, np.int64), ("all",))}))
    part = tally.slices["all"]["all"]
    for k in range(len(batch.head.classes)):
        fine, coarse = tally.cells(k), part.cells(k)
        assert not coarse.exact
        where = np.searchsorted(coarse.edge, fine.p * (1 + 1e-12), side="right") - 1
        assert (np.bincount(where, fine.positives, len(coarse.p)) == coarse.positives).all()
        assert (np.abs(fine.p - coarse.p[where]) <= coarse.width[where] + 1e-12).all()


def test_losses_of_a_slice_are_exact_though_its_cells_are_coarse():
    tally, _ = coarse_and_fine("logit")
    assert tally.slices["s"]["all"].losses().log_loss.tolist() == tally.losses().log_loss.tolist()


@pytest.mark.parametrize(("values", "refused"), [(6, True), (5, False)])
def test_a_column_of_too_many_values_is_refused_before_they_are_counted(values, refused, monkeypatch):
    monkeypatch.setattr(parts, "MOST_SLICES", 5)
    codes = Codes(np.arange(12) % values, tuple(map(str, range(values))))
    batch = replace(batch_of("sigmoid", 12, scale="logits"), slices={"site": codes})
    if not refused:
        assert len(tally_batch(batch).slices["site"]) == 5
        return
    with pytest.raises(OptionError, match=r"slice site: more than 5 values.*groups"):
        tally_batch(batch)
    with pytest.raises(OptionError, match="more than 5 values"):
        _ = tally_batch(batch.part(0, 5)) + tally_batch(batch.part(5, 6))
