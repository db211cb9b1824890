"""Reports of every kind of rows that the words of a page speak of."""

from __future__ import annotations

import numpy as np
from tests.report import reports

import logitwise as lw

RNG = np.random.default_rng(5)
Y = (RNG.random(1_200) < 0.2).astype(int)
Z = RNG.normal(2.2 * Y, 1) - 2.2
SITE = RNG.choice(np.array(["A", "B", "<i>C</i>"], object), 1_200)


def of(policy="baseline", **said):
    return lw.evaluate(Y, logits=Z, policy=policy, **said)


def rejected():
    z = Z.copy()
    z[:4] = np.nan
    return lw.evaluate(Y, logits=z, policy="baseline", invalid="reject")


def decisions():
    return lw.evaluate(Y, decisions=(Z > 0).astype(int), policy="baseline")


def mostly_missed(**findings):
    policy = {"extends": "baseline", **({"findings": findings} if findings else {})}
    return lw.evaluate(Y, logits=Z - 3, policy=policy)


TOLD = {
    "sigmoid": of,
    "softmax": reports.of_softmax,
    "labels": reports.of_labels,
    "confusion": lambda: reports.of_matrix([[50, 2, 3], [4, 45, 1], [2, 3, 48]]),
    "absent class": lambda: reports.of_matrix([[50, 0, 3], [4, 45, 1], [0, 0, 0]]),
    "decisions": decisions,
    "slices": lambda: of(slices={"site": SITE}, policy={"require": {"each_slice": {"recall": ">= 0.5"}}}),
    "weights": lambda: of(sample_weight=np.where(Y == 1, 2.0, 1.0)),
    "groups": lambda: of(groups=np.arange(1_200) // 6),
    "rejected": rejected,
    "waived": lambda: mostly_missed(waive={"LW202": "<b>known</b>"}),
    "hostile": lambda: reports.of_softmax(len(reports.HOSTILE), names=reports.HOSTILE),
    "infinite loss": lambda: reports.of_binary([0, 1] * 20, [np.inf, np.inf, -3.0, 3.0] * 10),
}
"""By name, how each is made."""
