"""Figures of the metrics page on how far a number carries: to other base rates, beyond few rows, to other models."""

from __future__ import annotations

from math import comb
from typing import Final

from logitwise.lessons.building.figures.figure import Figure
from logitwise.verbs.evaluate import evaluate

SCREENING: Final = [[95, 5], [10, 90]]
RARE: Final = 0.01
SAID: Final = 0.8
NONE_OF: Final = 60
PATIENTS, PICTURES, ALIKE = 100, 5, 0.5
SAME_ROWS, OLD_RIGHT, ONLY_NEW, ONLY_OLD = 1000, 900, 30, 10


def figures() -> dict[str, Figure]:
    """All of them."""
    return {**other_base_rate(), **none_seen(), **groups(), **two_models()}


def other_base_rate() -> dict[str, Figure]:
    """One test measured half and half and used where positives are rare; one probability taken there."""
    report = evaluate(confusion=SCREENING, policy="baseline")
    there = report.metric("ppv_at_prevalence", prevalence=RARE)
    odds = SAID / (1 - SAID) * RARE / (1 - RARE)
    return {
        "screening.recall": Figure(report.metric("recall").value),
        "screening.false_positive_rate": Figure(1 - float(report.metric("specificity").value)),
        "screening.precision": Figure(report.metric("precision").value),
        "screening.rare": Figure(RARE),
        "screening.rare_precision": Figure(there.value),
        "screening.said": Figure(SAID),
        "screening.rare_said": Figure(odds / (1 + odds)),
    }


def none_seen() -> dict[str, Figure]:
    """The exact upper limit after no miss at all, and the rule of three; 95 % confidence, one-sided."""
    found = evaluate(confusion=[[1, 0], [0, NONE_OF]], policy={"require": {"recall": ">= 0.5"}})
    secured = found.verdict.requirements[0].lower
    return {
        "none.rows": Figure(NONE_OF),
        "none.limit": Figure(1 - float(secured)),
        "none.three": Figure(3 / NONE_OF),
    }


def groups() -> dict[str, Figure]:
    """Pictures of patients: how many independent ones they are worth where those of a patient are alike."""
    effect = 1 + (PICTURES - 1) * ALIKE
    return {
        "patients.number": Figure(PATIENTS),
        "patients.each": Figure(PICTURES),
        "patients.pictures": Figure(PATIENTS * PICTURES),
        "patients.correlation": Figure(ALIKE),
        "patients.worth": Figure(round(PATIENTS * PICTURES / effect)),
    }


def two_models() -> dict[str, Figure]:
    """Two models on the same rows: intervals that overlap, and a sign test of the rows on which they differ."""
    old, new = (
        evaluate(confusion=[[right, SAME_ROWS - right], [0, 0]], policy="baseline").metric("accuracy")
        for right in (OLD_RIGHT, OLD_RIGHT + ONLY_NEW - ONLY_OLD)
    )
    differ = ONLY_NEW + ONLY_OLD
    tail = sum(comb(differ, k) for k in range(ONLY_NEW, differ + 1)) / 2**differ
    if not float(old.high) > float(new.low):
        raise ValueError("the intervals of the two models were to overlap")
    return {
        "paired.rows": Figure(SAME_ROWS),
        "paired.old": Figure(old.value),
        "paired.old_low": Figure(old.low),
        "paired.old_high": Figure(old.high),
        "paired.new": Figure(new.value),
        "paired.new_low": Figure(new.low),
        "paired.new_high": Figure(new.high),
        "paired.only_new": Figure(ONLY_NEW),
        "paired.only_old": Figure(ONLY_OLD),
        "paired.chance": Figure(2 * tail, note="exact two-sided sign test"),
    }
