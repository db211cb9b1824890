"""False alarms and found faults: every finding is looked for where it is not, and where it is.

Models are calibrated by construction (`draws`), which is tested here against their own scores.
`LOGITWISE_ALARM_RUNS` sets how many samples each world draws; the more, the tighter these tests. The numbers of the
page were counted with more.
"""

from __future__ import annotations

import os
import zlib
from functools import cache

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import binom

from logitwise.policy.codes import CODES

from . import draws
from .__main__ import PAGE
from .counting import Count, alarms
from .edges import EDGES
from .healthy import WORLDS
from .page import BY_CODE, FAULTS, rows_of
from .planted import FAULTS as PLANTED
from .sample import ALLOWED, SEVERITY, is_found
from .tables import counted

RUNS = int(os.environ.get("LOGITWISE_ALARM_RUNS", "10"))
BY_CHANCE = 1e-5
"""How seldom chance alone may fail one of some thousands of comparisons."""
LIMITED = [code for code in CODES if SEVERITY[code] in ALLOWED]


@cache
def counts() -> dict[str, dict[str, Count]]:
    return {world.name: alarms(world, RUNS) for world in WORLDS}


def within(found: int, runs: int, allowed: float) -> bool:
    """Whether so many may come up by chance where the share is just what is allowed: exact binomial."""
    return bool(binom.sf(found - 1, runs, allowed) > BY_CHANCE)


@pytest.mark.slow
@pytest.mark.parametrize("code", LIMITED)
def test_no_sound_model_sets_it_off_more_often_than_is_allowed(code):
    for world, count in counted(code, counts()).items():
        assert within(count.found, count.runs, ALLOWED[SEVERITY[code]]), world


@pytest.mark.slow
@pytest.mark.parametrize("code", LIMITED)
def test_all_sound_models_together_set_it_off_no_more_often_than_is_allowed(code):
    found = counted(code, counts()).values()
    assert within(sum(one.found for one in found), sum(one.runs for one in found), ALLOWED[SEVERITY[code]])


@pytest.mark.slow
@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: f"{edge.code} {edge.world.name}")
def test_at_a_limit_itself_a_finding_keeps_its_level(edge):
    """A fifth more is left to limits of a ROC AUC, which are not exact: see `tests/truth`."""
    count = alarms(edge.world, 5 * RUNS, edge.code)[edge.code]
    assert within(count.found, count.runs, 1.2 * edge.level)


@pytest.mark.slow
@pytest.mark.parametrize("fault", PLANTED, ids=lambda fault: f"{fault.code} {fault.name}")
def test_a_gross_fault_is_found(fault):
    rng = np.random.default_rng(zlib.crc32(fault.name.encode()))
    # LW203 says that nothing is there, so chance contradicts it as often as its level says: 2.5 of 100
    assert sum(is_found(fault.draw(rng, fault.strengths[-1]), fault.code) for _ in range(5)) >= 4


def test_every_finding_has_a_planted_fault():
    assert {fault.code for fault in PLANTED} == set(CODES)


def test_every_finding_is_a_false_alarm_in_most_worlds():
    assert all(sum(code in world.true for world in WORLDS) < 0.6 * len(WORLDS) for code in CODES if code != "LW406")
    assert all(set(world.true) <= set(CODES) for world in WORLDS)


def test_the_page_tells_of_every_finding_and_of_no_excess():
    text = PAGE.read_text()
    assert {row[0].split()[0] for row in rows_of(text, BY_CODE)} == set(CODES)
    assert {row[0] for row in rows_of(text, FAULTS)} == set(CODES)
    assert "more than is allowed**" not in text


def off(y, p):
    """Largest distance of labels and probabilities in tenths of the rows by probability, in standard errors."""
    order = np.array_split(np.argsort(p), 10)
    return max(abs((y[i] - p[i]).sum()) / np.sqrt((p[i] * (1 - p[i])).sum()) for i in order)


@pytest.mark.parametrize(("prior", "auc"), [(0.5, 0.7), (0.2, 0.96), (0.05, 0.985)])
def test_two_classes_come_up_as_often_as_their_scores_say(prior, auc):
    y, z = draws.two(np.random.default_rng(0), 100_000, prior, auc)
    assert off(y, expit(z)) < 4


def test_classes_of_a_softmax_come_up_as_often_as_their_scores_say():
    y, z = draws.several(np.random.default_rng(1), 50_000, (0.6, 0.3, 0.1), 2.0)
    assert all(off(y == k, draws.softmax(z)[:, k]) < 4 for k in range(3))


def test_labels_that_hold_together_come_up_as_often_as_their_scores_say():
    y, z = draws.labels(np.random.default_rng(2), 50_000, (0.5, 0.15), signal=2.2, alike=0.4)
    assert all(off(y[:, k], expit(z[:, k])) < 4 for k in range(2))


def test_rows_of_groups_come_up_as_often_as_their_scores_say():
    y, z, group = draws.grouped(np.random.default_rng(3), 20_000, 5, alike=0.3)
    assert len(np.unique(group)) == 20_000
    assert off(y, expit(z)) < 4 * np.sqrt(1 + 4 * 0.3)
