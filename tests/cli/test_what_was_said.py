"""Whatever a caller says is heeded or refused, never passed over."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw

Y, Z = np.arange(40) % 2, np.linspace(-2, 2, 40)


@pytest.mark.parametrize("classes", [{"cat", "dog"}, "ab", 2, {"cat": 0, "dog": 1}])
def test_classes_without_an_order_are_refused(classes):
    with pytest.raises(lw.InputError, match="classes are names in the order"):
        lw.evaluate(Y, logits=Z, classes=classes)


def test_a_threshold_that_is_text_is_refused():
    with pytest.raises(lw.InputError, match="threshold is a number"):
        lw.evaluate(Y, logits=Z, threshold="0.5")


@pytest.mark.parametrize(
    "said", [{"threshold": 0.3}, {"label": "y"}, {"head": "multilabel"}, {"invalid": "reject"}, {"logits": Z}]
)
def test_what_a_confusion_matrix_cannot_heed_is_refused(said):
    with pytest.raises(lw.InputError, match=f"judged on its own; it was given with {next(iter(said))}"):
        lw.evaluate(confusion=[[5, 1], [1, 5]], **said)


@pytest.mark.parametrize(
    "said", [{"threshold": 0.3}, {"invalid": "reject"}, {"limits": ["field=9"]}, {"classes": ["a", "b"]}]
)
def test_what_a_tally_cannot_heed_is_refused(said):
    with pytest.raises(lw.InputError, match=f"judged on its own; it was given with {next(iter(said))}"):
        lw.evaluate(lw.tally(Y, logits=Z), **said)


def test_a_policy_that_declares_the_task_leaves_a_tally_alone(tmp_path):
    policy = tmp_path / "p.toml"
    policy.write_text('[task]\nthreshold = 0.5\n[require]\naccuracy = ">= 0.6"\n')
    assert lw.evaluate(lw.tally(Y, logits=Z), policy=policy).threshold == 0.5


def test_a_file_given_twice_is_refused(tmp_path):
    path = tmp_path / "a.tally"
    lw.tally(Y, logits=Z).save(path)
    with pytest.raises(lw.InputError, match="twice"):
        lw.evaluate([path, tmp_path / "." / "a.tally"])


def test_inputs_without_a_model_are_refused():
    with pytest.raises(lw.InputError, match="inputs= goes with model="):
        lw.evaluate(Y, logits=Z, inputs=Z)


@pytest.mark.parametrize("said", [{}, {"logits": Z, "probabilities": Z}])
def test_exactly_one_kind_of_output_goes_with_labels(said):
    with pytest.raises(lw.InputError, match="exactly one of"):
        lw.evaluate(Y, **said)
