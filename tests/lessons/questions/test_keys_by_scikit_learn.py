"""The keys of the questions on averages, calibration and losses, computed again from what their stems say.

By scikit-learn 1.9, ``scipy.stats.entropy`` and ``scipy.special``; nothing of ours but the frozen bank.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from scipy.special import expit, log_softmax, logit
from scipy.stats import entropy
from sklearn.metrics import balanced_accuracy_score, f1_score, log_loss, precision_score

from logitwise.lessons.bank.lock import bank
from logitwise.lessons.bank.question import DIFFICULTIES, SKILLS

NUMBER = re.compile(r"\d[\d,]*\.?\d*(?:e-\d+)?")
ORDER = {"first": 0, "second": 1, "third": 2}


def numbers(text: str) -> list[float]:
    return [float(each.replace(",", "").rstrip(".")) for each in NUMBER.findall(text)]


def shares(text: str) -> list[float]:
    return [float(each) / 100 for each in re.findall(r"([\d.]+) ?%", text)]


def table(stem: str) -> np.ndarray:
    lines = [line for line in stem.splitlines() if line.startswith("|")][2:]
    return np.array([numbers(line) for line in lines])


def rows(matrix: np.ndarray) -> tuple[list[int], list[int]]:
    cells = [(i, j) for i, line in enumerate(matrix) for j, n in enumerate(line) for _ in range(int(n))]
    truth, decided = zip(*cells, strict=True)
    return list(truth), list(decided)


def precision_at_other_shares(stem: str) -> float:
    matrix, there = table(stem), shares(stem)
    truth, decided = rows(matrix)
    weight = [there[t] / matrix[t].sum() for t in truth]
    return precision_score(truth, decided, labels=[2], average=None, sample_weight=weight)[0]


def two_bins(stem: str) -> float:
    said, n, came = table(stem).T
    return float((n * abs(came / n - said)).sum() / n.sum())


def loss_of_one_row(stem: str) -> float:
    truth = ORDER[re.search(r"truth is the (\w+) class", stem)[1]]
    return log_loss([truth], [numbers(stem)[:3]], labels=[0, 1, 2])


def smoothed(stem: str) -> float:
    classes, smoothing = numbers(stem)[:2]
    off = smoothing / classes
    return entropy([1 - smoothing + off, *[off] * (int(classes) - 1)])


def other_base_rate(stem: str) -> float:
    (old, new), said = shares(stem)[:2], numbers(stem)[2]
    return expit(logit(said) + logit(new) - logit(old))


def cost_there(stem: str) -> float:
    (tn, fp), (fn, tp) = table(stem)
    (share,), miss = shares(stem), float(re.search(r"a miss costs (\d+)", stem)[1])
    return 1000 * ((1 - share) * fp / (tn + fp) + share * fn / (fn + tp) * miss)


def act_after_a_shift(stem: str) -> float:
    (share,), miss = shares(stem), float(re.search(r"costs (\d+) times", stem)[1])
    return expit(logit(1 / (1 + miss)) - logit(share))


BY_HAND: dict[str, Callable[[str], float]] = {
    "argmax-macro-recall": lambda stem: balanced_accuracy_score(*rows(table(stem))),
    "argmax-macro-f1": lambda stem: f1_score(*rows(table(stem)), average="macro"),
    "argmax-other-shares": precision_at_other_shares,
    "calibration-two-bins": two_bins,
    "calibration-another-base-rate": other_base_rate,
    "calibration-cost-and-scale": lambda stem: expit(numbers(stem)[2] * logit(1 / (1 + numbers(stem)[0]))),
    "challenge-worth-its-alarms": cost_there,
    "challenge-act-after-a-shift": act_after_a_shift,
    "loss-of-one-row": loss_of_one_row,
    "loss-of-knowing-nothing": lambda stem: entropy(np.ones(int(numbers(stem)[0]))),
    "loss-back-to-probability": lambda stem: np.exp(-numbers(stem)[0]),
    "loss-of-two-softmaxes": lambda stem: -log_softmax(np.eye(int(numbers(stem)[0]))[0])[0],
    "loss-of-the-base-rates": lambda stem: entropy(shares(stem)),
    "loss-nine-of-ten-and-certain": lambda stem: -(1 - shares(stem)[0]) * np.log(numbers(stem)[1]),
    "loss-floor-of-smoothing": smoothed,
    "loss-skill-of-a-model": lambda stem: 1 - numbers(stem)[0] / entropy(shares(stem)),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_the_key_of_each_variant_is_what_its_stem_gives(name):
    for variant in bank().questions[name].variants:
        (key,) = [option.text for option in variant.options if option.right]
        scale, shown = (100, key.rstrip(" %")) if "%" in key else (1, key)
        last_digit = 10.0 ** -len(shown.partition(".")[2])
        assert float(shown) == pytest.approx(scale * BY_HAND[name](variant.stem), abs=0.501 * last_digit)


def test_the_facts_that_folklore_gets_wrong_are_among_the_keys():
    keys = {
        name: {option.text for variant in bank().questions[name].variants for option in variant.options if option.right}
        for name in ("argmax-exact-and-rare", "loss-of-two-softmaxes", "loss-nine-of-ten-and-certain")
    }
    assert "0.997, 0.043, 0.021" in keys["argmax-exact-and-rare"]
    assert "0.551" in keys["loss-of-two-softmaxes"]
    assert "2.072" in keys["loss-nine-of-ten-and-certain"]


@pytest.mark.parametrize("skill", ["argmax-and-averages", "calibration", "loss-reading"])
def test_a_skill_has_easy_medium_and_hard_questions(skill):
    levels = [each.difficulty for each in bank().questions.values() if each.skill == skill and each.kind != "fill"]
    assert len(levels) >= 12
    assert min(map(levels.count, DIFFICULTIES)) >= 3


def test_there_are_blanks_to_fill_in_every_skill():
    filled = [each.skill for each in bank().questions.values() if each.kind == "fill"]
    assert set(filled) == set(SKILLS)
