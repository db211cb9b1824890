"""Every pitfall looks at whatever rows there are."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts, find
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.findings.registry import PITFALLS
from logitwise.policy import baseline
from logitwise.policy.codes import CODES

OF_DATA = ("LW101", "LW102", "LW103", "LW104", "LW105", "LW106", "LW107", "LW108", "LW605", "LW606", "LW607")


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@cache
def tallies():
    rng = np.random.default_rng(0)
    y, z, Z = rng.integers(0, 2, 60), rng.normal(size=60), rng.normal(size=(60, 4))
    Y = rng.integers(0, 2, (60, 4))
    p, ends = 1 / (1 + np.exp(-z)), np.where(y == 1, np.inf, -np.inf)
    ends[:3] *= -1
    beside = {"sample_weight": rng.random(60) + 0.1, "groups": np.arange(60) // 6, "ids": np.arange(60)}
    masked = Z.copy()
    masked[:, 2] = -np.inf
    return {
        "sigmoid": lw.tally(y, logits=z),
        "sigmoid, weights and groups": lw.tally(y, logits=z, **beside),
        "sigmoid probabilities as logits, weights": lw.tally(y, logits=p, **beside),
        "one row": lw.tally([1], probabilities=[0.5]),
        "one softmax row": lw.tally([2], logits=[[0.1, 0.2, 0.7]]),
        "infinite logits": lw.tally(y, logits=ends),
        "two columns": lw.tally(y, probabilities=np.c_[1 - p, p]),
        "two columns of 0 and 1": lw.tally(y, probabilities=np.eye(2)[y]),
        "softmax": lw.tally(y, logits=Z),
        "softmax, weights and groups": lw.tally(y, probabilities=softmax(Z), **beside),
        "masked": lw.tally(y, logits=masked),
        "on the grid": lw.tally(rng.integers(0, 3, 6_000), logits=rng.normal(size=(6_000, 3))),
        "probabilities as logits on the grid": lw.tally(
            rng.integers(0, 3, 6_000), logits=softmax(rng.normal(size=(6_000, 3)))
        ),
        "many classes": lw.tally([0, 19_999], logits=rng.normal(size=(2, 20_000))),
        "labels": lw.tally(Y, logits=Z, head="multilabel", groups=beside["groups"]),
        "labels, weights": lw.tally(
            Y, probabilities=softmax(Z), head="multilabel", sample_weight=beside["sample_weight"]
        ),
        "one label": lw.tally(Y[:, :1], logits=Z[:, :1], head="multilabel"),
        "decisions": lw.tally(y, decisions=1 - y),
        "decisions with confidence": lw.tally(y, decisions=y, confidence=np.maximum(p, 1 - p)),
        "decided labels": lw.tally(Y, decisions=Y, head="multilabel"),
        "confusion": lw.evaluate(confusion=[[3, 0], [0, 0]]).tally,
    }


@cache
def facts_of(name):
    return Facts(tallies()[name], baseline())


@pytest.mark.parametrize("pitfall", PITFALLS, ids=lambda pitfall: pitfall.code)
@pytest.mark.parametrize("name", tallies())
def test_there_is_an_outcome_for_every_head_and_scale(pitfall, name):
    seen = pitfall.look(facts_of(name))
    assert isinstance(seen, Found | Clear | NotApplicable)
    said = seen.reason if isinstance(seen, NotApplicable) else seen.sentence
    assert said
    assert "nan" not in said.lower().split()


@pytest.mark.parametrize("pitfall", PITFALLS, ids=lambda pitfall: pitfall.code)
def test_merging_tallies_finds_what_the_rows_together_show(pitfall):
    rng = np.random.default_rng(1)
    y, z = rng.integers(0, 3, 80), rng.integers(0, 4, (80, 4)).astype(float)
    parts = lw.tally(y[:30], logits=z[:30]) + lw.tally(y[30:], logits=z[30:])
    whole = lw.tally(y, logits=z)
    assert pitfall.look(Facts(parts, baseline())) == pitfall.look(Facts(whole, baseline()))


def test_codes_and_titles_are_those_of_the_policy():
    assert [(pitfall.code, pitfall.title) for pitfall in PITFALLS] == sorted(CODES.items())


@pytest.mark.parametrize("name", tallies())
def test_every_outcome_is_told_in_whole_sentences(name):
    for found in find(facts_of(name)):
        assert found.sentence.endswith("."), found
        assert found.sentence[0] == found.sentence[0].upper(), found


def test_a_healthy_softmax_raises_no_alarm_about_its_data():
    rng = np.random.default_rng(2)
    for _ in range(40):
        z = (rng.normal(size=(300, 5)) * 2).astype(np.float32)
        y = (rng.random((300, 1)) > softmax(z).cumsum(axis=1)).sum(axis=1).clip(0, 4)
        facts = Facts(lw.tally(y, logits=z), baseline())
        among = (pitfall for pitfall in PITFALLS if pitfall.code in OF_DATA)
        assert not [pitfall.code for pitfall in among if isinstance(pitfall.look(facts), Found)]
