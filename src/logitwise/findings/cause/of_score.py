"""Cause of a shortfall of one score with a threshold: a sigmoid, each label, or a class against the rest."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final

from logitwise.findings.cause.case import BETTER_SCORES
from logitwise.findings.cause.cause import Cause
from logitwise.findings.cause.counts_at import Counts, score
from logitwise.findings.cause.honesty import recalibrated_counts
from logitwise.findings.cause.label_noise import label_noise
from logitwise.findings.cause.reach import USEFUL, other_floors, reach
from logitwise.metrics.wording import counted, metric_words, number, percent
from logitwise.policy import ALPHA

if TYPE_CHECKING:
    from logitwise.findings.cause.case import Case
    from logitwise.findings.cause.reach import Reach

FEWEST: Final = 10
"""Rows that a class needs before anything is claimed about it. A judgement."""
INVERTED: Final = 0.01
"""Level at which a ROC AUC below 0.5 is called inverted."""


def of_score(case: Case) -> Cause:
    """The first that holds: too few rows, inverted, scores that tell nothing, wrong labels, calibration, threshold."""
    blocked = _too_few(case) or _inverted(case) or _weak(case)
    if blocked is not None:
        return blocked
    return _calibration(case) or _threshold(case) or _noise(case) or _out_of_reach(case)


def _too_few(case: Case) -> Cause | None:
    positives, negatives = float(case.cells.positives.sum()), float(case.cells.negatives.sum())
    if min(positives, negatives) >= FEWEST:
        return None
    what = case.name if positives < FEWEST else f"anything but {case.name}"
    rows = counted(round(min(positives, negatives)), "row")
    return Cause(
        "data",
        f"There {'is' if rows == '1 row' else 'are'} only {rows} of {what}: fewer than {FEWEST} say too little, so the "
        "data are the cause.",
        f"Label more rows of {what}.",
        {"rows": min(positives, negatives), "fewest": FEWEST},
    )


def _inverted(case: Case) -> Cause | None:
    if not case.area.upper(INVERTED) < 0.5:
        return None
    return Cause(
        "ranking",
        f"The scores rank {case.name} below the rest (ROC AUC {number(case.area.value)}): they are inverted, or "
        "classes or labels are swapped, so no threshold mends that.",
        "Look which class is the positive one and which way the score points.",
        {"roc_auc": case.area.value},
    )


def _weak(case: Case) -> Cause | None:
    """Scores that tell the classes apart too weakly, or too few rows to know."""
    if case.weak:
        return _noise(case) or Cause(
            "ranking",
            f"The scores hardly tell {case.name} from the rest (ROC AUC {number(case.area.value)}, surely below 0.7): "
            "no threshold and no recalibration mends that, so the ranking is the cause."
            if not case.constant
            else "All scores are equal: no threshold mends that, so the ranking is the cause.",
            BETTER_SCORES,
            {"roc_auc": case.area.value, "roc_auc_at_most": case.area.upper(ALPHA)},
        )
    if case.area.lower(ALPHA) > 0.5:
        return None
    unit = "rows" if case.facts.tally.groups is None else "groups"
    return Cause(
        "data",
        f"Whether the scores rank {case.name} above the rest is not known on so few {unit} (ROC AUC "
        f"{number(case.area.value)}, at least {number(case.area.lower(ALPHA))}), so the data are the cause.",
        f"Label more {unit}; if the scores do rank it above, another threshold finds more.",
        {"roc_auc": case.area.value, "roc_auc_at_least": case.area.lower(ALPHA)},
    )


def _calibration(case: Case) -> Cause | None:
    """Dishonest probabilities with which, once recalibrated, the threshold that is in use would do."""
    if case.several or case.honesty.kind in ("honest", "unknown"):
        return None
    counts = recalibrated_counts(case.pairs, case.threshold)
    measure = score(case.asked.metric, case.facts.policy.task.beta)
    if counts is None or measure is None or not counts.gain >= USEFUL:
        return None
    if not measure(counts) >= case.asked.bound > measure(case.now):
        return None
    return Cause(
        "calibration",
        f"{case.ranking}, but {case.honesty.words}, so the calibration is the cause: recalibrated, at the threshold of "
        f"{case.told(case.threshold)} {_reached(case, counts)}, cross-fitted.",
        "Recalibrate on half of the rows or on other rows, and judge on the rest.",
        {
            "roc_auc": case.area.value, "calibration_intercept": case.honesty.intercept,
            "calibration_slope": case.honesty.slope, **_numbers(counts),
        },
        case.facts.command("tune", "--calibrate", "auto", "-o", "rule.json"),
    )  # fmt: skip


def _threshold(case: Case) -> Cause | None:
    found = reach(case)
    if found is None or not found.enough:
        return None
    start = f"{case.ranking} and {case.honesty.words}, so" if case.honesty.kind == "honest" else f"{case.ranking}, so"
    where = (
        f"deciding {case.name} wherever its probability is at least {case.told(found.threshold)}, and not only where "
        "it is the largest,"
        if case.several
        else f"at {case.told(found.threshold)} instead of {case.told(case.threshold)}"
    )
    aside = "" if case.honesty.kind in ("honest", "unknown") else f" Besides, {case.honesty.words}."
    if case.several:
        aside += f" A cost matrix says it: let it cost more to miss {case.name}."
    rule = "decision rule" if case.several else "threshold"
    return Cause(
        "threshold",
        f"{start} the {rule} is the cause: {where} {_reached(case, found.counts)}, cross-fitted.{aside}",
        f"Choose the {rule} on half of the rows or on other rows, and judge on the rest.",
        {"roc_auc": case.area.value, "threshold": case.turned(found.threshold), **_numbers(found.counts)},
        found.command,
    )


def _noise(case: Case) -> Cause | None:
    noise = label_noise(case.cells)
    if noise is None:
        return None
    return Cause(
        "data",
        f"{percent(noise.high)} of the rows that score surely {case.name} are labelled otherwise and "
        f"{percent(noise.low)} the other way round, no more rarely where the scores are surest: that looks like wrong "
        f"labels, so the data are the cause (ROC AUC {number(case.area.value)} is limited by them).",
        "Read the labels of the rows that contradict the surest scores, and how labels and scores were joined.",
        {"roc_auc": case.area.value, "wrong_above": noise.high, "wrong_below": noise.low},
    )


def _out_of_reach(case: Case) -> Cause:
    if score(case.asked.metric, 1.0) is None and case.asked.metric != "fbeta":
        return Cause(
            "ranking",
            f"{case.ranking}: no threshold and no recalibration changes how the scores rank, so the ranking is the "
            "cause.",
            BETTER_SCORES,
            {"roc_auc": case.area.value},
        )
    found: Reach | None = reach(case)
    reached = "no threshold comes near"
    if found is not None:
        at = case.told(found.threshold)
        reached = f"at the best threshold, {at}, {_reached(case, found.counts)}, cross-fitted"
    evidence = {"roc_auc": case.area.value} | ({} if found is None else _numbers(found.counts))
    asked = f" for {case.goal}" if isfinite(case.asked.bound) else ""
    beside = [f"{metric_words(wanted.metric)} of at least {wanted.bound:g}" for wanted in other_floors(case)]
    asked += f" beside {' and '.join(beside)}" if beside else ""
    return Cause(
        "ranking",
        f"{case.ranking}, which is not enough{asked}: {reached}, so the ranking is the cause.",
        BETTER_SCORES,
        evidence,
    )


def _reached(case: Case, counts: Counts) -> str:
    """What counts come to, the asked metric first."""
    metric = case.asked.metric
    said = [] if metric in ("recall", "precision") else [metric]
    parts = {"recall": counts.recall, "precision": counts.precision}
    measure = score(metric, case.facts.policy.task.beta)
    if measure is not None:
        parts[metric] = measure(counts)
    of = f" of {case.name}" if case.negative else ""
    words = [f"{metric_words(name)} {number(float(parts[name]))}" for name in (*said, "recall", "precision")]
    first = metric if said else "recall"
    words[0] = f"{metric_words(first)}{'' if said else of} is {number(float(parts[first]))}"
    return ", ".join(words[:-1]) + f" and {words[-1]}"


def _numbers(counts: Counts) -> dict[str, float | int | str | None]:
    return {"recall_there": float(counts.recall), "precision_there": float(counts.precision)}
