"""What a rule makes of outputs, against SciPy and plain loops."""

from __future__ import annotations

from math import exp, inf

import numpy as np
import pytest
from scipy import special

from logitwise.errors import OptionError, ScoreError, ShapeError
from logitwise.head import Head
from logitwise.rule import Affine, Beta, Biased, Identity, Isotonic, Rule, Temperature, Vector

TWO = Head("sigmoid", ("no", "yes"))
THREE = Head("softmax", ("a", "b", "c"))
PAIR = Head("softmax", ("no", "yes"))
LABELS = Head("multilabel", ("x", "y"))
Z = np.array([-3.0, -0.2, 0.0, 1.5, 30.0])


NOTHING = Identity()


def of_two(calibration=NOTHING, threshold=0.5, **more):
    return Rule(TWO, (calibration,), thresholds=(threshold,), **more)


def test_temperature_divides_logits():
    np.testing.assert_allclose(of_two(Temperature(2.0)).apply(logits=Z).probabilities, special.expit(Z / 2), rtol=1e-15)


def test_affine_is_platts_sigmoid():
    applied = of_two(Affine(0.7, -0.4)).apply(logits=Z)
    np.testing.assert_allclose(applied.probabilities, special.expit(0.7 * Z - 0.4), rtol=1e-15)


def test_beta_is_the_formula_of_its_paper():
    p = special.expit(Z[:-1])
    expected = 1 / (1 + 1 / (exp(0.3) * p**1.2 / (1 - p) ** 0.7))  # Kull et al. 2017, equation 3
    np.testing.assert_allclose(of_two(Beta(1.2, 0.7, 0.3)).apply(logits=Z[:-1]).probabilities, expected, rtol=1e-13)


def test_isotonic_is_linear_between_knots_and_constant_beyond():
    rule = of_two(Isotonic((0.2, 0.6), (0.1, 0.5)))
    applied = rule.apply(probabilities=[0.0, 0.2, 0.4, 0.6, 1.0])
    np.testing.assert_allclose(applied.probabilities, [0.1, 0.1, 0.3, 0.5, 0.5], rtol=1e-12)


def test_bias_and_vector_work_class_by_class():
    z = np.array([[1.0, 2.0, -inf], [0.0, 0.0, 0.0]])
    biased = Rule(THREE, (Biased(2.0, (0.1, -0.1, 0.3)),)).apply(logits=z)
    vector = Rule(THREE, (Vector((2.0, 1.0, 0.5), (0.1, -0.1, 0.3)),)).apply(logits=z)
    np.testing.assert_allclose(biased.probabilities, special.softmax(z / 2 + [0.1, -0.1, 0.3], axis=1), rtol=1e-14)
    expected = special.softmax(special.log_softmax(z, axis=1) * [2.0, 1.0, 0.5] + [0.1, -0.1, 0.3], axis=1)
    np.testing.assert_allclose(vector.probabilities, expected, rtol=1e-14)


def test_a_prior_shift_multiplies_the_odds():
    p = of_two(shift=(np.log(3.0),)).apply(probabilities=[0.25]).probabilities
    np.testing.assert_allclose(p, [0.5])


def test_infinite_logits_of_a_sigmoid_are_certain():
    for calibration in (Identity(), Temperature(3.0), Affine(0.5, 9.0), Beta(1.0, 0.5, 0.1), Beta(1.0, 1.0, -2.0)):
        assert of_two(calibration).apply(logits=[-inf, inf]).probabilities.tolist() == [0.0, 1.0]


def test_a_beta_weight_of_zero_silences_its_side_even_where_it_is_infinite():
    applied = of_two(Beta(0.0, 1.0, 0.0)).apply(logits=[-inf, inf])
    assert applied.probabilities.tolist() == [0.5, 1.0]


def test_probabilities_of_exactly_0_and_1_are_infinite_logits():
    assert of_two(Temperature(2.0)).apply(probabilities=[0.0, 1.0]).logits.tolist() == [-inf, inf]


def test_a_masked_class_keeps_probability_zero():
    applied = Rule(THREE, (Temperature(2.0),)).apply(logits=[[0.0, -inf, 0.0]])
    assert applied.probabilities.tolist() == [[0.5, 0.0, 0.5]]


@pytest.mark.parametrize("threshold", [0.1, 0.3, 0.5, 0.7, 0.9, 1e-9, 1 - 1e-9])
@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_a_probability_that_is_the_threshold_is_positive_in_whatever_precision(threshold, kind):
    given = kind(threshold)
    if not 0 < given < 1:
        pytest.skip("float16 has no such number")
    below = np.nextafter(given, kind(0))
    assert of_two(threshold=threshold).apply(probabilities=np.array([below, given])).decisions.tolist() == [0, 1]


