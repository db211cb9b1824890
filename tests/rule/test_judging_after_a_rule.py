"""`lw.evaluate(..., rule=...)` against `Rule.apply` and plain counting."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

import logitwise as lw
from logitwise.errors import ColumnError, EmptyError, FileError, FormatError, InputError, OptionError, PolicyError
from logitwise.head import Head
from logitwise.remedies.rows_seen import rows_seen
from logitwise.rule import Affine, Beta, Biased, Identity, Isotonic, Rule, Temperature

RNG = np.random.default_rng(5)
Z = RNG.normal(size=600) * 2
Y = (RNG.random(600) < special.expit(Z)).astype(int)
Z4 = RNG.normal(size=(600, 4))
Y4 = np.array([RNG.choice(4, p=p) for p in special.softmax(Z4, axis=1)])
YM = (RNG.random((600, 4)) < special.expit(Z4)).astype(int)
TWO, FOUR = Head("sigmoid", ("0", "1")), Head("softmax", tuple("0123"))
FEW = Head("multilabel", tuple("0123"))
AFFINE = Rule(TWO, (Affine(0.6, 0.4),), thresholds=(0.35,))


def judged(y, rule, **given):
    return lw.evaluate(y, rule=rule, policy="baseline", **given)


def wide_confusion(report):
    return report.to_dict()["confusion"]["counts"]


def test_decisions_and_losses_are_those_of_the_rule():
    report, applied = judged(Y, AFFINE, logits=Z), AFFINE.apply(logits=Z)
    p = applied.probabilities
    assert wide_confusion(report) == [
        [int(((t == Y) & (applied.decisions == d)).sum()) for d in (0, 1)] for t in (0, 1)
    ]
    np.testing.assert_allclose(report.metric("log_loss").value, -np.log(np.where(Y, p, 1 - p)).mean(), rtol=1e-9)
    assert report.threshold == 0.35


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("threshold", [0.1, 0.3, 0.5, 0.7])
def test_a_rule_that_changes_no_score_is_a_threshold(kind, threshold):
    p = (RNG.integers(0, 11, 300) / 10).astype(kind)
    y = RNG.integers(0, 2, 300)
    rule = Rule(TWO, (Identity(),), thresholds=(threshold,))
    after, plain = (
        judged(y, rule, probabilities=p),
        lw.evaluate(y, probabilities=p, threshold=threshold, policy="baseline"),
    )
    assert after.tally == plain.tally
    assert int((rule.apply(probabilities=p).decisions == 1).sum()) == int(after.confusion.predicted[1])


def test_scores_at_a_plateau_that_is_the_threshold_are_positive():
    for level in (0.1, 0.3, 0.7):
        rule = Rule(TWO, (Isotonic((0.2, 0.8), (level, level)),), thresholds=(level,))
        assert wide_confusion(judged(Y, rule, logits=Z)) == [[0, int((Y == 0).sum())], [0, int((Y == 1).sum())]]


@pytest.mark.parametrize("given", ["logits", "probabilities"])
def test_softmax_rows_are_recalibrated(given):
    rule = Rule(FOUR, (Biased(1.4, (0.3, 0.0, -0.2, 0.1)),), shift=(0.0, 0.2, 0.0, 0.0))
    scores = Z4 if given == "logits" else special.softmax(Z4, axis=1)
    report, applied = judged(Y4, rule, **{given: scores}), rule.apply(**{given: scores})
    p = applied.probabilities[np.arange(600), Y4]
    np.testing.assert_allclose(report.metric("log_loss").value, -np.log(p).mean(), rtol=1e-8)
    np.testing.assert_allclose(report.metric("accuracy").value, (applied.decisions == Y4).mean())


def test_labels_are_recalibrated_and_decided_each_at_its_own():
    rule = Rule(
        FEW, (Identity(), Affine(1.1, 0.2), Beta(1.0, 0.8, 0.1), Temperature(2.0)), thresholds=(0.3, 0.4, 0.25, 0.5)
    )
    for scores in ({"logits": Z4.astype(np.float32)}, {"probabilities": special.expit(Z4).astype(np.float16)}):
        report, decisions = judged(YM, rule, **scores), rule.apply(**scores).decisions
        assert report.confusion.counts[:, 1, 1].tolist() == ((decisions == 1) & (YM == 1)).sum(axis=0).tolist()
    assert report.tally.head.thresholds == (0.3, 0.4, 0.25, 0.5)


def test_under_a_cost_matrix_the_cheapest_class_is_judged_with_its_probability_as_confidence():
    costs = tuple(tuple(0.0 if t == d else (5.0 if t == 2 else 1.0) for d in range(4)) for t in range(4))
    rule = Rule(FOUR, (Temperature(1.2),), costs=costs)
    report, applied = judged(Y4, rule, logits=Z4), rule.apply(logits=Z4)
    np.testing.assert_allclose(report.metric("accuracy").value, (applied.decisions == Y4).mean())
    assert report.tally.scale == "decisions"
    assert report.tally.confidence is not None


def test_two_columns_of_probabilities_pass_through():
    p = special.softmax(Z4[:, :2], axis=1)
    rule = Rule(Head("softmax", ("0", "1")), (Affine(0.7, 0.2),), thresholds=(0.4,))
    report = judged(Y, rule, probabilities=p)
    assert int(report.confusion.predicted[1]) == int(rule.apply(probabilities=p).decisions.sum())


def test_undecided_rows_are_left_out_said_and_withhold_nothing():
    rule = Rule(TWO, (Affine(1.0, 0.0),), thresholds=(0.5,), abstain=(0.4, 0.6))
    applied = rule.apply(logits=Z)
    report = judged(Y, rule, logits=Z)
    left = int((applied.decisions == -1).sum())
    assert 0 < left == 600 - report.rows.used
    assert report.rows.rejected == {}
    assert f"leaves {left} of 600 rows undecided" in " ".join(report.notes)
    assert report.verdict.outcome == "ready"


def test_a_rule_that_decides_nothing_is_refused():
    rule = Rule(TWO, (Identity(),), thresholds=(0.5,), abstain=(0.0, 1.0))
    with pytest.raises(EmptyError, match="abstains on all 600 rows"):
        judged(Y, rule, logits=Z)


def test_the_report_says_what_was_done_and_what_it_changed():
    report = judged(Y, AFFINE, logits=Z)
    before = lw.evaluate(Y, logits=Z, policy="baseline")
    assert "judged after the rule: calibration affine, threshold 0.35" in report.read_from
    note = next(note for note in report.notes if note.startswith("without and with"))
    assert f"recall {before.metric('recall').value:.3f} to {report.metric('recall').value:.3f}" in note


def test_weights_groups_and_slices_pass_through():
    more = {
        "sample_weight": RNG.random(600) + 0.5,
        "groups": np.arange(600) // 3,
        "slices": {"half": np.arange(600) % 2},
    }
    report = judged(Y, AFFINE, logits=Z, **more)
    applied = AFFINE.apply(logits=Z)
    plain = lw.evaluate(Y, logits=applied.logits, threshold=0.35, policy="baseline", **more)
    assert report.tally == plain.tally


def test_rejected_rows_are_counted_once_in_many_parts(monkeypatch):
    from logitwise.verbs import ruled

    z = np.where(np.arange(600) % 100 == 0, np.nan, Z)
    whole = judged(Y, AFFINE, logits=z, invalid="reject")
    monkeypatch.setattr(ruled, "PART", 64)
    parts = judged(Y, AFFINE, logits=z, invalid="reject")
    assert whole.rows.rejected == parts.rows.rejected == {"score is NaN": 6}
    assert whole.tally == parts.tally


def test_head_classes_and_positive_are_the_rules_where_nothing_is_said(tmp_path):
    rule = Rule(Head("sigmoid", ("benign", "malignant")), (Affine(0.6, 0.4),), thresholds=(0.35,))
    rule.save(tmp_path / "rule.json")
    report = judged(np.array(["benign", "malignant"])[Y], tmp_path / "rule.json", logits=Z)
    assert (report.positive, report.confusion.predicted.tolist()) == (
        "malignant",
        judged(Y, AFFINE, logits=Z).confusion.predicted.tolist(),
    )


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"source": lw.tally(Y, logits=Z)}, OptionError, "a saved tally holds none"),
        ({"confusion": [[1, 2], [3, 4]]}, OptionError, "a confusion matrix holds none"),
        ({"source": Y, "decisions": Y}, OptionError, "decisions are none"),
        ({"source": Y, "logits": Z, "threshold": 0.4}, OptionError, "brings its own threshold"),
        ({"source": Y, "logits": Z, "rule": 3}, OptionError, "a Rule or the path of a rule file, not int"),
        ({"source": Y, "logits": Z, "rule": "absent.json"}, FileError, "absent.json"),
        ({"source": Y, "logits": Z, "rule": Rule(FOUR)}, InputError, "is taken from the rule|of a softmax"),
        ({"source": Y4, "logits": Z4, "rule": AFFINE}, InputError, "is taken from the rule"),
        ({"source": YM, "logits": Z4, "rule": Rule(FOUR)}, InputError, "softmax|one label|one-hot"),
        (
            {"source": Y4, "logits": Z4, "rule": Rule(FOUR), "classes": list("wxyz")},
            OptionError,
            "is of the classes 0, 1, 2, 3",
        ),
        ({"source": Y, "logits": Z, "positive": "0"}, OptionError, "has 1 as positive, the outputs 0"),
        (
            {"source": Y, "logits": Z, "policy": {"extends": "baseline", "task": {"threshold": 0.6}}},
            PolicyError,
            "threshold is 0.6",
        ),
    ],
)
def test_what_a_rule_cannot_be_applied_to_is_refused(given, error, words):
    with pytest.raises(error, match=words):
        lw.evaluate(**({"rule": AFFINE, "policy": "baseline"} | given))


def test_a_file_of_other_classes_is_refused_with_where_they_came_from(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(
        pa.table({"label": ["cat", "dog"], "p_cat": [0.5, 0.1], "p_dog": [0.5, 0.9]}), tmp_path / "x.parquet"
    )
    rule = Rule(Head("softmax", ("owl", "dog")), (Affine(1.0, 0.1),), thresholds=(0.5,))
    with pytest.raises(ColumnError, match="is taken from the rule"):
        judged(str(tmp_path / "x.parquet"), rule)


def test_a_damaged_rule_file_is_refused(tmp_path):
    (tmp_path / "rule.json").write_text("{}")
    with pytest.raises(FormatError, match="no rule file"):
        judged(Y, tmp_path / "rule.json", logits=Z)


def test_the_fingerprint_is_of_the_rows_before_the_rule():
    seen = rows_seen(lw.tally(Y, logits=Z))
    rule = Rule(TWO, (Affine(0.6, 0.4),), thresholds=(0.35,), abstain=(0.3, 0.4), seen=seen)
    assert judged(Y, rule, logits=Z, groups=np.arange(600) // 2).facts.judged == seen
