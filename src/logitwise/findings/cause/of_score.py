"""Cause of a shortfall of one score with a threshold: a sigmoid, each label, or a class against the rest."""

from __future__ import annotations

from math import isfinite, isnan
from typing import TYPE_CHECKING, Final

from logitwise.findings.cause.case import BETTER_SCORES
from logitwise.findings.cause.cause import Cause
from logitwise.findings.cause.decided_metric import OF_DECISIONS, decided_metric
from logitwise.findings.cause.label_noise import Noise, label_noise
from logitwise.findings.cause.reach import USEFUL, other_floors, reach, within_reach
from logitwise.findings.cause.recalibrated import recalibrated_counts
from logitwise.findings.infinite import GIVE_LOGITS
from logitwise.metrics.wording import counted, metric_words, number, percent
from logitwise.policy import ALPHA

if TYPE_CHECKING:
    from logitwise.findings.cause.case import Case
    from logitwise.findings.cause.reach import Reach
    from logitwise.remedies.reached import Reached

FEWEST: Final = 10
"""Rows that a class needs before anything is claimed about it. A judgement."""
INVERTED: Final = 0.01
"""Level at which a ROC AUC below 0.5 is called inverted."""


def of_score(case: Case) -> Cause:
    """The first that holds: too few rows, scores inverted or weak, calibration, threshold, wrong labels, ranking."""
    blocked = _too_few(case) or _inverted(case) or _weak(case)
    if blocked is not None:
        return blocked
    return _calibration(case) or _threshold(case) or _noise(case) or _out_of_reach(case)