def test_logits_near_zero_are_told_apart_by_sign():
    tiny = np.array([-1e-45, -0.0, 0.0, 1e-45], np.float32)
    assert of_two().apply(logits=tiny).decisions.tolist() == [0, 1, 1, 1]
    assert of_two(Temperature(2.0)).apply(logits=tiny).decisions.tolist() == [0, 1, 1, 1]


def test_a_plateau_at_the_threshold_is_positive():
    rule = of_two(Isotonic((0.2, 0.8), (0.3, 0.3)), threshold=0.3)
    assert rule.apply(logits=Z).decisions.tolist() == [1] * 5


def test_certain_rows_are_told_apart_near_one():
    rule = of_two(Affine(1.0, 0.0), threshold=1 - 1e-12)
    assert rule.apply(logits=[27.0, 28.0]).decisions.tolist() == [0, 1]  # mpmath: log((1 - 1e-12) / 1e-12) = 27.63


def test_the_positive_class_need_not_be_the_second():
    rule = Rule(Head("sigmoid", ("yes", "no"), 0), (Identity(),), thresholds=(0.5,))
    assert rule.apply(logits=[-1.0, 1.0]).decisions.tolist() == [1, 0]  # codes of 'no' and 'yes'


def test_two_columns_are_the_difference_of_the_positive_and_the_other():
    rule = Rule(PAIR, (Affine(0.5, 0.1),), thresholds=(0.5,))
    z = np.array([[1.0, 3.0], [2.0, -1.0]])
    np.testing.assert_allclose(rule.apply(logits=z).logits, 0.5 * (z[:, 1] - z[:, 0]) + 0.1)
    p = special.softmax(z, axis=1)
    np.testing.assert_allclose(rule.apply(probabilities=p).logits, rule.apply(logits=z).logits, rtol=1e-12)


def test_each_label_has_its_own_calibration_and_threshold():
    rule = Rule(LABELS, (Affine(0.5, 0.0), Temperature(4.0)), shift=(0.0, 1.0), thresholds=(0.7, 0.2))
    z = np.array([[1.0, -8.0], [2.0, -12.0]])
    applied = rule.apply(logits=z)
    p = special.expit([[0.5, -1.0], [1.0, -2.0]])
    np.testing.assert_allclose(applied.probabilities, p)
    assert applied.decisions.tolist() == (p >= [0.7, 0.2]).astype(int).tolist()


def test_the_class_that_costs_least_is_decided():
    costs = ((0.0, 1.0, 1.0), (1.0, 0.0, 1.0), (9.0, 1.0, 0.0))  # truth by decision: c called a is dear
    p = np.array([[0.6, 0.25, 0.15], [0.9, 0.06, 0.04]])
    expected = [min(range(3), key=lambda d: sum(row[t] * costs[t][d] for t in range(3))) for row in p]
    assert Rule(THREE, (Identity(),), costs=costs).apply(probabilities=p).decisions.tolist() == expected == [1, 0]


def test_of_equal_classes_the_first_is_decided():
    assert Rule(THREE, (Temperature(2.0),)).apply(logits=[[0.0, 1.0, 1.0]]).decisions.tolist() == [1]


def test_rows_inside_the_band_are_not_decided():
    rule = of_two(threshold=0.5, abstain=(0.3, 0.6))
    assert rule.apply(probabilities=[0.29, 0.3, 0.5, 0.6]).decisions.tolist() == [0, -1, -1, 1]


def test_lists_columns_and_tensors_are_as_good_as_arrays(torch_or_skip):
    rule = of_two(Affine(0.7, 0.1))
    expected = rule.apply(logits=Z).probabilities
    for given in (Z.tolist(), Z[:, None], torch_or_skip.tensor(Z, requires_grad=True), tuple(Z)):
        assert rule.apply(logits=given).probabilities.tolist() == expected.tolist()


def test_bfloat16_tensors_are_widened(torch_or_skip):
    given = torch_or_skip.tensor([0.5, -1.0], dtype=torch_or_skip.bfloat16)
    assert of_two().apply(logits=given).logits.tolist() == [0.5, -1.0]


def test_no_rows_are_no_decisions():
    assert of_two().apply(logits=np.empty(0)).decisions.tolist() == []
    assert Rule(THREE, (Identity(),)).apply(probabilities=np.empty((0, 3))).probabilities.shape == (0, 3)


