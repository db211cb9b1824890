"""Several goals at once, and how they are written."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import NoGuaranteeError, OptionError, RemedyError
from logitwise.policy import Costs
from logitwise.remedies.choose import choose
from logitwise.remedies.goals import Floor, Goals, capacity_of, floor_of
from logitwise.remedies.splits import of_cells


@pytest.fixture(scope="module")
def mixed(binormal):
    return binormal(2.0, 0.2).cells(3000, np.random.default_rng(0))


def goals(*floors, **more):
    return Goals(tuple(floor_of(text) for text in floors), **more)


def test_the_best_f1_that_keeps_a_recall_floor_lies_below_its_threshold(mixed):
    floor, free, both = (
        choose(mixed, g)
        for g in (goals("recall >= 0.95"), goals(maximize="f1"), goals("recall >= 0.95", maximize="f1"))
    )
    assert free.threshold > floor.threshold >= both.threshold
    assert "Recall of yes >= 0.95 with 95 % confidence" in both.guarantee
    assert choose(mixed, goals("recall >= 0.5", maximize="f1")).threshold == free.threshold


def test_a_ceiling_on_false_positives_is_a_floor_of_specificity(mixed):
    ceiling, floor = (choose(mixed, goals(text)) for text in ("false_positive_rate <= 0.1", "specificity >= 0.9"))
    assert ceiling.threshold == floor.threshold
    assert ceiling.guarantee.startswith("False positive rate of yes <= 0.1 with 95 % confidence")


def test_two_floors_are_both_kept_and_told_with_their_joint_confidence(mixed):
    found = choose(mixed, goals("recall >= 0.7", "precision >= 0.5"))
    assert found.apparent["recall"] > 0.7
    assert found.apparent["precision"] > 0.5
    assert any("all of them hold together with 90.0 %" in warning for warning in found.warnings)


def test_floors_that_each_but_not_both_can_be_kept_are_refused(mixed):
    with pytest.raises(NoGuaranteeError, match=r"no threshold keeps recall of yes >= 0.95 and precision of yes >= 0.8"):
        choose(mixed, goals("recall >= 0.95", "precision >= 0.8"))


def test_costs_take_their_threshold_where_a_floor_allows_it_and_the_nearest_else(mixed):
    free = choose(mixed, goals(costs=Costs(1, 9)))
    assert free.threshold == 0.1
    assert choose(mixed, goals("recall >= 0.5", costs=Costs(1, 9))).threshold == 0.1
    bound = choose(mixed, goals("recall >= 0.98", costs=Costs(1, 1)))
    assert bound.threshold == choose(mixed, goals("recall >= 0.98")).threshold


def test_a_capacity_says_how_far_the_share_may_lie_above(mixed):
    found = choose(mixed, goals(capacity=0.1))
    assert found.apparent["alerts"] <= 0.1
    assert any("may be up to 10.9 %" in warning for warning in found.warnings)  # SciPy binomtest(300, 3000): .10947


def test_no_goal_at_all_is_one_half(mixed):
    assert choose(mixed, Goals()).threshold == 0.5


def test_numbers_are_told_cross_fitted_beside_apparent(mixed):
    found = choose(mixed, goals("recall >= 0.9", maximize="mcc"), pairs=of_cells(mixed))
    assert set(found.corrected) == set(found.apparent) >= {"recall", "precision", "f1", "specificity", "alerts", "mcc"}
    assert found.corrected["recall"] == pytest.approx(found.apparent["recall"], abs=0.03)


def test_too_few_rows_to_choose_again_are_nan_and_told(cells):
    z = np.linspace(-3, 3, 62)
    few = cells(z, np.repeat([0, 1], 31))
    found = choose(few, goals("recall >= 0.9"), pairs=of_cells(few))
    assert np.isnan(found.corrected["recall"])
    assert any("without a fifth of the rows what was asked could not be had" in warning for warning in found.warnings)


def test_maximising_what_one_end_maximises_needs_a_bound_against_that_end(mixed):
    with pytest.raises(OptionError, match="require a bound against it"):
        choose(mixed, goals("recall >= 0.9", maximize="recall"))
    found = choose(mixed, goals("precision >= 0.6", maximize="recall"))
    assert found.threshold == choose(mixed, goals("precision >= 0.6")).threshold


def test_inverted_scores_are_refused_whatever_is_asked(cells):
    z = np.linspace(-2, 2, 400)
    for asked in (Goals(), goals(maximize="f1"), goals("recall >= 0.9"), goals(costs=Costs(1, 2)), goals(capacity=0.1)):
        with pytest.raises(RemedyError, match="inverted"):
            choose(cells(z, (z < 0).astype(int)), asked)


@pytest.mark.parametrize(
    ("text", "says"),
    [("recal >= 0.9", "did you mean 'recall'"), ("recall <= 0.9", "expected >="), ("recall > 0.9", "expected >= or <="),
     ("recall >= high", "expected a number where 'high' stands"), ("recall", "cannot be read"),
     ("recall >= 1", "floor of 1 can never be guaranteed"), ("precision >= 0", "every threshold keeps a floor of 0"),
     ("recall >= 1.5", "above 0 and below 1"), ("false_positive_rate >= 0.1", "expected <="),
     ("false_positive_rate <= 0", "ceiling of 0 can never"), ("accuracy >= 0.9", "can keep a floor of recall"),
     ("recall >= nan", "expected a number")],
)  # fmt: skip
def test_a_requirement_that_cannot_be_is_refused_with_what_was_expected(text, says):
    with pytest.raises(OptionError, match=says):
        floor_of(text)


def test_requirements_are_read_with_per_cent_and_without_spaces():
    assert floor_of(" Recall≥90% ") == Floor("recall", ">=", 0.9)


def test_contradicting_goals_are_refused():
    with pytest.raises(OptionError, match="costs say what is best already"):
        Goals(maximize="f1", costs=Costs(1, 2))
    with pytest.raises(OptionError, match="recall is required twice"):
        goals("recall >= 0.8", "recall >= 0.9")


@pytest.mark.parametrize("text", ["", "many", "200 of 10000", "5/0", "-1/10", "10/10", "0/10", "1e9"])
def test_a_capacity_that_cannot_be_is_refused(text):
    with pytest.raises(OptionError, match="200/10000"):
        capacity_of(text)
