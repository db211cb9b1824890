"""A requirement that the head cannot have is told so first, with what it has; and no hint leads to the next refusal."""

from __future__ import annotations

import re

import numpy as np
import pytest

import logitwise as lw
from logitwise.errors import PolicyError
from logitwise.metrics import AVERAGES, METRICS, NAMES

RNG = np.random.default_rng(5)
TWO, MANY = RNG.integers(0, 2, (60, 3)), RNG.integers(0, 3, 60)
TALLIES = {
    "binary": lw.tally(TWO[:, 0], logits=RNG.normal(size=60)),
    "softmax": lw.tally(MANY, logits=RNG.normal(size=(60, 3))),
    "multilabel": lw.tally(TWO, logits=RNG.normal(size=(60, 3)), head="multilabel"),
}


def bounded(key):
    """A policy of one bound that the metric can keep or miss."""
    name, _, part = key.partition(".")
    low, high = np.clip(METRICS[name].range, -9, 9)
    bound = f"{'<=' if METRICS[name].better == 'lower' else '>='} {low + 0.43 * (high - low)}"
    return {"task": {"prevalence": 0.1}, "require": {name: {part: bound} if part else bound}}


def refusal(kind, key):
    try:
        lw.evaluate(TALLIES[kind], policy=bounded(key))
    except PolicyError as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    ("kind", "key", "instead"),
    [
        ("softmax", "calibration_slope", "ask for calibration_gap"),
        ("softmax", "calibration_slope.macro", "ask for calibration_gap"),
        ("softmax", "ppv_at_prevalence", "ask for precision.0 or precision.macro"),
        ("softmax", "ppv_at_prevalence.nobody", "ask for precision.0 or precision.macro"),
        ("binary", "hand_till", "ask for roc_auc"),
        ("multilabel", "top_k_accuracy", "ask for subset_accuracy"),
    ],
)
def test_a_metric_that_the_head_lacks_is_told_first_with_what_exists(kind, key, instead):
    assert refusal(kind, key).endswith(instead)


def test_no_average_is_proposed_that_the_metric_does_not_have():
    assert refusal("softmax", "specificity").endswith("of which class? Write specificity.0")
    assert refusal("softmax", "specificity.macro").endswith("write specificity.0")
    assert refusal("binary", "roc_auc.macro").endswith("write roc_auc")


@pytest.mark.slow
@pytest.mark.parametrize("kind", TALLIES)
def test_no_hint_leads_to_the_next_refusal(kind):
    first = TALLIES[kind].head.classes[0]
    keys = [key for name in NAMES for key in (name, *(f"{name}.{part}" for part in (*AVERAGES, first)))]
    refused = [text for key in keys if (text := refusal(kind, key)) is not None]
    assert refused
    for text in refused:
        hint = re.search(r"(?:Write|write|ask for) (.*)$", text)
        named = re.findall(r"[a-z0-9_]+(?:\.\w+)?", hint[1] if hint else "")
        for key in (word for word in named if word.partition(".")[0] in NAMES):
            assert refusal(kind, key) is None, (text, key)


def test_a_class_with_dots_is_proposed_in_quotes():
    tally = lw.tally(MANY, logits=RNG.normal(size=(60, 3)), classes=["St. Bernard", "pug", "beagle"])
    with pytest.raises(PolicyError, match=r'Write recall\."St\. Bernard"'):
        lw.evaluate(tally, policy=bounded("recall"))
