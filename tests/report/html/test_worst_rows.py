"""The surest mistakes against the rows of real files, one by one."""

import numpy as np
import pytest
from tests.report import reports

import logitwise as lw
from logitwise.report.html.worst_rows import MOST, worst_rows


def columns(shared, name, pattern):
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(shared / "data" / f"{name}.parquet")
    return table, np.column_stack([table[each].to_numpy() for each in table.column_names if each.startswith(pattern)])


def test_the_surest_wrong_rows_of_a_softmax_are_those_of_the_file(shared):
    table, p = columns(shared, "cifar10_vgg16_probs", "p_")
    y = table["label"].to_numpy()
    p = p.astype(np.float64) / p.astype(np.float64).sum(axis=1, keepdims=True)
    found = worst_rows(lw.evaluate(y, probabilities=p, policy="baseline"))
    wrong = np.flatnonzero(p.argmax(axis=1) != y)
    first = wrong[np.argsort(-p[wrong].max(axis=1))][:MOST]
    assert (found.wrong, found.looked_at) == (len(wrong), len(y))
    assert [(int(row.truth), int(row.decided)) for row in found.rows] == [(y[i], p[i].argmax()) for i in first]
    np.testing.assert_allclose([row.sure for row in found.rows], p[first].max(axis=1), rtol=1e-6)
    np.testing.assert_allclose([row.given for row in found.rows], p[first, y[first]], rtol=1e-5)
    np.testing.assert_allclose([row.next_sure for row in found.rows], np.sort(p[first], axis=1)[:, -2], rtol=1e-5)


def test_the_surest_wrong_labels_are_those_of_the_file(shared):
    _, y = columns(shared, "ecg_dnn_multilabel", "y_")
    _, p = columns(shared, "ecg_dnn_multilabel", "p_")
    found = worst_rows(lw.evaluate(y, probabilities=p, head="multilabel", policy="baseline"))
    sure = np.where(p >= 0.5, p, 1 - p.astype(np.float64))
    wrong = (p >= 0.5) != (y == 1)
    assert found.wrong == wrong.sum()
    np.testing.assert_allclose([row.sure for row in found.rows], np.sort(sure[wrong])[::-1][:MOST], rtol=1e-6)


def test_the_surest_wrong_scores_of_two_classes_are_those_of_the_file(shared):
    table, both = columns(shared, "imdb_cv_probs_raw", "p_")
    y, p = table["label"].to_numpy(), np.clip(both[:, 1].astype(np.float64), 0, 1)  # some lie a little above 1
    found = worst_rows(lw.evaluate(y, probabilities=p, policy="baseline"))
    wrong = (p >= 0.5) != (y == 1)
    scores = np.unique(p[wrong])
    doubt = np.minimum(scores, 1 - scores)
    first = scores[np.argsort(doubt, kind="stable")][:MOST]
    assert found.wrong == wrong.sum()
    np.testing.assert_allclose([row.given for row in found.rows], np.sort(doubt)[:MOST], rtol=1e-9)
    assert sorted((row.decided, row.rows, row.of_rows) for row in found.rows) == sorted(
        (str(int(s >= 0.5)), (wrong & (p == s)).sum(), (p == s).sum()) for s in first
    )


def test_the_surest_wrong_decisions_with_a_confidence_are_those_of_the_file(shared):
    table, sure = columns(shared, "cifar10_resnet110_top1", "confidence")
    y, decided, sure = table["label"].to_numpy(), table["pred"].to_numpy(), sure[:, 0].astype(np.float64)
    found = worst_rows(lw.evaluate(y, decisions=decided, confidence=sure, policy="baseline"))
    wrong = y != decided
    kinds = sorted({(-c, d) for c, d in zip(sure[wrong], decided[wrong], strict=True)})[:MOST]
    assert found.wrong == wrong.sum()
    np.testing.assert_allclose([row.sure for row in found.rows], [-c for c, _ in kinds], rtol=1e-3)


def test_rows_that_are_alike_are_told_once():
    y = [0, 1, 2] * 40 + [0] * 5
    z = np.eye(3)[[0, 1, 2] * 40 + [1] * 5] * 4.0
    found = worst_rows(lw.evaluate(y, logits=z, head="softmax", policy="baseline"))
    assert [(row.truth, row.decided, row.rows) for row in found.rows] == [("0", "1", 5)]


@pytest.mark.parametrize(("rows", "looked_at"), [(20_000, 20_000), (24_000, 20_000)])
def test_a_sample_knows_that_it_is_one(rows, looked_at):
    assert worst_rows(reports.of_softmax(3, rows)).looked_at == looked_at


def test_of_two_classes_a_row_on_the_threshold_is_decided_positive():
    found = worst_rows(lw.evaluate([0, 1, 1], probabilities=[0.5, 0.9, 0.4], policy="baseline"))
    assert [(row.decided, row.sure) for row in found.rows] == [("0", 0.6), ("1", 0.5)]


def test_without_probabilities_there_are_none():
    assert worst_rows(reports.of_matrix([[5, 1], [2, 8]])) is None


def test_rows_beyond_float32_are_left_out_and_counted():
    z = np.eye(3)[[0, 1, 2] * 40] * 4.0
    z[0] *= 1e39
    found = worst_rows(lw.evaluate([1, 1, 2] * 40, logits=z, head="softmax", policy="baseline"))
    assert (found.looked_at, found.beyond, found.wrong) == (119, 1, 39)


def wrong_labels(report):
    """False positives and false negatives of all labels, as they were counted."""
    return sum(int(table[0, 1] + table[1, 0]) for table in report.confusion.counts)


@pytest.mark.parametrize("precision", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("cut", [0.7, 0.3, 0.2, 0.5])
def test_labels_on_the_threshold_are_decided_as_they_were_counted(precision, cut):
    rng = np.random.default_rng(6)
    p = rng.choice([0.2, 0.3, 0.5, 0.7, 0.1001], (4000, 3)).astype(precision)
    y = (rng.random((4000, 3)) < 0.4).astype(int)
    report = lw.evaluate(y, probabilities=p, head="multilabel", threshold=cut, policy="baseline")
    found = worst_rows(report)
    assert found.wrong == wrong_labels(report) == ((p >= precision(cut)) != (y == 1)).sum()


@pytest.mark.parametrize("precision", [np.float16, np.float32, np.float64])
def test_labels_at_the_log_odds_of_the_threshold_too(precision):
    rng = np.random.default_rng(6)
    z = rng.choice([np.log(0.7 / 0.3), -1.0, 0.0, 2.5], (4000, 3)).astype(precision)
    y = (rng.random((4000, 3)) < 0.4).astype(int)
    report = lw.evaluate(y, logits=z, head="multilabel", threshold=0.7, policy="baseline")
    assert worst_rows(report).wrong == wrong_labels(report)


@pytest.mark.parametrize("precision", [np.float32, np.float64])
@pytest.mark.parametrize("rows", [4000, 400_000])
def test_of_two_classes_rows_on_the_threshold_are_decided_as_they_were_counted(precision, rows):
    rng = np.random.default_rng(6)
    p = np.where(rng.random(rows) < 0.2, 0.7, rng.random(rows)).astype(precision)
    y = (rng.random(rows) < p).astype(int)
    report = lw.evaluate(y, probabilities=p, threshold=0.7, policy="baseline")
    matrix = report.confusion.matrix()
    assert worst_rows(report).wrong == matrix[0, 1] + matrix[1, 0] == ((p >= precision(0.7)) != (y == 1)).sum()
