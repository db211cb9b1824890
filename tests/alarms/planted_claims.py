"""Planted faults of thresholds and of stated probabilities."""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit

from logitwise.remedies.rows_seen import rows_seen
from logitwise.rule import Identity, Rule

from .draws import labels, outcomes, several, softmax, two
from .sample import Sample, facts_of
from .world import Planted

Rng = np.random.Generator


def costly_threshold(rng: Rng, by: float) -> Sample:
    y, z = two(rng, 2_000, 0.2, 0.93)
    return {"source": y, "logits": z - by}


def on_the_threshold(rng: Rng, share: float) -> Sample:
    y, z = two(rng, 2_000, 0.5, 0.9)
    z[rng.random(len(z)) < share] = 0.0
    return {"source": y, "logits": z}


def floor_without_rows(rng: Rng, positives: float) -> Sample:
    y = (np.arange(500) < positives).astype(int)
    z = rng.normal(2.0 * y, 1) - 1
    return {"source": y, "logits": z, "policy": {"require": {"recall": ">= 0.95"}}}


def judged_where_tuned(rng: Rng, share: float) -> Sample:
    (y, z), (y2, z2) = two(rng, 1_000, 0.4, 0.9), two(rng, 1_000, 0.4, 0.9)
    tuned = facts_of({"source": y, "logits": z}).tally
    again = int(share * len(y))
    rule = Rule(tuned.head, (Identity(),), thresholds=(0.4,), seen=rows_seen(tuned))
    both = [np.concatenate([old[:again], new[again:]]) for old, new in ((y, y2), (z, z2))]
    return {"source": both[0], "logits": both[1], "rule": rule}


def stretched(rng: Rng, times: float) -> Sample:
    y, z = two(rng, 2_000, 0.4, 0.9)
    return {"source": y, "logits": times * z}


def softmax_stretched(rng: Rng, times: float) -> Sample:
    y, z = several(rng, 2_000, [1.0] * 5, 1.5)
    return {"source": y, "classes": list("abcde"), "logits": times * z}


def labels_stretched(rng: Rng, times: float) -> Sample:
    y, z = labels(rng, 2_000, (0.5, 0.4, 0.3, 0.2), signal=2.0)
    z[:, 1] *= times
    return {"source": y, "head": "multilabel", "logits": z}


def confidence_stretched(rng: Rng, times: float) -> Sample:
    y, z = several(rng, 2_000, [1.0] * 5, 1.5)
    return {"source": y, "decisions": z.argmax(axis=1), "confidence": softmax(times * z).max(axis=1)}


def shifted(rng: Rng, by: float) -> Sample:
    y, z = two(rng, 2_000, 0.3, 0.9)
    return {"source": y, "logits": z + by}


def class_shifted(rng: Rng, by: float) -> Sample:
    y, z = several(rng, 2_000, [1.0] * 4, 2.0)
    z[:, 2] += by
    return {"source": y, "classes": list("abcd"), "logits": z}


def squeezed(rng: Rng, end: float) -> Sample:
    z = rng.normal(0, 2.5, 5_000)
    return {"source": outcomes(rng, z), "probabilities": expit(z).clip(end, 1 - end)}


def averaged(rng: Rng, power: float) -> Sample:
    p = expit(rng.normal(0, 2.5, 5_000))
    apart = 2 * p - 1
    bent = (1 + np.sign(apart) * np.abs(apart) ** power) / 2
    return {"source": (rng.random(len(p)) < p).astype(int), "logits": logit(bent.clip(1e-6, 1 - 1e-6))}


def wrong_labels(rng: Rng, share: float) -> Sample:
    z = 6 * rng.choice([-1, 1], 2_000) + rng.normal(0, 1, 2_000)
    y = outcomes(rng, z)
    return {"source": np.where(rng.random(len(y)) < share, 1 - y, y), "logits": z}


def few_for_calibration(rng: Rng, n: float) -> Sample:
    y, z = two(rng, int(n), 0.4, 0.8)
    return {"source": y, "logits": z}


CLAIMS: tuple[Planted, ...] = (
    Planted("LW301", "log-odds - 0.5, 1, 3; prevalence 0.2", costly_threshold, (0.5, 1, 3)),
    Planted("LW302", "3, 6, 30 % of the rows exactly on the threshold", on_the_threshold, (0.03, 0.06, 0.3)),
    Planted("LW303", "recall >= 0.95 asked, with 58, 30, 5 positives", floor_without_rows, (58, 30, 5), certain=True),
    Planted("LW304", "5, 20, 100 % of the judged rows tuned the rule", judged_where_tuned, (0.05, 0.2, 1.0)),
    Planted("LW401", "log-odds times 1.2, 1.5, 3", stretched, (1.2, 1.5, 3)),
    Planted("LW401", "softmax, logits times 1.2, 1.5, 3", softmax_stretched, (1.2, 1.5, 3)),
    Planted("LW401", "one label of four, log-odds times 1.2, 1.5, 3", labels_stretched, (1.2, 1.5, 3)),
    Planted("LW401", "decisions with confidence, of logits times 1.2, 1.5, 3", confidence_stretched, (1.2, 1.5, 3)),
    Planted("LW402", "log-odds over 1.2, 1.5, 3", stretched, (1 / 1.2, 1 / 1.5, 1 / 3)),
    Planted("LW402", "softmax, logits over 1.2, 1.5, 3", softmax_stretched, (1 / 1.2, 1 / 1.5, 1 / 3)),
    Planted("LW403", "log-odds + 0.25, 0.5, 1.5", shifted, (0.25, 0.5, 1.5)),
    Planted("LW403", "one class of four, its logits + 0.25, 0.5, 1.5", class_shifted, (0.25, 0.5, 1.5)),
    Planted("LW404", "clipped to 0.05, 0.1, 0.2 from the ends; 5,000 rows", squeezed, (0.05, 0.1, 0.2)),
    Planted("LW404", "bent: distances from 1/2 to the power 1.5, 2, 3; 5,000 rows", averaged, (1.5, 2, 3)),
    Planted("LW405", "0.3, 1, 5 % of the labels wrong, logits about 6", wrong_labels, (0.003, 0.01, 0.05)),
    Planted("LW406", "200, 120, 50 rows", few_for_calibration, (200, 120, 50)),
)
