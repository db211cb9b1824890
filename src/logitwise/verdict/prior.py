"""Do the probabilities beat always giving the class frequencies? The Brier skill against 0."""

from __future__ import annotations

from functools import partial
from math import isnan, nan
from typing import TYPE_CHECKING

from logitwise.metrics import Measurement, measure
from logitwise.metrics.wording import confidence, counted, number, quoted, sentence
from logitwise.verdict.checks import Check, Judged, Levels
from logitwise.verdict.requirement import in_all
from logitwise.verdict.values import RequirementOutcome, RequirementResult

if TYPE_CHECKING:
    from logitwise.tallies import Tally

NAME = "beats the prior"
MOST_NAMED = 3


def beats_prior(tally: Tally, source: str) -> Check:
    """The check; of a multilabel head one test a label; none where there are no probabilities."""
    if tally.scale in ("decisions", "confusion"):
        return Check(partial(_not_applicable, tally, source))
    labels = tally.head.classes if tally.head.kind == "multilabel" else (None,)
    return Check(partial(_judge, tally, tuple(labels), source))


def _judge(tally: Tally, labels: tuple[str | None, ...], source: str, levels: Levels) -> Judged:
    skills = [measure(tally, "brier_skill", of=label) for label in labels]
    outcomes = [_outcome(skill, levels) for skill in skills]
    failing = [skill for skill, outcome in zip(skills, outcomes, strict=True) if outcome == "fail"]
    outcome: RequirementOutcome = (
        "fail" if failing else "pass" if all(o == "pass" for o in outcomes) else "undecided"
    )  # fmt: skip
    worst = failing[0] if failing else min(skills, key=lambda skill: _rank(skill.lower(levels.passing)))
    spoken = [_sentence(skill, "fail", levels) for skill in failing[:MOST_NAMED]]
    if len(failing) > MOST_NAMED:
        spoken.append(f"{counted(len(failing) - MOST_NAMED, 'more label')} fall behind their frequencies.")
    summary = spoken[0] if spoken else _sentence(worst, outcome, levels)
    undefined = summary if isnan(worst.value) else None
    return Judged(
        _result(tally, worst, source, levels, outcome=outcome, summary=summary), tuple(spoken) or (summary,), undefined
    )


def _rank(limit: float) -> float:
    return -(2.0**1000) if isnan(limit) else limit


def _outcome(skill: Measurement, levels: Levels) -> RequirementOutcome:
    return "pass" if skill.lower(levels.passing) > 0 else "fail" if skill.upper(levels.failing) < 0 else "undecided"


def _result(  # noqa: PLR0913
    tally: Tally, skill: Measurement, source: str, levels: Levels, *, outcome: RequirementOutcome, summary: str
) -> RequirementResult:  # fmt: skip
    needed = skill.rows_needed(0.0, ">=", levels.passing).rows if outcome == "undecided" else None
    return RequirementResult(
        name=NAME, metric="brier_skill", of=skill.of, average=None, op=">=", bound=0.0, value=skill.value,
        lower=skill.lower(levels.passing), upper=skill.upper(levels.failing), alpha=levels.passing,
        alpha_fail=levels.failing, outcome=outcome, rows_needed=in_all(needed, of=skill.n, rows=tally.rows),
        sentence=summary, source=source,
    )  # fmt: skip


def _sentence(skill: Measurement, outcome: RequirementOutcome, levels: Levels) -> str:
    about = f" of {quoted(skill.of)}" if skill.of is not None else ""
    start = f"Brier skill{about} is {number(skill.value, apart_from=0.0)}"
    sure = f"with {confidence(levels.passing)} confidence"
    if isnan(skill.value):
        return f"Brier skill{about} is undefined: {skill.undefined}."
    if outcome == "pass":
        return (
            f"{start}, at least {number(skill.lower(levels.passing), apart_from=0.0)} {sure}: "
            "the probabilities say more than the class frequencies."
        )
    if outcome == "fail":
        return (
            f"{start} (at most {number(skill.upper(levels.passing), apart_from=0.0)} {sure}): "
            "always giving the class frequencies, the prior, would be better."
        )
    needed = sentence(skill.rows_needed(0.0, ">=", levels.passing).sentence)
    return f"{start}: the probabilities are not shown to say more than the class frequencies. {needed}."


def _not_applicable(tally: Tally, source: str, levels: Levels) -> Judged:
    text = f"There are no probabilities ({tally.scale} only), so nothing is said about them."
    return Judged(
        RequirementResult(
            name=NAME, metric="brier_skill", of=None, average=None, op=">=", bound=0.0, value=nan, lower=nan, upper=nan,
            alpha=levels.passing, alpha_fail=levels.failing, outcome="not applicable", rows_needed=None, sentence=text,
            source=source,
        ),
        (text,),
    )  # fmt: skip
