"""Whole verdicts at the border: every bound is the true value, so that neither *ready* nor *not ready* is shown."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache

import numpy as np

from logitwise.policy import BaselineClauses, Confidence, Policy, Requirement
from logitwise.verdict import judge

from .design import ALPHA, NONE, TOLERATED, Tolerance
from .scenes import Matrix, Scene
from .simulate import RUNS
from .true_values import true_value
from .worlds import EVEN_HALVES, areas, binary, no_skill, scored, softmaxed

NO_CLAUSES = BaselineClauses()


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """A policy held against samples of a world that stands exactly at its border.

    Attributes:
        name: what is asked.
        scene: the world.
        at: metrics whose floor is their true value.
        beyond: metrics whose floor is far below it, so that all hangs on the others.
        clauses: of the baseline, true at the border too.
        looks: planned looks.
        tolerated: how often *ready* (above) and *not ready* (below) may be said.
        share: of the runs.
    """

    name: str
    scene: Scene
    at: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    clauses: BaselineClauses = NO_CLAUSES
    looks: int = 1
    tolerated: Tolerance = NONE
    share: float = 1.0

    @property
    def policy(self) -> Policy:
        """The policy with the true values in it."""
        floors = [self._floor(m, true_value(self.scene, m)) for m in self.at]
        low = [self._floor(m, 0.5 * true_value(self.scene, m)) for m in self.beyond]
        asked = (*floors, *low)
        return Policy("truth", requirements=asked, clauses=self.clauses, confidence=Confidence(looks=self.looks))

    @staticmethod
    def _floor(metric: str, bound: float) -> Requirement:
        *average, name = metric.split()
        return Requirement(name, average=average[0] if average else None, op=">=", bound=bound, source="truth")  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Ruled:
    """How often each was said.

    Attributes:
        runs: how many.
        tests: K, by which the level of a failure is divided.
        ready: share of *ready*.
        not_ready: share of *not ready*.
        both: share in which one requirement's limits would let it pass and fail.
    """

    runs: int
    tests: int
    ready: float
    not_ready: float
    both: float


@cache
def rule(ruling: Ruling, runs: int = RUNS) -> Ruled:
    """Judge that many samples."""
    runs = max(50, round(runs * ruling.share))
    rng = np.random.default_rng(zlib.crc32(f"{ruling.name}, {ruling.scene.name}".encode()))
    policy = ruling.policy
    said, both, tests = [], 0, 0
    for _ in range(runs):
        verdict = judge(ruling.scene.sample(rng), policy)
        said.append(verdict.outcome)
        both += any(r.lower >= r.bound and r.upper < r.bound for r in verdict.requirements)
        tests = max(tests, *(round(r.alpha / r.alpha_fail) for r in verdict.requirements))
    return Ruled(runs, tests, said.count("ready") / runs, said.count("not ready") / runs, both / runs)


MISSED = BaselineClauses(mostly_missed=0.5)
MAJORITY = BaselineClauses(beats_majority=True)
PRIOR = BaselineClauses(beats_prior=True)
ALL = BaselineClauses(beats_majority=True, beats_prior=True, mostly_missed=0.5)
FEW = binary("about 40 positives of 200", 200, 0.2, 0.7, 0.95)
FEWER = binary("about 20 positives of 200", 200, 0.1, 0.9, 0.95)
RARE = binary("about 30 positives of 300", 300, 0.1, 0.8, 0.97)
SCORED = scored("prior .2, AUC .9", 300, 0.2, 0.9)
NO_SKILL = no_skill("no skill, 300 rows", 300, 0.5, 0.7)
NEARLY_EVEN = 1 - 0.48 * 0.6 / 0.52
"""Specificity with which as many rows are won against the majority class as are lost."""
HALVES = Matrix("every recall 1/2", 120, (0.5, 0.35, 0.15), EVEN_HALVES)
OF_AN_AREA = Tolerance(*TOLERATED["roc_auc"][:2], "the tolerance of the limits of an AUC")
SHARED = Tolerance(ALPHA / 5, ALPHA / 5, "5 looks share the 5 %")
NEVER_READY = Tolerance(1.0, ALPHA, "passes where it does not fail: only *not ready* is bounded")

RULINGS: list[Ruling] = [
    Ruling("accuracy at its floor", FEW, ("accuracy",)),
    Ruling("recall at its floor", FEWER, ("recall",)),
    Ruling("F1 at its floor", FEWER, ("f1",)),
    Ruling("AUC at its floor", areas(20, 400, 0.95), ("roc_auc",), tolerated=OF_AN_AREA),
    Ruling("accuracy, recall and precision at their floors", RARE, ("accuracy", "recall", "precision")),
    Ruling("accuracy, recall and AUC at their floors", SCORED, ("accuracy", "recall", "roc_auc"), share=0.5),
    Ruling("recall at its floor, accuracy and AUC above", SCORED, ("recall",), ("accuracy", "roc_auc"), share=0.5),
    Ruling("Brier skill at its floor", scored("prior .3, AUC .85", 300, 0.3, 0.85), ("brier_skill",), share=0.5),
    Ruling("macro F1 at its floor", softmaxed("softmax", 300, (0.5, 0.4, 0.1), 1.5), ("macro f1",), share=0.3),
    Ruling("accuracy at its floor, 5 looks planned", FEW, ("accuracy",), looks=5, tolerated=SHARED),
    Ruling("beats the majority class", binary("as often right, prior .4", 200, 0.4, 0.6, 0.6), clauses=MAJORITY),
    Ruling(
        "beats the majority class", binary("as often right, nearly even", 100, 0.48, 0.6, NEARLY_EVEN), clauses=MAJORITY
    ),
    Ruling("beats the prior", NO_SKILL, clauses=PRIOR, share=0.5),
    Ruling("no class mostly missed", HALVES, clauses=MISSED, tolerated=NEVER_READY),
    Ruling("all three clauses", NO_SKILL, clauses=ALL, share=0.5),
]
