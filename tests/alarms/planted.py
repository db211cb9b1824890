"""Faults that were put into sound models, each weak, clear and gross: those of outputs and of decisions, and all."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from .draws import labels, several, softmax, two
from .planted_claims import CLAIMS
from .planted_rows import ROWS
from .sample import Sample
from .world import Planted

Rng = np.random.Generator


def probabilities_as_logits(rng: Rng, n: float) -> Sample:
    y, z = two(rng, int(n), 0.3, 0.85)
    return {"source": y, "logits": expit(z)}


def softmax_as_logits(rng: Rng, n: float) -> Sample:
    y, z = several(rng, int(n), [1.0] * 4, 2.0)
    return {"source": y, "classes": list("abcd"), "logits": softmax(z)}


def labels_as_logits(rng: Rng, n: float) -> Sample:
    y, z = labels(rng, int(n), (0.5, 0.3, 0.2), signal=2.0)
    return {"source": y, "head": "multilabel", "logits": expit(z)}


def misses_one(rng: Rng, share: float) -> Sample:
    y, z = several(rng, 2_000, [1.0] * 3, 2.0)
    p = softmax(z)
    p[rng.random(len(p)) < share] *= 1 + 4e-4
    return {"source": y, "probabilities": p}


def certain_and_wrong(rng: Rng, share: float) -> Sample:
    y, z = two(rng, 2_000, 0.4, 0.9)
    p = expit(z)
    hit = rng.random(len(y)) < share
    p[hit] = 1.0 - y[hit]
    return {"source": y, "probabilities": p}


def rounded(rng: Rng, decimals: float) -> Sample:
    y, z = two(rng, 2_000, 0.4, 0.8)
    return {"source": y, "probabilities": expit(z).round(int(decimals)).clip(1e-3, 1 - 1e-3)}


def quantised(rng: Rng, steps: float) -> Sample:
    y, z = two(rng, 2_000, 0.4, 0.9)
    return {"source": y, "logits": np.rint(z * steps)}


def never_predicted(rng: Rng, share: float) -> Sample:
    y, z = several(rng, 1_000, (0.5, 0.5 - share, share), 2.0)
    z[:, 2] -= 60
    return {"source": y, "classes": list("abc"), "logits": z}


def constant(rng: Rng, n: float) -> Sample:
    y, _ = two(rng, int(n), 0.4, 0.9)
    return {"source": y, "logits": np.full(len(y), -0.4)}


def exclusive_labels(rng: Rng, n: float) -> Sample:
    y, z = several(rng, int(n), (0.5, 0.3, 0.2), 2.0)
    return {"source": np.eye(3, dtype=int)[y], "head": "multilabel", "logits": z}


def written_once_a_label(rng: Rng, share: float) -> Sample:
    y, z = several(rng, 2_000, [1.0] * 4, 2.0)
    twice = rng.random(len(y)) < share
    other = (y + rng.integers(1, 4, len(y))) % 4
    return {"source": np.concatenate([y, other[twice]]), "logits": np.concatenate([z, z[twice]])}


def after_a_relu(rng: Rng, lift: float) -> Sample:
    y, z = two(rng, 2_000, 0.4, 0.9)
    return {"source": y, "logits": np.maximum(z + lift, 0)}


def after_a_tanh(rng: Rng, n: float) -> Sample:
    y, z = two(rng, int(n), 0.4, 0.9)
    return {"source": y, "logits": np.tanh(z)}


def tied_classes(rng: Rng, steps: float) -> Sample:
    y, z = several(rng, 2_000, [1.0] * 5, 1.5)
    return {"source": y, "logits": np.rint(z * steps) / steps + 0.1234}


def shifted_decisions(rng: Rng, by: float) -> Sample:
    y, z = two(rng, 1_000, 0.2, 0.85)
    return {"source": y, "decisions": (z + by >= 0).astype(int)}


def missed(rng: Rng, by: float) -> Sample:
    y, z = two(rng, 2_000, 0.2, 0.9)
    return {"source": y, "logits": z - by}


def one_of_several_missed(rng: Rng, by: float) -> Sample:
    y, z = several(rng, 2_000, [1.0] * 4, 2.0)
    z[:, 3] -= by
    return {"source": y, "classes": list("abcd"), "logits": z}


def wrongly_joined(rng: Rng, n: float) -> Sample:
    y, z = two(rng, int(n), 0.4, 0.9)
    return {"source": rng.permutation(y), "logits": z}


def softmax_wrongly_joined(rng: Rng, n: float) -> Sample:
    y, z = several(rng, int(n), [1.0] * 4, 2.0)
    return {"source": rng.permutation(y), "classes": list("abcd"), "logits": z}


def inverted(rng: Rng, auc: float) -> Sample:
    y, z = two(rng, 500, 0.4, auc)
    return {"source": y, "logits": -z}


def softmax_inverted(rng: Rng, signal: float) -> Sample:
    y, z = several(rng, 500, [1.0] * 3, signal)
    return {"source": y, "classes": list("abc"), "logits": -z}


def lopsided(rng: Rng, by: float) -> Sample:
    y, z = two(rng, 2_000, 0.5, 0.93)
    return {"source": y, "logits": z + by}


def confused(rng: Rng, share: float) -> Sample:
    y, z = several(rng, 1_000, [1.0] * 5, 2.5)
    hit = (y == 1) & (rng.random(len(y)) < share)
    z[hit, 2] = z[hit].max(axis=1) + rng.random(hit.sum())
    return {"source": y, "classes": list("abcde"), "logits": z}


def columns_shifted(rng: Rng, signal: float) -> Sample:
    y, z = several(rng, 1_000, [1.0] * 5, signal)
    return {"source": y, "classes": list("abcde"), "logits": np.roll(z, 1, axis=1)}


def leaked(rng: Rng, n: float) -> Sample:
    y, _ = two(rng, int(n), 0.5, 0.9)
    return {"source": y, "logits": np.where(y == 1, 5, -5) + rng.normal(0, 0.7, len(y))}


def imbalanced(rng: Rng, prior: float) -> Sample:
    y, z = two(rng, 2_000, prior, 0.95)
    return {"source": y, "logits": z}


OUTPUTS: tuple[Planted, ...] = (
    Planted("LW101", "probabilities as logits; 50, 200, 2,000 rows", probabilities_as_logits, (50, 200, 2_000)),
    Planted("LW101", "softmax, probabilities as logits; 50, 200, 2,000 rows", softmax_as_logits, (50, 200, 2_000)),
    Planted("LW101", "three labels, probabilities as logits; 50, 200, 2,000 rows", labels_as_logits, (50, 200, 2_000)),
    Planted("LW102", "sums of 1.0004 in 0.2, 5, 100 % of the rows", misses_one, (0.002, 0.05, 1.0)),
    Planted("LW103", "probability 0 for the truth in 0.1, 1, 10 % of the rows", certain_and_wrong, (0.001, 0.01, 0.1)),
    Planted("LW104", "probabilities with 3, 2, 1 decimals", rounded, (3, 2, 1)),
    Planted("LW104", "logits as whole numbers in steps of 1/10, 1/3, 1", quantised, (10, 3, 1)),
    Planted("LW105", "a class of 1, 5, 30 % of 1,000 rows is never predicted", never_predicted, (0.01, 0.05, 0.3)),
    Planted("LW105", "one output for all of 20, 200, 2,000 rows", constant, (20, 200, 2_000)),
    Planted("LW106", "labels that exclude each other; 200, 400, 2,000 rows", exclusive_labels, (200, 400, 2_000)),
    Planted("LW106", "rows with two labels written twice, 5, 20, 60 %", written_once_a_label, (0.05, 0.2, 0.6)),
    Planted("LW107", "a ReLU that cuts off 3, 15, 60 % of the logits", after_a_relu, (4.3, 2.8, 0.2)),
    Planted("LW107", "a tanh; 30, 200, 2,000 rows", after_a_tanh, (30, 200, 2_000)),
    Planted("LW108", "logits in steps of 1/1000, 1/50, 1/2", tied_classes, (1_000, 50, 2)),
)

DECISIONS: tuple[Planted, ...] = (
    Planted("LW201", "decides positive too often: log-odds + 1, 2, 4", shifted_decisions, (1, 2, 4)),
    Planted("LW202", "log-odds - 0.5, 1, 3 (recall 0.45, 0.35, 0.06)", missed, (0.5, 1, 3)),
    Planted("LW202", "one of four classes, its logits - 2.5, 4, 8", one_of_several_missed, (2.5, 4, 8)),
    Planted("LW203", "labels of other rows; 100, 500, 5,000 rows", wrongly_joined, (100, 500, 5_000)),
    Planted("LW203", "softmax, labels of other rows; 100, 500, 2,000 rows", softmax_wrongly_joined, (100, 500, 2_000)),
    Planted("LW204", "the sign turned; AUC would be 0.55, 0.65, 0.9; 500 rows", inverted, (0.55, 0.65, 0.9)),
    Planted("LW204", "softmax, the sign turned; signal 0.5, 1, 2; 500 rows", softmax_inverted, (0.5, 1.0, 2.0)),
    Planted("LW205", "log-odds + 1.5, 2, 4", lopsided, (1.5, 2, 4)),
    Planted("LW206", "30, 50, 80 % of one class of five taken for another", confused, (0.3, 0.5, 0.8)),
    Planted("LW206", "columns off by one; signal 1.5, 2, 3", columns_shifted, (1.5, 2, 3)),
    Planted("LW207", "a leak: perfect and sure; 60, 300, 2,000 rows", leaked, (60, 300, 2_000)),
    Planted("LW208", "prevalence 0.19, 0.1, 0.01", imbalanced, (0.19, 0.1, 0.01)),
)

FAULTS: tuple[Planted, ...] = (*OUTPUTS, *DECISIONS, *CLAIMS, *ROWS)
