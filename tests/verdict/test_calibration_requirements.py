"""Requirements on calibration and confidence."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw

RNG = np.random.default_rng(4)
LOGITS = RNG.normal(0, 2, 4000)
LABELS = (RNG.random(4000) < 1 / (1 + np.exp(-LOGITS))).astype(int)


def judged(text, folder, *, labels=LABELS, logits=LOGITS):
    path = folder / "p.toml"
    path.write_text(f"[require]\n{text}\n")
    return lw.evaluate(labels, logits=logits, policy=path).verdict.requirements[0]


@pytest.mark.parametrize(
    "text",
    [
        'observed_over_expected = ">= 0.9"',
        'observed_over_expected = "<= 1.1"',
        'calibration_slope = ">= 0.8"',
        'calibration_intercept = "<= 0.2"',
        'calibration_intercept = ">= -0.2"',
    ],
)
def test_a_calibrated_model_passes(tmp_path, text):
    assert judged(text, tmp_path).outcome == "pass"


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ('observed_over_expected = ">= 0.9"', lambda z: z + 1),
        ('calibration_slope = ">= 0.8"', lambda z: 2 * z),
        ('calibration_intercept = ">= -0.2"', lambda z: z + 1),
        ('confident_errors = "<= 2"', lambda z: 4 * z),
    ],
)
def test_one_that_is_off_fails(tmp_path, text, change):
    assert judged(text, tmp_path, logits=change(LOGITS)).outcome == "fail"


def test_a_binned_error_decides_nothing_and_names_what_does(tmp_path):
    found = judged('ece15 = "<= 0.1"', tmp_path)
    assert found.outcome == "undecided"
    assert "cannot be bounded" in found.sentence
    assert "ask for calibration_gap" in found.sentence


def test_of_more_classes_all_rows_are_meant_where_no_class_is_named(tmp_path):
    y = RNG.integers(0, 3, 3000)
    z = RNG.normal(size=(3000, 3)) + 3 * np.eye(3)[y]
    assert judged('augrc = "<= 0.2"', tmp_path, labels=y, logits=z).outcome == "pass"
    assert judged('confident_errors = "<= 100"', tmp_path, labels=y, logits=z).of is None
    assert judged('calibration_gap.1 = "<= 0.2"', tmp_path, labels=y, logits=z).of == "1"
    assert judged('top_label_gap.2 = "<= 0.3"', tmp_path, labels=y, logits=z).outcome == "pass"
