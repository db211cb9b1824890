"""LW602: a slice worse than the rest."""

from __future__ import annotations

import numpy as np

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.findings.worse_slice import PITFALL
from logitwise.policy import baseline


def look(labels, **outputs):
    return PITFALL.look(Facts(lw.tally(labels, **outputs), baseline()))


def rows(n=3_000, *, west=0.9, others=0.9, seed=0):
    """Rows of three sites, decided right so often in one of them and in the others."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, n)
    site = rng.choice(["north", "south", "west"], n)
    right = rng.random(n) < np.where(site == "west", west, others)
    return labels, {"probabilities": np.where(right == labels, 0.8, 0.2), "slices": {"site": site}}


def test_a_worse_site_is_named_with_its_numbers():
    labels, outputs = rows(west=0.75)
    seen = look(labels, **outputs)
    assert seen.of == ("site = west",)
    assert seen.evidence["rest"] - seen.evidence["estimate"] > 0.1


def test_equal_sites_are_clear():
    labels, outputs = rows()
    assert isinstance(look(labels, **outputs), Clear)


def test_a_sure_difference_of_one_point_is_left_alone():
    labels, outputs = rows(100_000, west=0.89)
    seen = look(labels, **outputs)
    assert isinstance(seen, Clear)
    labels, outputs = rows(100_000, west=0.87)
    assert isinstance(look(labels, **outputs), Found)


def test_without_slices_there_is_nothing_to_compare():
    assert isinstance(look([0, 1] * 20, decisions=[0, 1] * 20), NotApplicable)


def test_the_ranking_is_the_one_of_the_report():
    labels, outputs = rows(west=0.75)
    report = lw.evaluate(labels, **outputs, policy="baseline")
    assert report.ranking is report.facts.ranking


def test_healthy_models_are_seldom_named():
    named = 0
    for seed in range(200):
        labels, outputs = rows(300, seed=seed)
        named += isinstance(look(labels, **outputs), Found)
    assert named <= 10  # 5 %
