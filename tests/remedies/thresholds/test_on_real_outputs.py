"""Outputs of real models: against scikit-learn, and on rows that did not choose the threshold."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.remedies.choose import choose
from logitwise.remedies.cuts import decided, log_odds
from logitwise.remedies.goals import Goals, floor_of
from logitwise.remedies.splits import splits


def column(shared, name, label="label", score="p"):
    import pyarrow.parquet as pq

    table = pq.read_table(shared / "data" / f"{name}.parquet", columns=[label, score])
    return (np.asarray(table[each]) for each in (label, score))


@pytest.mark.parametrize(("name", "score"), [("f538_mlb_win_world_series", "p"), ("imdb_cv_probs_raw", "p_1")])
def test_the_apparent_f1_maximiser_is_that_of_scikit_learns_curve(shared, name, score):
    from sklearn.metrics import f1_score, precision_recall_curve

    y, p = column(shared, name, score=score)
    precision, recall, _ = precision_recall_curve(y, p)
    tally = lw.tally(y, probabilities=p, classes=["no", "yes"])
    found = choose(tally.cells(), Goals(maximize="f1"), replicates=0)
    both = precision + recall
    best = np.max(2 * precision[both > 0] * recall[both > 0] / both[both > 0])
    assert found.apparent["f1"] == pytest.approx(best, rel=1e-9)
    assert f1_score(y, p >= found.threshold) == pytest.approx(best, rel=1e-9)


@pytest.mark.parametrize("asked", ["recall >= 0.9", "precision >= 0.85", "false_positive_rate <= 0.1"])
def test_a_floor_found_on_one_half_of_the_rows_is_kept_on_the_other_but_for_its_own_chance(shared, asked):
    y, p = column(shared, "imdb_cv_probs_raw", score="p_1")
    half = np.random.default_rng(0).random(len(y)) < 0.5
    tuned, judged = (lw.tally(y[part], probabilities=p[part], classes=["no", "yes"]) for part in (half, ~half))
    floor = floor_of(asked)
    found = choose(tuned.cells(), Goals((floor,)), pairs=splits(tuned, 1), replicates=0)
    reached = decided(judged.cells(), float(log_odds(found.threshold)))
    values = {"recall": reached.recall, "precision": reached.precision, "false_positive_rate": 1 - reached.specificity}
    short = (floor.bound - values[floor.metric]) * (1 if floor.op == ">=" else -1)
    assert short < 2 * np.sqrt(floor.bound * (1 - floor.bound) / (judged.rows / 2))


def test_a_label_of_a_multilabel_head_gets_its_own_threshold(shared):
    import pyarrow.parquet as pq

    table = pq.read_table(shared / "data" / "ecg_dnn_multilabel.parquet").to_pandas()
    names = [name[2:] for name in table if name.startswith("y_")]
    y, p = (table[[f"{kind}_{name}" for name in names]].to_numpy() for kind in "yp")
    tally = lw.tally(y.astype(int), probabilities=p, classes=names, head="multilabel")
    for k, name in enumerate(names):
        found = choose(tally.cells(k), Goals(maximize="f1"), pairs=splits(tally, k), of=name, replicates=50)
        decided_yes = p[:, k] >= found.threshold
        assert found.apparent["alerts"] == pytest.approx(decided_yes.mean())
        assert found.corrected["f1"] <= found.apparent["f1"] + 0.02
