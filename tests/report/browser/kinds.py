"""Reports of every kind whose pages are looked at."""

import numpy as np
from tests.report import reports

import logitwise as lw


def _sliced():
    rng = np.random.default_rng(3)
    site = rng.choice(np.array(["bad", "good", "fine"], object), 1500)
    y = (rng.random(1500) < 0.4).astype(int)
    z = np.where(site == "bad", 0.2, 3.0) * (2 * y - 1) + rng.normal(size=1500)
    return lw.evaluate(y, logits=z, slices={"site": site}, policy="baseline")


KINDS = {
    "sigmoid": reports.of_binary,
    "ten classes": lambda: reports.of_softmax(10, 2000),
    "hundred classes": lambda: reports.of_softmax(100, 6000),
    "labels": reports.of_labels,
    "confusion alone": lambda: reports.of_matrix([[50, 2, 3], [4, 45, 1], [2, 3, 48]]),
    "sliced": _sliced,
    "hostile names": lambda: reports.of_softmax(len(reports.HOSTILE), names=reports.HOSTILE),
}
"""By name, how each is made."""
