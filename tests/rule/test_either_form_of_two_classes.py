"""One score or two of two classes: a rule takes both forms, applied and judged, whichever it was tuned on."""

from __future__ import annotations

import numpy as np
import pyarrow.csv as pacsv
import pytest

import logitwise as lw
from logitwise.errors import OptionError
from logitwise.verbs.apply import apply_rule

RNG = np.random.default_rng(0)
Y = (RNG.random(400) < 0.3).astype(int)
Z = RNG.normal(2 * Y - 1, 1)
P = 1 / (1 + np.exp(-Z))
FORMS = {
    "one logit": {"logits": Z},
    "two logits": {"logits": np.c_[np.zeros(400), Z]},
    "one probability": {"probabilities": P},
    "two probabilities": {"probabilities": np.c_[1 - P, P]},
}


def of(form):
    return lw.tune(Y, **FORMS[form], maximize="f1")


@pytest.mark.parametrize("tuned", FORMS)
@pytest.mark.parametrize("given", FORMS)
def test_every_form_is_decided_alike(tuned, given):
    rule = of(tuned)
    report = lw.evaluate(Y, **FORMS[given], rule=rule, policy="baseline")
    decided = int(rule.apply(**FORMS[given]).decisions.sum())
    assert decided == int(report.confusion.predicted[1]) == int(of("one logit").apply(logits=Z).decisions.sum())


@pytest.mark.parametrize("given", ["logit", "p_0,p_1", "logit_0,logit_1"])
@pytest.mark.parametrize("tuned", ["one logit", "two probabilities"])
def test_files_of_either_form_pass_through_either_rule(tmp_path, tuned, given):
    columns = {"logit": Z, "p_0": 1 - P, "p_1": P, "logit_0": 0 * Z, "logit_1": Z}
    names = given.split(",")
    table = np.c_[(np.arange(400), *(columns[name] for name in names))]
    np.savetxt(tmp_path / "rows.csv", table, delimiter=",", header=f"row,{given}", comments="", fmt="%.17g")
    apply_rule(of(tuned), tmp_path / "rows.csv", tmp_path / "out.csv")
    decisions = pacsv.read_csv(tmp_path / "out.csv").column("decision").to_pylist()
    assert sum(map(int, decisions)) == int(of("one logit").apply(logits=Z).decisions.sum())


def test_a_rule_of_labels_is_none_of_two_classes():
    rule = lw.tune(np.c_[Y, 1 - Y], logits=np.c_[Z, -Z], head="multilabel")
    with pytest.raises(OptionError, match="is of a multilabel"):
        lw.evaluate(Y, logits=Z, rule=rule, head="sigmoid", classes=["0", "1"])


def test_the_report_says_that_the_rule_named_the_head():
    rule = lw.tune(np.c_[Y, 1 - Y], logits=np.c_[Z, -Z], head="multilabel")
    report = lw.evaluate(np.c_[Y, 1 - Y], logits=np.c_[Z, -Z], rule=rule, policy="baseline")
    assert "(as the rule says)" in report.read_from
    said = lw.evaluate(np.c_[Y, 1 - Y], logits=np.c_[Z, -Z], rule=rule, head="multilabel", policy="baseline")
    assert "(as said)" in said.read_from
