"""LW304 on both sides of its limits, and how often it is wrong."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.errors import RemedyError
from logitwise.findings import Facts
from logitwise.findings.judged_where_tuned import PITFALL
from logitwise.policy import baseline
from logitwise.remedies.rows_seen import rows_seen
from logitwise.rule import Identity, Rule
from logitwise.tallies.codec import dumps, loads


def rows(n, seed=0, digits=None):
    rng = np.random.default_rng(seed)
    z = rng.normal(size=n) * 2
    y = (rng.random(n) < 1 / (1 + np.exp(-z))).astype(int)
    return y, z if digits is None else z.round(digits)


def make(pair, **more):
    return lw.tally(pair[0], logits=pair[1], **more)


def look(tuned, judged, *, rule=True):
    """The outcome for a rule tuned on the rows of one tally and judged on those of another."""
    thresholds = (0.5,) if tuned.head.binary else ()
    made = Rule(tuned.head, (Identity(),), thresholds=thresholds, seen=rows_seen(tuned)) if rule else None
    return PITFALL.look(Facts(judged, baseline(), rule=made, judged=rows_seen(judged) if rule else None))


def kind(seen):
    return type(seen).__name__


def test_the_same_rows_in_another_order_are_found():
    y, z = rows(500)
    order = np.random.default_rng(1).permutation(500)
    seen = look(lw.tally(y, logits=z), lw.tally(y[order], logits=z[order]))
    assert kind(seen) == "Found"
    assert "same rows" in seen.sentence
    assert seen.evidence == {"share": 1.0, "rows": 500}


def test_other_rows_are_clear():
    assert kind(look(make(rows(500)), make(rows(500, seed=1)))) == "Clear"


@pytest.mark.parametrize(
    ("share", "outcome"), [(0.0, "Clear"), (0.01, "Clear"), (0.2, "Found"), (0.5, "Found"), (1.0, "Found")]
)
def test_a_part_of_the_rows_is_found_from_some_percent_on(share, outcome):
    (y, z), (y2, z2) = rows(4_000), rows(2_000, seed=1)
    common = int(share * 2_000)
    y2, z2 = np.concatenate([y[:common], y2[common:]]), np.concatenate([z[:common], z2[common:]])
    seen = look(make((y, z)), make((y2, z2)))
    assert kind(seen) == outcome
    if outcome == "Found":
        assert abs(seen.evidence["share"] - share) < 0.12


def test_rows_are_recognised_by_their_ids_whatever_their_scores():
    y, z = rows(3_000)
    ids = np.arange(3_000)
    seen = look(make((y, z), ids=ids), make((y[:1_000], z[:1_000] * 2), ids=ids[:1_000]))
    assert kind(seen) == "Found"
    assert "ids" in seen.sentence
    assert kind(look(make((y, z), ids=ids), make((y, z + 1), ids=ids + 3_000))) == "Clear"


def test_many_rows_in_cells_are_recognised_as_a_whole_but_not_in_part():
    y, z = rows(70_000)
    assert kind(look(make((y, z)), make((y[::-1], z[::-1])))) == "Found"
    assert kind(look(make((y, z)), make((y[:69_999], z[:69_999])))) == "NotApplicable"


def test_a_softmax_is_recognised_by_its_rows():
    rng = np.random.default_rng(0)
    z, y = rng.normal(size=(2_000, 5)), rng.integers(0, 5, 2_000)
    assert kind(look(lw.tally(y, logits=z), lw.tally(y[:900], logits=z[:900]))) == "Found"
    assert kind(look(lw.tally(y[900:], logits=z[900:]), lw.tally(y[:900], logits=z[:900]))) == "Clear"


def test_one_other_label_is_another_file_that_shares_its_rows():
    y, z = rows(500)
    other = y.copy()
    other[0] = 1 - y[0]
    assert rows_seen(make((y, z))).digest != rows_seen(make((other, z))).digest
    assert kind(look(make((y, z)), make((other, z)))) == "Found"


def test_weights_groups_and_slices_do_not_change_the_fingerprint():
    y, z = rows(300)
    plain = make((y, z))
    assert rows_seen(make((y, z), sample_weight=np.arange(300) + 1.0, groups=np.arange(300) // 2)) == rows_seen(plain)
    assert rows_seen(loads(dumps(plain))) == rows_seen(plain)


def test_the_fingerprint_of_merged_parts_is_that_of_the_whole():
    y, z = rows(70_000)
    whole = make((y, z))
    assert rows_seen(make((y[:100], z[:100])) + make((y[100:], z[100:]))) == rows_seen(whole)


def test_a_few_different_scores_say_nothing():
    y, z = rows(40)
    coarse = np.sign(z)
    assert kind(look(make((y, coarse)), make((y, coarse)))) == "NotApplicable"


def test_without_a_rule_or_its_rows_it_does_not_apply():
    tally = make(rows(50))
    assert kind(look(tally, tally, rule=False)) == "NotApplicable"
    unknown = Rule(tally.head, thresholds=(0.5,))
    assert kind(PITFALL.look(Facts(tally, baseline(), rule=unknown, judged=rows_seen(tally)))) == "NotApplicable"


def test_one_row_and_constant_scores_are_survived():
    for pair in (([1], [0.5]), ([1, 0], [0.5, 0.5]), ([1, 1], [np.inf, -np.inf])):
        assert kind(look(make(pair), make(pair))) == "NotApplicable"
        assert kind(look(make(rows(500)), make(pair))) in {"NotApplicable", "Clear"}


def test_rows_without_scores_leave_no_fingerprint():
    with pytest.raises(RemedyError, match="no fingerprint"):
        rows_seen(lw.tally([0, 1], decisions=[0, 1]))


@pytest.mark.parametrize(
    ("n", "m", "digits"), [(500, 500, None), (2_000, 300, 3), (300, 2_000, 3), (1_000, 1_000, 2), (3_000, 3_000, 4)]
)
def test_rows_that_only_look_alike_are_hardly_ever_taken_for_the_same(n, m, digits):
    found = [kind(look(make(rows(n, 2 * s, digits)), make(rows(m, 2 * s + 1, digits)))) for s in range(60)]
    assert found.count("Found") == 0  # the limit of an error is 1 %


def test_judging_where_it_was_tuned_withholds_ready():
    (y, z), (y2, z2) = rows(2_000), rows(2_000, seed=1)
    rule = Rule(make((y, z)).head, thresholds=(0.4,), seen=rows_seen(make((y, z))))
    assert lw.evaluate(y, logits=z, rule=rule, policy="baseline").verdict.outcome == "not ready"
    assert lw.evaluate(y2, logits=z2, rule=rule, policy="baseline").verdict.outcome == "ready"
