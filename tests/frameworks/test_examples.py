"""The files in `examples/` are what its README says they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def test_finleys_table_is_the_one_of_1884():
    from logitwise.sources.confusion import open_confusion

    head, counts, _ = open_confusion(EXAMPLES / "finley_tornado.csv")
    assert head.positive_class == "tornado"
    assert counts.tolist() == [[2680, 72], [23, 28]]  # Murphy 1996, doi:10.1175/1520-0434(1996)011<0003:TFAASE>2.0.CO;2


def test_most_eights_are_missed_though_accuracy_is_high():
    kept = np.load(EXAMPLES / "is_it_an_8.npz")
    found, truth = kept["probabilities"][:, 0] >= 0.5, kept["labels"] == 1
    assert np.mean(found == truth) == pytest.approx(0.93, abs=0.005)
    assert (int(found[truth].sum()), int(truth.sum())) == (25, 87)


def test_digits_hold_a_logit_a_class():
    table = pq.read_table(EXAMPLES / "digits_logits.parquet")
    assert table.column_names == ["label", *(f"logit_{k}" for k in range(10))]
    assert table.num_rows == 899


def test_the_policy_can_be_read():
    from logitwise.policy import read_policy

    policy = read_policy(EXAMPLES / "policy.toml")
    assert policy.task.classes == ("another digit", "an 8")
    assert "recall >= 0.8" in [requirement.text for requirement in policy.requirements]


@pytest.mark.parametrize("name", ["is_it_an_8.keras", "digits_logits.parquet", "is_it_an_8_data.npz"])
def test_files_stay_small(name):
    assert (EXAMPLES / name).stat().st_size < 100_000
