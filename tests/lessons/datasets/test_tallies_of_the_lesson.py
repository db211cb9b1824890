"""The tallies that are shipped are those of the files in ``examples/``, counted here by scikit-learn and by hand."""

import csv
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from sklearn.metrics import confusion_matrix, roc_auc_score

import logitwise as lw
from logitwise.lessons.building.data import MADE
from logitwise.lessons.datasets import DATASETS, tally

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


@pytest.mark.parametrize("name", DATASETS)
def test_a_tally_is_what_the_example_gives_today(name):
    assert tally(name) == MADE[name]()


@pytest.mark.parametrize("name", DATASETS)
def test_the_positive_class_is_one_of_the_classes(name):
    assert DATASETS[name].positive in tally(name).head.classes


def test_biopsies_are_counted_as_scikit_learn_counts_them():
    with (EXAMPLES / "breast_cancer.csv").open() as file:
        rows = [(row["label"] == "malignant", float(row["logit"])) for row in csv.DictReader(file)]
    truth, logits = np.array(rows).T
    report = lw.evaluate(tally("breast_cancer"), policy="baseline")
    assert report.confusion.matrix().tolist() == confusion_matrix(truth, logits >= 0).tolist()
    assert report.metric("roc_auc").value == pytest.approx(roc_auc_score(truth, logits), abs=1e-12)


def test_eights_are_counted_as_scikit_learn_counts_them():
    with np.load(EXAMPLES / "is_it_an_8.npz") as arrays:
        truth, stated = arrays["labels"], arrays["probabilities"][:, 0]
    report = lw.evaluate(tally("is_it_an_8"), policy="baseline")
    assert report.confusion.matrix().tolist() == confusion_matrix(truth, stated >= 0.5).tolist()
    assert report.metric("roc_auc").value == pytest.approx(roc_auc_score(truth, stated), abs=1e-12)


def test_digits_are_counted_as_scikit_learn_counts_them():
    table = pq.read_table(EXAMPLES / "digits_logits.parquet")
    truth = table["label"].to_numpy()
    logits = np.column_stack([table[f"logit_{k}"].to_numpy() for k in range(10)])
    counted = lw.evaluate(tally("digits"), policy="baseline").confusion.matrix()
    assert counted.tolist() == confusion_matrix(truth, logits.argmax(axis=1)).tolist()


def test_an_unknown_data_set_is_refused():
    with pytest.raises(KeyError, match="iris"):
        tally("iris")
