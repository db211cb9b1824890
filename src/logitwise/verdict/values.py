"""What a verdict is, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["ready", "not ready", "not enough data"]
RequirementOutcome = Literal["pass", "fail", "undecided", "not applicable"]

EXIT_CODES: dict[Outcome, int] = {"ready": 0, "not ready": 1, "not enough data": 3}


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """One requirement or clause, judged.

    Attributes:
        name: the requirement in words, class names as they are.
        metric: metric that was bounded.
        of: class or label it is about; of a clause on all classes the one that decides; None for the whole.
        average: macro, weighted, micro or None.
        op: ``>=`` or ``<=``.
        bound: floor or ceiling.
        value: the estimate, NaN where undefined.
        lower: verdict limit below (for ``>=`` at `alpha`, for ``<=`` at `alpha_fail`), NaN where it cannot be bounded.
        upper: verdict limit above (for ``>=`` at `alpha_fail`, for ``<=`` at `alpha`), NaN where it cannot be bounded.
        alpha: one-sided level at which it passes.
        alpha_fail: one-sided level at which it fails: alpha divided by the number of requirements.
        outcome: pass, fail, undecided, not applicable.
        rows_needed: rows in all that would probably decide it, None where that is decided, unknown or hopeless.
        sentence: the outcome in words with the numbers.
        source: the policy that asks for it.
        judgement: whether the bound is a judgement of ours and not derived.
        slice: the slice that it was judged on, ``column = value``; None: all rows.
        slice_rows: how many rows the slice has, of which `rows_needed` then speaks; None: all rows.
    """

    name: str
    metric: str
    of: str | None
    average: str | None
    op: str
    bound: float
    value: float
    lower: float
    upper: float
    alpha: float
    alpha_fail: float
    outcome: RequirementOutcome
    rows_needed: int | None
    sentence: str
    source: str
    judgement: bool = False
    slice: str | None = None
    slice_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a classifier is ready, and why.

    Attributes:
        outcome: ``ready``, ``not ready`` or ``not enough data``.
        reasons: plain sentences, the one that weighs most first.
        requirements: every requirement and clause with its outcome.
        stops: what withholds *ready* without being a failure, as sentences.
        bottleneck: the requirement that stands in the way, None where none does.
        advice: what to do next, as sentences.
        findings: codes of the error-level findings that stand, for which alone it is not ready.
    """

    outcome: Outcome
    reasons: tuple[str, ...]
    requirements: tuple[RequirementResult, ...]
    stops: tuple[str, ...]
    bottleneck: RequirementResult | None
    advice: tuple[str, ...]
    findings: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 ready, 1 not ready, 3 not enough data."""
        return EXIT_CODES[self.outcome]
