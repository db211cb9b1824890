"""Softmax logits in memory: ours beside the peers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import shares
from data import load
from work import Work


def sklearn(folder: Path) -> Callable[[], object]:
    from sklearn import metrics as sk

    y, logits = load(folder)

    def run() -> None:
        z = logits.astype(np.float64)
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        decided = p.argmax(axis=1)
        classes = np.arange(z.shape[1])
        sk.confusion_matrix(y, decided)
        sk.precision_recall_fscore_support(y, decided, zero_division=0)
        sk.matthews_corrcoef(y, decided)
        sk.log_loss(y, p, labels=classes)
        sk.top_k_accuracy_score(y, p, k=min(5, z.shape[1] - 1), labels=classes)
        sk.roc_auc_score(y, p, multi_class="ovr", labels=classes)
        sk.average_precision_score(np.eye(len(classes), dtype=np.int8)[y], p)

    return run


def torchmetrics(folder: Path) -> Callable[[], object]:
    import torch
    from torchmetrics import MetricCollection
    from torchmetrics import classification as tm

    y, logits = (torch.from_numpy(a) for a in load(folder))
    classes = logits.shape[1]

    def run() -> object:
        wanted = MetricCollection(
            [
                tm.MulticlassConfusionMatrix(classes), tm.MulticlassAccuracy(classes), tm.MulticlassPrecision(classes),
                tm.MulticlassRecall(classes), tm.MulticlassF1Score(classes), tm.MulticlassMatthewsCorrCoef(classes),
                tm.MulticlassCalibrationError(classes), tm.MulticlassAUROC(classes),
                tm.MulticlassAveragePrecision(classes),
            ]
        )  # fmt: skip
        wanted.update(logits, y)
        return wanted.compute()

    return run


WORKS = {
    "logitwise": Work("every metric of all rows and of each class, intervals, curves, verdict, JSON", shares.ours),
    "scikit-learn": Work("point values", sklearn),
    "TorchMetrics, exact": Work("point values", torchmetrics),
}