def _too_few(case: Case) -> Cause | None:
    fewest = min(case.rows, case.other_rows)
    if fewest >= FEWEST:
        return None
    what = case.name if case.rows < FEWEST else f"anything but {case.name}"
    rows = counted(round(fewest), "row")
    return Cause(
        "data",
        f"There {'is' if rows == '1 row' else 'are'} only {rows} of {what}: fewer than {FEWEST} say too little, so the "
        "data are the cause.",
        f"Label more rows of {what}.",
        {"rows": fewest, "fewest": FEWEST},
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
    if case.several or not case.honesty.wrong or case.asked.metric not in OF_DECISIONS:
        return None
    found = recalibrated_counts(case.pairs, case.threshold)
    if found is None or not found.gain >= USEFUL:
        return None
    reached = case.about(found)
    if not _asked_of(case, reached) >= case.asked.bound > _asked_of(case, case.now):
        return None
    return Cause(
        "calibration",
        f"{case.ranking}, but {case.honesty.words}, so the calibration is the cause: recalibrated, at the threshold of "
        f"{number(case.threshold)} {_reached(case, reached)}, cross-fitted.",
        "Recalibrate on half of the rows or on other rows, and judge on the rest."
        if case.facts.recalibrable
        else GIVE_LOGITS,
        {"roc_auc": case.area.value, **case.honesty.evidence, **_numbers(reached)},
        case.facts.tune("--calibrate", "auto"),
    )


def _threshold(case: Case) -> Cause | None:
    found = reach(case)
    if found is None or not found.enough:
        return None
    start = f"{case.ranking} and {case.honesty.words}, so" if case.honesty.kind == "honest" else f"{case.ranking}, so"
    where = (
        f"deciding {case.name} wherever its probability is at least {number(found.threshold)}, and not only where "
        "it is the largest,"
        if case.several
        else f"at {number(found.threshold)} instead of {number(case.threshold)}"
    )
    rule = "decision rule" if case.several else "threshold"
    return Cause(
        "threshold",
        f"{start} the {rule} is the cause: {where} {_reached(case, found.reached)}, {_of_which(found)}."
        f"{_aside(case, found)}",
        f"Choose the {rule} on half of the rows or on other rows, and judge on the rest.",
        {"roc_auc": case.area.value, "threshold": found.threshold, **_numbers(found.reached)},
        found.command,
    )


def _aside(case: Case, found: Reach) -> str:
    """What else is to be known of that threshold."""
    said = ""
    if found.refused is not None and not case.several:
        said += f" That is the one of largest F1: {found.refused}."
    if case.honesty.wrong:
        said += f" Besides, {case.honesty.words}"
        mended = not case.several and case.facts.recalibrable
        said += "; the command mends that first, which moves the threshold." if mended else "."
    if case.several:
        said += f" A cost matrix says it: let it cost more to miss {case.name}."
    return said


def _noise(case: Case) -> Cause | None:
    noise = label_noise(case.cells)
    if noise is None:
        return None
    if case.negative:
        noise = Noise(noise.high, noise.low)
    return Cause(
        "data",
        f"{percent(noise.high)} of the rows that score surely {case.name} are labelled otherwise and "
        f"{percent(noise.low)} the other way round, no more rarely where the scores are surest: that looks like wrong "
        f"labels, so the data are the cause (ROC AUC {number(case.area.value)} is limited by them).",
        "Read the labels of the rows that contradict the surest scores, and how labels and scores were joined.",
        {"roc_auc": case.area.value, "wrong_above": noise.high, "wrong_below": noise.low},
    )


def _out_of_reach(case: Case) -> Cause:
    if case.asked.metric not in OF_DECISIONS:
        return Cause(
            "ranking",
            f"{case.ranking}: no threshold and no recalibration changes how the scores rank, so the ranking is the "
            "cause.",
            BETTER_SCORES,
            {"roc_auc": case.area.value},
        )
    found = reach(case)
    if found is not None and found.refused is not None and within_reach(case):
        return _too_few_to_guarantee(case, found, found.refused)
    reached = "no threshold comes near"
    if found is not None:
        at = number(found.threshold)
        reached = f"at the best threshold, {at}, {_reached(case, found.reached)}, {_of_which(found)}"
    evidence = {"roc_auc": case.area.value} | ({} if found is None else _numbers(found.reached))
    asked = f" for {case.goal}" if isfinite(case.asked.bound) else ""
    beside = [f"{metric_words(wanted.metric)} of at least {wanted.bound:g}" for wanted in other_floors(case)]
    asked += f" beside {' and '.join(beside)}" if beside else ""
    return Cause(
        "ranking",
        f"{case.ranking}, which is not enough{asked}: {reached}, so the ranking is the cause.",
        BETTER_SCORES,
        evidence,
    )


def _too_few_to_guarantee(case: Case, found: Reach, refused: str) -> Cause:
    unit = "rows" if case.facts.tally.groups is None else "groups"
    return Cause(
        "data",
        f"There is too little data, so the data are the cause: {refused}. With the largest F1, at "
        f"{number(found.threshold)}, {_reached(case, found.reached)}, {_of_which(found)}.",
        f"Label more {unit} of {case.name}; until then choose the threshold by F1, on other rows than it is judged on.",
        {"roc_auc": case.area.value, "threshold": found.threshold, **_numbers(found.reached)},
        found.command,
    )


def _of_which(found: Reach) -> str:
    return "cross-fitted" if found.cross_fitted else "on the rows that chose it"


def _asked_of(case: Case, reached: Reached) -> float:
    """What falls short, of what is reached; NaN counts as nothing reached."""
    value = float(decided_metric(reached, case.asked.metric, case.facts.policy.task.beta))
    return 0.0 if isnan(value) else value


def _reached(case: Case, reached: Reached) -> str:
    """What a threshold comes to, the asked metric first."""
    metric = case.asked.metric
    parts = {"recall": float(reached.recall), "precision": float(reached.precision)}
    if metric not in parts:
        parts = {metric: float(decided_metric(reached, metric, case.facts.policy.task.beta)), **parts}
    of = f" of {case.name}" if case.negative else ""
    words = [f"{metric_words(name)} {number(value)}" for name, value in parts.items()]
    first, value = next(iter(parts.items()))
    words[0] = f"{metric_words(first)}{of if metric in ('recall', 'precision') else ''} is {number(value)}"
    return ", ".join(words[:-1]) + f" and {words[-1]}"


def _numbers(reached: Reached) -> dict[str, float | int | str | None]:
    return {"recall_there": float(reached.recall), "precision_there": float(reached.precision)}
