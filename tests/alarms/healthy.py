"""The healthy worlds: sound models of many sizes, prevalences, class counts and forms. A new one is a line here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from .models import (
    classes,
    five_labels,
    in_groups,
    long_tail,
    required,
    ruled,
    saturated,
    saturated_softmax,
    sigmoid,
    sliced,
    sliced_softmax,
    tree,
    two_columns,
    undertrained,
    undertrained_softmax,
    uneven,
    weighted,
    with_ids,
)
from .world import Healthy

True_ = Mapping[str, str]
OPEN: True_ = {"LW406": "so few rows leave calibration open"}
RARE: True_ = {"LW208": "one class has about 80 % of the rows or more"}
FEW: True_ = {**OPEN, "LW601": "a class has fewer than 10 rows in many samples"}
SOME_ABSENT: True_ = {**FEW, "LW605": "a class has no row in some samples"}
ALIKE: True_ = {**OPEN, "LW604": "rows of a group are alike"}
WEAK_AND_RARE: True_ = {
    **OPEN, **RARE,
    "LW202": "at a threshold of 0.5 most positives are missed",
    "LW301": "a lower threshold has the better F1",
}  # fmt: skip
NEAR_CHANCE: True_ = {
    **OPEN,
    "LW203": "the scores are that near to chance",
    "LW301": "always answering the positive class has the better F1",
}
AS_MAJORITY: True_ = {
    **NEAR_CHANCE,
    "LW105": "the negative class is hardly ever decided",
    "LW201": "it decides as the majority class would",
    "LW202": "negatives are missed",
    "LW205": "all errors are of one kind",
}  # fmt: skip


def _sigmoids() -> list[Healthy]:
    found = []
    for n, share in ((100, 5.0), (500, 5.0), (2_000, 1.0), (20_000, 0.5), (100_000, 0.3)):
        some = OPEN if n <= 2_000 else {}
        for prior, auc in ((0.5, 0.93), (0.2, 0.96), (0.05, 0.985)):
            few = SOME_ABSENT if n * prior < 20 else FEW if n * prior < 30 else some
            true = few if prior > 0.2 else {**few, **RARE}
            draw = partial(sigmoid, n=n, prior=prior, auc=auc)
            found.append(Healthy(f"{n:,} rows, sigmoid, prevalence {prior:g}, AUC {auc:g}", draw, true, share))
        weak = partial(sigmoid, n=n, prior=0.5, auc=0.7)
        found.append(Healthy(f"{n:,} rows, sigmoid, prevalence 0.5, AUC 0.7 (weak)", weak, some, share))
    return found


def _forms() -> list[Healthy]:
    found = []
    for form in ("float32", "float32 probabilities", "decisions", "decisions and confidence"):
        one = partial(sigmoid, n=2_000, prior=0.3, auc=0.93, form=form)
        four = partial(classes, n=2_000, count=4, signal=2.0, form=form)
        found += [Healthy(f"2,000 rows, sigmoid, {form}", one, OPEN)]
        found += [Healthy(f"2,000 rows, softmax of 4, {form}", four, OPEN, 0.75)]
    columns = partial(two_columns, n=1_000, prior=0.4, auc=0.9)
    decided = partial(five_labels, n=1_000, alike=0.0, form="decisions")
    return [
        *found,
        Healthy("1,000 rows, softmax of 2", columns, OPEN),
        Healthy("1,000 rows, five labels, decisions", decided, OPEN),
    ]


def _softmaxes() -> list[Healthy]:
    rows: list[tuple[int, int, float, True_, float]] = [
        (300, 3, 2.0, OPEN, 1.0), (300, 3, 1.2, OPEN, 1.0), (2_000, 3, 2.0, OPEN, 1.0), (20_000, 3, 2.0, {}, 0.25),
        (2_000, 10, 2.5, OPEN, 0.5), (20_000, 10, 2.5, {}, 0.2), (300, 100, 3.5, SOME_ABSENT, 0.5),
        (5_000, 100, 3.5, OPEN, 0.3),
    ]  # fmt: skip
    return [
        *(
            Healthy(f"{n:,} rows, softmax of {count}, signal {signal:g}",
                    partial(classes, n=n, count=count, signal=signal), true, share)
            for n, count, signal, true, share in rows
        ),
        Healthy("1,000 rows, softmax of 3, shares 0.6, 0.3, 0.1",
                partial(uneven, n=1_000, priors=(0.6, 0.3, 0.1), signal=2.2), OPEN),
        Healthy("1,000 rows, softmax of 8, a long tail", partial(long_tail, n=1_000), FEW, 0.5),
    ]  # fmt: skip


def _beside() -> list[Healthy]:
    return [
        Healthy("2,000 rows, five labels apart", partial(five_labels, n=2_000, alike=0.0), OPEN, 0.5),
        Healthy("2,000 rows, five labels that hold together", partial(five_labels, n=2_000, alike=0.4), OPEN, 0.5),
        Healthy("1,000 rows in 200 groups, not alike", partial(in_groups, groups=200, rows=5, alike=0.0), OPEN, 0.4),
        Healthy("1,000 rows in 200 groups, alike by 0.3", partial(in_groups, groups=200, rows=5, alike=0.3), ALIKE,
                0.4),
        Healthy("2,000 rows in 50 groups, alike by 0.2", partial(in_groups, groups=50, rows=40, alike=0.2), ALIKE, 0.4),
        Healthy("1,000 rows, weights of their own", partial(weighted, n=1_000, by="own"), OPEN),
        Healthy("about 800 rows, positives drawn four times as often", partial(weighted, n=500, by="label"),
                {**OPEN, **RARE}),
        Healthy("2,000 rows, ids", partial(with_ids, n=2_000), OPEN),
        Healthy("2,000 rows, ten slices", partial(sliced, n=2_000, columns=1, values=10), OPEN, 1.5),
        Healthy("2,000 rows, forty slices", partial(sliced, n=2_000, columns=1, values=40), OPEN, 1.5),
        Healthy("2,000 rows, three columns of four slices", partial(sliced, n=2_000, columns=3, values=4), OPEN),
        Healthy("2,000 rows, softmax of 4, twelve slices, groups", partial(sliced_softmax, n=2_000, values=12), OPEN,
                0.3),
    ]  # fmt: skip


def _odd() -> list[Healthy]:
    ends = {
        **OPEN,
        "LW103": "float32 makes many probabilities exactly 1",
        "LW104": "and many equal",
    }
    strong, rare = partial(sigmoid, n=1_000, prior=0.5, auc=0.93), partial(sigmoid, n=1_000, prior=0.1, auc=0.95)
    return [
        Healthy("1,000 rows, weak and rare: prevalence 0.2, AUC 0.75",
                partial(sigmoid, n=1_000, prior=0.2, auc=0.75), WEAK_AND_RARE, 2.0),
        Healthy("2,000 rows, sure and right: logits about 6", partial(saturated, n=2_000, far=6.0), OPEN),
        Healthy("20,000 rows, sure and right: logits about 8", partial(saturated, n=20_000, far=8.0), {}, 0.5),
        Healthy("20,000 rows, sure and right: logits about 8, float32 probabilities",
                partial(saturated, n=20_000, far=8.0, form="float32 probabilities"), {}, 0.5),
        Healthy("2,000 rows, softmax of 3, sure and right, float32 probabilities",
                partial(saturated_softmax, n=2_000), ends, 0.75),
        Healthy("2,000 rows, early: logits -0.3 to 0.3", partial(undertrained, n=2_000, centre=0.0, spread=0.1),
                NEAR_CHANCE),
        Healthy("2,000 rows, early: logits -1 to 1", partial(undertrained, n=2_000, centre=0.0, spread=0.29),
                NEAR_CHANCE),
        Healthy("2,000 rows, early: logits just fill 0 to 1", partial(undertrained, n=2_000, centre=0.5, spread=0.15),
                AS_MAJORITY, 5.0),
        Healthy("50 rows, early: logits just fill 0 to 1", partial(undertrained, n=50, centre=0.5, spread=0.2),
                {**AS_MAJORITY, **FEW}, 5.0),
        Healthy("2,000 rows, early: softmax of 4, small logits", partial(undertrained_softmax, n=2_000),
                {**NEAR_CHANCE, "LW202": "the largest of four weak scores is seldom right"}, 0.75),
        Healthy("1,000 rows, a tree of 20 leaves", partial(tree, n=1_000), OPEN),
        Healthy("1,000 rows under a rule, threshold 0.4", partial(ruled, draw=strong, threshold=0.4), OPEN),
        Healthy("1,000 rows under a rule, threshold 0.25, prevalence 0.1",
                partial(ruled, draw=rare, threshold=0.25), {**OPEN, **RARE}),
        Healthy("1,000 rows under floors that can be shown", partial(required, n=1_000), OPEN),
    ]  # fmt: skip


WORLDS: tuple[Healthy, ...] = (*_sigmoids(), *_forms(), *_softmaxes(), *_beside(), *_odd())
