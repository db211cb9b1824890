"""Ten million binary float32 logits in memory: ours beside the peers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import shares
from data import load
from numpy.typing import NDArray
from work import Work

UPDATE = 1_000_000  # rows a streaming metric is fed at a time


def probabilities(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """As a user of a library without logits makes them."""
    p: NDArray[np.float64] = 1 / (1 + np.exp(-logits.astype(np.float64)))
    return p


def sklearn(folder: Path) -> Callable[[], object]:
    from sklearn import metrics as sk

    y, logits = load(folder)

    def run() -> None:
        p = probabilities(logits)
        decided = p >= 0.5
        sk.confusion_matrix(y, decided)
        sk.precision_recall_fscore_support(y, decided)
        sk.matthews_corrcoef(y, decided)
        sk.log_loss(y, p)
        sk.brier_score_loss(y, p)
        sk.roc_auc_score(y, p)
        sk.average_precision_score(y, p)
        sk.roc_curve(y, p)
        sk.precision_recall_curve(y, p)

    return run


def torchmetrics(thresholds: int | None) -> Callable[[Path], Callable[[], object]]:
    def prepare(folder: Path) -> Callable[[], object]:
        import torch
        from torchmetrics import MetricCollection
        from torchmetrics import classification as tm

        y, logits = (torch.from_numpy(a) for a in load(folder))

        def run() -> object:
            wanted = MetricCollection(
                [
                    tm.BinaryConfusionMatrix(), tm.BinaryAccuracy(), tm.BinaryPrecision(), tm.BinaryRecall(),
                    tm.BinaryF1Score(), tm.BinaryMatthewsCorrCoef(), tm.BinaryCalibrationError(),
                    tm.BinaryAUROC(thresholds=thresholds), tm.BinaryAveragePrecision(thresholds=thresholds),
                ]
            )  # fmt: skip
            for start in range(0, len(y), UPDATE):
                wanted.update(logits[start : start + UPDATE], y[start : start + UPDATE])
            return wanted.compute()

        return run

    return prepare


def keras(folder: Path) -> Callable[[], object]:
    from keras import metrics as km

    y, logits = load(folder)

    def run() -> object:
        wanted = [
            km.BinaryAccuracy(threshold=0.0), km.Precision(thresholds=0.0), km.Recall(thresholds=0.0),
            km.BinaryCrossentropy(from_logits=True), km.AUC(num_thresholds=200, from_logits=True),
            km.AUC(num_thresholds=200, curve="PR", from_logits=True),
        ]  # fmt: skip
        for metric in wanted:
            for start in range(0, len(y), UPDATE):
                rows = slice(start, start + UPDATE)
                given = logits[rows]
                if isinstance(metric, km.Precision | km.Recall):
                    given = probabilities(given)  # these two refuse what lies outside 0 to 1
                metric.update_state(y[rows], given)
        return [float(metric.result()) for metric in wanted]

    return run


def scors(folder: Path) -> Callable[[], object]:
    import scors as rust

    y, logits = load(folder)
    positive = y == 1
    return lambda: (rust.roc_auc(positive, logits), rust.average_precision(positive, logits))


def rapidstats(folder: Path) -> Callable[[], object]:
    from rapidstats import metrics as rust

    y, logits = load(folder)
    positive = y == 1

    def run() -> object:
        p = probabilities(logits)
        return (
            rust.confusion_matrix(positive, p >= 0.5),
            rust.roc_auc(positive, p),
            rust.average_precision(positive, p),
            rust.brier_loss(positive, p),
        )

    return run


def duckdb(folder: Path) -> Callable[[], object]:
    import duckdb as duck
    import pyarrow as pa

    y, logits = load(folder)
    link = duck.connect()
    link.register("given", pa.table({"y": y.astype(np.int8), "z": logits}))
    link.execute("CREATE TABLE rows_ AS SELECT * FROM given")
    query = "SELECT CAST(floor(z * 64) AS INTEGER) AS cell, y, count(*) FROM rows_ GROUP BY ALL"
    return lambda: link.execute(query).fetchnumpy()


WORKS = {
    "logitwise": Work("every metric, interval and curve, the verdict, as a JSON document", shares.ours),
    "scikit-learn": Work("point values and curves", sklearn),
    "TorchMetrics, exact": Work("point values", torchmetrics(None)),
    "TorchMetrics, 200 thresholds": Work("point values, areas without a bound on their error", torchmetrics(200)),
    "Keras, 200 thresholds": Work("accuracy, precision, recall, loss, two areas without a bound", keras),
    "scors (Rust)": Work("ROC AUC and average precision", scors),
    "rapidstats (Rust)": Work("confusion, ROC AUC, average precision, Brier score", rapidstats),
    "DuckDB": Work("a histogram of the logits by label", duckdb),
}
