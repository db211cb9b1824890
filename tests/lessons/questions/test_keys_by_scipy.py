"""The keys of the questions on rates, costs and intervals, computed again from their stems.

By ``scipy.stats`` (SciPy 1.17) and by the definitions written out; nothing of ours but the reading of a source.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from scipy.stats import binomtest

from logitwise.lessons.building.build import question_of
from logitwise.lessons.building.source import FOLDER, parse

NUMBER = re.compile(r"\d[\d,]*\.?\d*")
FILES = ("confusion-matrix", "base-rate", "threshold", "cost-threshold", "uncertainty")


def one_sided(hits: float, rows: float, *_: float) -> float:
    return float(binomtest(int(hits), int(rows), alternative="greater").proportion_ci(0.95).low)


def wilson(_: float, rows: float, hits: float, *__: float) -> float:
    return float(binomtest(int(hits), int(rows)).proportion_ci(0.95, method="wilson").low)


def fewest_rows(floor: float, *_: float) -> float:
    return next(n for n in range(1, 1000) if floor**n <= 0.05)


def bayes(prevalence: float, recall: float, specificity: float) -> float:
    alarms = prevalence * recall, (100 - prevalence) * (100 - specificity)
    return 100 * alarms[0] / sum(alarms)


BY_HAND: dict[str, Callable[..., float]] = {
    "sure-one-sided-floor": one_sided,
    "sure-recall-of-the-rare": wilson,
    "sure-how-many-without-a-miss": fewest_rows,
    "sure-rule-of-three": lambda rows, *_: 1 - 0.05 ** (1 / rows),
    "base-screening-precision": bayes,
    "base-from-balanced-to-real": lambda _, __, tp, fp, ___, share, *____: (
        100 * tp * share / (tp * share + fp * (100 - share))
    ),
    "base-98-and-12-how-rare": lambda accuracy, recall: 100 * (100 - accuracy) / (100 - recall),
    "matrix-specificity-of-a-screening": lambda _, __, ___, well, flagged: 1 - flagged / well,
    "matrix-f1-of-a-filter": lambda positives, found, alarms, *_: 2 * found / (positives + found + alarms),
    "cost-threshold-of-two-costs": lambda alarm, miss: alarm / (alarm + miss),
    "cost-inspection-that-always-costs": lambda dive, miss: dive / miss,
    "cost-what-a-threshold-implies": lambda threshold: 1 / threshold - 1,
}


@pytest.fixture(scope="module")
def sources():
    read = [parse((FOLDER / f"{name}.toml").read_text(encoding="utf-8"), name=name) for name in FILES]
    known = {each.id for one in read for each in one.misconceptions}
    return {each.id: each for one in read for each in one.questions}, known


@pytest.mark.parametrize("name", BY_HAND)
def test_the_key_of_each_variant_is_what_its_stem_gives(sources, name):
    questions, known = sources
    for variant in question_of(questions[name], known).variants:
        told = [float(number.replace(",", "")) for number in NUMBER.findall(variant.stem)]
        (key,) = [option.text.removesuffix(" %") for option in variant.options if option.right]
        last_digit = 10.0 ** -len(key.partition(".")[2])
        assert float(key) == pytest.approx(BY_HAND[name](*told), abs=0.501 * last_digit)


@pytest.mark.parametrize("name", ["threshold", "cost-threshold"])
def test_thresholds_are_moved_by_hand_several_times(sources, name):
    assert sum(each.kind == "slider" for each in sources[0].values() if each.skill == name) >= 3


def test_every_misconception_here_leads_to_a_wrong_answer_somewhere(sources):
    questions, known = sources
    parts = [part for each in questions.values() for name in ("wrong", "option") for part in each.parts(name)]
    assert known - {part.get("misconception") for part in parts} == set()


@pytest.mark.parametrize("skill", FILES)
def test_a_skill_has_easy_medium_and_hard_questions(sources, skill):
    levels = [each.difficulty for each in sources[0].values() if each.skill == skill]
    assert len(levels) >= 10
    assert min(map(levels.count, ("easy", "medium", "hard"))) >= 3
