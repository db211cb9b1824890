"""What must hold of every tally, whatever the head, the scale and the way the rows were cut: equal to the bit."""

from __future__ import annotations

import copy
import pickle
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

sys.path.insert(0, str(Path(__file__).parent))
from rows import HEADS, Case, batch_of, cases, merged, shards, with_beside

from logitwise.batch.weights import units
from logitwise.errors import MergeError
from logitwise.head import Head
from logitwise.tallies import Tally, binary_scores, of_binary, of_softmax, one_vs_rest, tally_batch
from logitwise.tallies.codec import dumps, loads


@pytest.fixture(params=["exact", "grid"])
def level(request, monkeypatch):
    """Both levels of the histograms on small data: the grid by lowering the limits."""
    if request.param == "grid":
        monkeypatch.setattr(binary_scores, "EXACT_LIMIT", 20)
        monkeypatch.setattr("logitwise.tallies.of_binary.EXACT_LIMIT", 20)
        monkeypatch.setattr(one_vs_rest, "EXACT_A_CLASS", 15)
        monkeypatch.setattr("logitwise.tallies.of_softmax.EXACT_A_CLASS", 15)
        for module in (binary_scores, of_binary):
            monkeypatch.setattr(module, "COARSE_LIMIT", 6)
        for module in (one_vs_rest, of_softmax):
            monkeypatch.setattr(module, "COARSE_A_CLASS", 4)
            monkeypatch.setattr(module, "COARSE_IN_ALL", 12)
    return request.param


@given(case=cases())
def check_union(case: Case) -> None:
    rng = np.random.default_rng(case.seed)
    assert merged(shards(case.batch, rng), rng) == tally_batch(case.batch)


def test_merging_tallies_is_tallying_the_rows_together(level):
    check_union()


@given(case=cases())
def check_order(case: Case) -> None:
    rng = np.random.default_rng(case.seed)
    order = rng.permutation(case.batch.rows)
    assert tally_batch(case.batch.take(order)) == tally_batch(case.batch)


def test_the_order_of_rows_changes_nothing(level):
    check_order()


@given(case=cases())
def check_algebra(case: Case) -> None:
    rng = np.random.default_rng(case.seed)
    a, b, c = (merged(shards(case.batch.part(i, case.batch.rows), rng), rng) for i in range(3))
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)


def test_addition_is_commutative_and_associative(level):
    check_algebra()


@given(case=cases())
def test_a_tally_of_no_rows_is_the_identity(case: Case):
    tally = tally_batch(case.batch)
    nothing = Tally(head=case.batch.head, scale=case.batch.scale)
    assert nothing + tally == tally == tally + nothing


@given(case=cases())
def test_adding_leaves_both_sides_as_they_were(case: Case):
    tally = tally_batch(case.batch)
    before = copy.deepcopy(tally)
    _ = tally + tally
    assert tally == before


@given(case=cases())
def test_a_tally_survives_a_file_and_a_pickle(case: Case):
    tally = tally_batch(case.batch)
    assert loads(dumps(tally)) == tally
    assert pickle.loads(pickle.dumps(tally)) == tally


@given(case=cases())
def test_equal_tallies_give_equal_bytes(case: Case):
    assert dumps(tally_batch(case.batch)) == dumps(tally_batch(case.batch))


@given(case=cases())
def test_a_tally_read_back_can_still_be_added(case: Case):
    tally = tally_batch(case.batch)
    assert loads(dumps(tally)) + tally == tally + tally


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (Head("sigmoid", ("no", "maybe")), "classes"),
        (Head("sigmoid", ("no", "yes"), threshold=0.3), "thresholds"),
        (Head("sigmoid", ("no", "yes"), positive=0), "positive classes"),
        (Head("softmax", ("no", "yes")), "heads"),
    ],
)
def test_tallies_judged_by_different_rules_refuse_to_merge(other, words):
    tally = tally_batch(batch_of("sigmoid", 10, scale="logits"))
    with pytest.raises(MergeError, match=words):
        _ = tally + Tally(head=other, scale="logits")


def test_tallies_of_different_scales_refuse_to_merge():
    with pytest.raises(MergeError, match="scales"):
        _ = Tally(head=HEADS["sigmoid"], scale="logits") + Tally(head=HEADS["sigmoid"], scale="decisions")


def test_a_tally_with_ids_and_one_without_refuse_to_merge():
    with_ids = tally_batch(batch_of("sigmoid", 10, scale="logits", with_ids=True))
    with pytest.raises(MergeError, match="ids"):
        _ = with_ids + tally_batch(batch_of("sigmoid", 10, scale="logits"))


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("groups", "with groups and one"),
        ("weights", "with weights and one"),
        ("confidence", "with a confidence and one"),
    ],
)
def test_what_one_tally_knows_beside_its_rows_the_other_must_know_too(what, words):
    plain = batch_of("sigmoid", 10, scale="decisions")
    with pytest.raises(MergeError, match=words):
        _ = tally_batch(with_beside(plain, {what})) + tally_batch(plain)


@pytest.mark.parametrize(
    ("others", "words"), [(set(), "by site and by no column"), ({"device", "site"}, "by site and by device, site")]
)
def test_tallies_sliced_by_different_columns_refuse_to_merge(others, words):
    plain = batch_of("softmax", 10, scale="logits")
    with pytest.raises(MergeError, match=words):
        _ = tally_batch(with_beside(plain, {"site"})) + tally_batch(with_beside(plain, others))


@pytest.mark.parametrize("head", sorted(HEADS))
def test_a_shard_that_weighs_nothing_and_lacks_a_slice_still_adds_up(head):
    batch = with_beside(batch_of(head, 60, scale="logits"), {"site", "groups"})
    batch = replace(batch, weights=units(np.where(np.arange(60) < 20, 0.0, 1.5)))
    parts = [tally_batch(batch.part(a, b)) for a, b in pairwise([0, 20, 40, 60])]
    assert parts[0].weighted.total == 0
    assert len(parts[0].slices["site"]) < len(tally_batch(batch).slices["site"])
    assert parts[0] + (parts[1] + parts[2]) == (parts[2] + parts[0]) + parts[1] == tally_batch(batch)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sigmoid", "softmax", "two"])
@pytest.mark.parametrize("scale", ["logits", "probabilities"])
def test_a_large_batch_through_compiled_loops_equals_its_small_shards_through_numpy(name, scale):
    rng = np.random.default_rng(7)
    batch = batch_of(name, 500_000, scale=scale, dtype=np.float32)
    cuts = np.linspace(0, batch.rows, 30).astype(int)
    parts = [tally_batch(batch.part(a, b)) for a, b in pairwise(cuts)]
    assert merged(parts, rng) == tally_batch(batch)
