"""A rule as it shows itself."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.errors import ModelError, SuffixError
from logitwise.head import Head
from logitwise.rule import Affine, Identity, Rule

TWO = Rule(Head("sigmoid", ("no", "yes")), (Affine(0.5, -1.0),), thresholds=(0.25,), sentences=("Said <b>so</b>.",))


def test_a_tuned_rule_fits_on_a_line():
    rng = np.random.default_rng(0)
    y = (rng.random(500) < 0.3).astype(int)
    rule = lw.tune(y, logits=rng.normal(2 * y - 1, 1), maximize="f1")
    assert repr(rule).startswith("Rule(sigmoid of 0, 1; ")
    assert repr(rule).endswith("; tuned on 500 rows)")
    assert len(repr(rule)) < 120
    assert all(sentence in str(rule) for sentence in rule.sentences)


def test_many_labels_are_counted():
    names = tuple(f"label {k}" for k in range(40))
    rule = Rule(Head("multilabel", names), (Identity(),) * 40, thresholds=(0.5,) * 40)
    assert "label 3 and 36 more; no calibration; thresholds 0.5" in repr(rule)


def test_a_notebook_shows_no_markup_of_the_data():
    rule = Rule(Head("sigmoid", ("<i>", "a\x1b")), thresholds=(0.5,), sentences=("Said <b>so</b>.",))
    shown = rule._repr_html_()
    assert "<i>" not in shown
    assert "&lt;b&gt;so" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("name", ["rule.pkl", "rule", "rule.json.gz"])
def test_a_rule_is_saved_as_json_alone(tmp_path, name):
    with pytest.raises(SuffixError, match=r"a rule is saved as \.json"):
        TWO.save(tmp_path / name)
    TWO.save(tmp_path / "rule.JSON")


def test_the_path_of_a_model_is_no_model():
    with pytest.raises(ModelError, match="load_model"):
        TWO.to_keras("model.keras")
