"""An average that leaves a class out cannot make a classifier ready."""

from __future__ import annotations

import pytest

import logitwise as lw


@pytest.mark.parametrize(
    ("matrix", "outcome"),
    [
        ([[500, 0, 0], [0, 500, 0], [100, 100, 0]], "not enough data"),
        ([[500, 0, 0], [0, 500, 0], [20, 20, 160]], "ready"),
    ],
)
def test_a_class_that_is_never_decided_withholds_ready_from_an_average_of_precision(matrix, outcome, tmp_path):
    policy = tmp_path / "p.toml"
    policy.write_text('[require]\nprecision.macro = ">= 0.75"\n[findings]\nignore = ["LW202"]\n')
    verdict = lw.evaluate(confusion=matrix, classes=["a", "b", "c"], policy=policy).verdict
    assert verdict.outcome == outcome
    assert any("ever decided to be" in stop for stop in verdict.stops) == (outcome != "ready")
