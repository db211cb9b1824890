"""`Report.metric`: classes by what they stand for, and only what the metric depends on."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import OptionError

from . import reports


@pytest.mark.parametrize("of", [1, 1.0, True, np.int64(1), np.uint8(1), np.bool_(True), np.float32(1), np.str_("1")])
def test_a_class_may_be_named_by_the_number_or_boolean_that_it_stands_for(of):
    report = reports.of_binary(names=("0", "1"))
    assert report.metric("recall", of=of) == report.metric("recall", of="1")


@pytest.mark.parametrize("of", [True, 1, np.bool_(True)])
def test_classes_of_a_boolean_column_are_named_by_it(of):
    assert reports.of_binary(names=("False", "True")).metric("recall", of=of).of == "True"


@pytest.mark.parametrize("of", [2, -1, 0.5, "yes", ["1"], float("nan")])
def test_what_stands_for_no_class_is_refused(of):
    with pytest.raises(OptionError):
        reports.of_binary(names=("0", "1")).metric("recall", of=of)


@pytest.mark.parametrize(
    ("name", "given", "word", "of"),
    [
        ("roc_auc", {"k": 3}, "k", "top_k_accuracy"),
        ("f1", {"beta": 1}, "beta", "fbeta"),
        ("precision", {"prevalence": 0.1}, "prevalence", "ppv_at_prevalence"),
        ("fbeta", {"max_fpr": 0.1}, "max_fpr", "partial_auc"),
    ],
)
def test_what_a_metric_does_not_depend_on_is_refused_with_what_does(name, given, word, of):
    with pytest.raises(OptionError, match=f"^{name} does not depend on {word}, which is of {of}"):
        reports.of_binary().metric(name, **given)


def test_an_unknown_metric_is_told_before_its_parameter():
    with pytest.raises(OptionError, match="did you mean 'fbeta'"):
        reports.of_binary().metric("f_beta", k=3)