@pytest.mark.parametrize(
    ("rule", "given", "error", "words"),
    [
        (of_two(), {}, OptionError, "either logits= or probabilities="),
        (of_two(), {"logits": [1.0], "probabilities": [0.5]}, OptionError, "either"),
        (of_two(), {"logits": [0.0, np.nan]}, ScoreError, "row 1 holds nan"),
        (of_two(), {"probabilities": [0.5, -0.1]}, ScoreError, "row 1 holds -0.1; expected between 0 and 1"),
        (of_two(), {"probabilities": [50.0]}, ScoreError, "expected between 0 and 1"),
        (of_two(), {"logits": ["1.0"]}, ScoreError, "numbers"),
        (of_two(), {"logits": [1j]}, ScoreError, "complex"),
        (of_two(), {"logits": [[1.0], [1.0, 2.0]]}, ScoreError, "list"),
        (of_two(), {"logits": np.ma.array([0.0, 1.0], mask=[False, True])}, ScoreError, "row 1 holds nan"),
        (of_two(), {"logits": [[0.0, 1.0, 2.0]]}, ShapeError, "sigmoid of 2 classes"),
        (Rule(THREE), {"logits": [[0.0, 1.0]]}, ShapeError, r"\(rows, 3\); got \(1, 2\)"),
        (Rule(THREE), {"logits": [0.0, 1.0, 2.0]}, ShapeError, "got"),
        (Rule(THREE), {"logits": [[0.0, inf, 0.0]]}, ScoreError, "row 0 holds inf"),
        (Rule(THREE), {"logits": [[0.0, 1.0, 2.0], [-inf, -inf, -inf]]}, ScoreError, "row 1 holds -inf alone"),
        (Rule(THREE), {"probabilities": [[0.5, 0.2, 0.2]]}, ScoreError, "sums to 0.9"),
        (Rule(THREE, (Temperature(1e-10),)), {"logits": [[1e300, 0.0, 0.0]]}, ScoreError, "too large"),
    ],
)
def test_outputs_that_a_rule_cannot_read_are_refused(rule, given, error, words):
    with pytest.raises(error, match=words):
        rule.apply(**given)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"head": TWO, "calibrations": (Identity(),)}, "thresholds has 0 entries; a sigmoid of 2 classes needs 1"),
        ({"head": TWO, "calibrations": (Identity(), Identity()), "thresholds": (0.5,)}, "calibrations has 2 entries"),
        ({"head": TWO, "thresholds": (1.0,)}, "thresholds are probabilities between 0 and 1"),
        ({"head": TWO, "thresholds": (0.5,), "shift": (0.1, 0.2)}, "shift has 2 entries"),
        ({"head": TWO, "thresholds": (0.5,), "shift": (inf,)}, "shift is of finite numbers"),
        ({"head": TWO, "thresholds": (0.5,), "costs": ((0.0, 1.0), (1.0, 0.0))}, "costs are of a softmax of three"),
        ({"head": TWO, "thresholds": (0.5,), "abstain": (0.6, 0.3)}, "abstain"),
        ({"head": THREE, "abstain": (0.3, 0.6)}, "abstain is of two classes"),
        ({"head": THREE, "thresholds": (0.5,)}, "thresholds has 1 entries"),
        ({"head": THREE, "costs": ((0.0, 1.0),)}, "3 by 3"),
        ({"head": THREE, "costs": ((0.0, inf, 1.0),) * 3}, "finite"),
        ({"head": THREE, "calibrations": (Affine(1.0, 0.0),)}, "affine is of one score a row"),
        ({"head": THREE, "calibrations": (Biased(1.0, (0.0,)),)}, "needs 3 numbers, one a class"),
        ({"head": THREE, "calibrations": (Vector((1.0, -1.0, 1.0), (0.0,) * 3),)}, "scales are above 0"),
        ({"head": LABELS, "thresholds": (0.5, 0.5)}, "calibrations has 1 entries"),
        ({"head": TWO, "thresholds": (0.5,), "calibrations": (Temperature(0.0),)}, "temperature is above 0"),
        ({"head": TWO, "thresholds": (0.5,), "calibrations": (Temperature(np.nan),)}, "finite"),
        ({"head": TWO, "thresholds": (0.5,), "calibrations": (Affine(-1.0, 0.0),)}, "slope is above 0"),
        ({"head": TWO, "thresholds": (0.5,), "calibrations": (Beta(0.0, 0.0, 1.0),)}, "not both 0"),
        ({"head": TWO, "thresholds": (0.5,), "calibrations": (Isotonic((0.5, 0.5), (0.1, 0.2)),)}, "scores rise"),
        ({"head": TWO, "thresholds": (0.5,), "calibrations": (Isotonic((0.1, 0.5), (0.1, 1.0)),)}, "inside 0 to 1"),
    ],
)
def test_a_rule_whose_parts_do_not_fit_is_refused(given, words):
    with pytest.raises(OptionError, match=words):
        Rule(**given)


@pytest.fixture(scope="session")
def torch_or_skip():
    return pytest.importorskip("torch", reason="PyTorch is not installed")
