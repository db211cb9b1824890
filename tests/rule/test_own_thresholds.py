"""Labels with thresholds of their own, in tallies and reports; expected counts come from plain comparisons."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.batch import Batch
from logitwise.errors import MergeError, OptionError, ShapeError
from logitwise.head import Head
from logitwise.tallies import tally_batch
from logitwise.tallies.codec import dumps, loads

NAMES, CUTS = ("a", "b", "c"), (0.2, 0.5, 0.7)
RNG = np.random.default_rng(3)
P = RNG.random((400, 3)).astype(np.float32)
Y = (RNG.random((400, 3)) < P).astype(np.uint8)
GROUPS = RNG.integers(0, 40, 400).astype(np.uint64)


def tally(rows=slice(None), cuts=CUTS, **more):
    head = Head("multilabel", NAMES, thresholds=cuts)
    return tally_batch(Batch(head, "probabilities", Y[rows], P[rows], "probability", "float32", **more))


def expected(rows=slice(None), weights=None):
    decided = np.array(CUTS, np.float32) <= P[rows]
    each = np.ones(len(P[rows])) if weights is None else weights
    return [
        [[(each * ((Y[rows][:, k] == t) & (decided[:, k] == d))).sum() for d in (0, 1)] for t in (0, 1)]
        for k in range(3)
    ]


def test_each_label_is_decided_at_its_own_threshold():
    assert tally().confusion.counts.tolist() == expected()


def test_whole_rows_folds_and_parts_follow():
    decided = np.array(CUTS, np.float32) <= P
    found = tally(groups=GROUPS)
    assert found.whole == ((Y == 1) == decided).all(axis=1).sum()
    assert found.fold_confusion().sum(axis=0).tolist() == expected()
    assert sum(part.confusion.counts for part in found.clusters.values()).tolist() == expected()


def test_weighted_rows_follow():
    weights = RNG.integers(1, 5, 400)
    found = tally(weights=weights << 28).weighted.counts.confusion.counts / 2**28
    np.testing.assert_allclose(found.astype(float), expected(weights=weights))


def test_parts_merge_to_the_whole_and_files_keep_it():
    assert tally(slice(0, 150)) + tally(slice(150, 400)) == tally()
    assert loads(dumps(tally())) == tally()


def test_tallies_of_other_thresholds_do_not_merge():
    with pytest.raises(MergeError, match="different thresholds of labels"):
        tally() + tally(cuts=(0.2, 0.5, 0.8))
    with pytest.raises(MergeError, match="different thresholds of labels"):
        tally() + tally(cuts=None)


def test_one_threshold_for_all_is_what_it_was():
    same = tally(cuts=(0.5,) * 3)
    plain = lw.tally(Y, probabilities=P, head="multilabel", classes=list(NAMES))
    assert same.confusion.counts.tolist() == plain.confusion.counts.tolist()
    assert plain.head.thresholds is None


def test_a_report_names_the_thresholds_and_gives_no_single_one():
    report = lw.evaluate(tally(), policy="baseline")
    assert report.threshold is None
    assert report.to_dict()["thresholds"] == list(CUTS)
    assert "a 0.2, b 0.5, c 0.7" in " ".join(str(report).split())


def test_many_thresholds_are_counted_and_not_listed():
    names = tuple(map(str, range(20)))
    head = Head("multilabel", names, thresholds=(0.25,) * 20)
    batch = Batch(head, "probabilities", np.ones((40, 20), np.uint8), np.full((40, 20), 0.5), "probability")
    assert "and 8 more" in " ".join(str(lw.evaluate(tally_batch(batch), policy="baseline")).split())


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"kind": "sigmoid", "classes": ("a", "b"), "thresholds": (0.5,)}, OptionError, "multilabel head"),
        ({"kind": "multilabel", "classes": NAMES, "thresholds": (0.5,)}, ShapeError, "3 labels need as many"),
        ({"kind": "multilabel", "classes": NAMES, "thresholds": (0.5, 0.5, 1.0)}, OptionError, "label 'c' must lie"),
        ({"kind": "multilabel", "classes": NAMES, "thresholds": (0.5, float("nan"), 0.5)}, OptionError, "label 'b'"),
    ],
)
def test_thresholds_that_fit_no_labels_are_refused(given, error, words):
    with pytest.raises(error, match=words):
        Head(**given)


def test_another_threshold_for_all_takes_the_place_of_each_labels_own():
    assert Head("multilabel", NAMES, thresholds=CUTS).at(0.3).cuts == (0.3, 0.3, 0.3)
