"""What a policy holds, as frozen values: requirements, clauses, confidence, rules on rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from logitwise.metrics.names import METRICS
from logitwise.metrics.parameters import DEFAULTS, Parameters

if TYPE_CHECKING:
    from logitwise.head import HeadKind

Operator = Literal[">=", "<="]
Average = Literal["macro", "weighted", "micro"]

ALPHA = 0.05
"""One-sided level of a verdict before it is divided by the looks (METHODS l)."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A bound on one metric.

    Attributes:
        metric: name of the metric.
        of: class or label, None for the whole or, of a head with two classes, the positive class.
        average: ``macro``, ``weighted`` or ``micro``, None where none was asked for.
        op: ``>=`` (at least) or ``<=`` (at most).
        bound: the floor or ceiling, in the metric's unit.
        source: where it was written, for messages.
        each_slice: whether every value of every sliced column must keep it, instead of all rows together.

    >>> Requirement("recall", of="malignant", op=">=", bound=0.9).text
    'recall of malignant >= 0.9'
    """

    metric: str
    of: str | None = None
    average: Average | None = None
    op: Operator = ">="
    bound: float = 0.0
    source: str = ""
    each_slice: bool = False

    @property
    def name(self) -> str:
        """What is bounded: ``recall of malignant``, ``macro f1``, ``accuracy``."""
        front = f"{self.average} " if self.average else ""
        return f"{front}{self.metric}" + (f" of {self.of}" if self.of is not None else "")

    @property
    def text(self) -> str:
        """The requirement as a short formula."""
        return f"{self.name} {self.op} {self.bound:g}" + (" in each slice" if self.each_slice else "")

    @property
    def asked(self) -> str:
        """What is asked, in words, and where that can never be shown, what to ask instead.

        >>> Requirement("ece15", op="<=", bound=0.05).asked
        'asks for ece15 <= 0.05: can only stay undecided, ece15 has no limits to decide by; ask for calibration_gap'
        """
        instead = METRICS[self.metric].instead
        never = f": can only stay undecided, {self.metric} has no limits to decide by; ask for {instead}"
        return f"asks for {self.text}" + (never if instead else "")

    @property
    def table(self) -> str:
        """The table of the policy that it stands in, for messages."""
        return "[require.each_slice]" if self.each_slice else "[require]"


@dataclass(frozen=True, slots=True)
class Costs:
    """What each kind of decision costs, in one unit; right decisions cost nothing.

    Attributes:
        false_positive: of deciding positive where the truth is negative.
        false_negative: of deciding negative where the truth is positive.
    """

    false_positive: float
    false_negative: float


@dataclass(frozen=True, slots=True)
class Task:
    """What the policy declares about the task; None where it leaves it to the data.

    Attributes:
        head: output activation.
        classes: names in the order of their codes.
        positive: the class that a sigmoid's probability is of.
        threshold: on the probability scale, compared with ``>=``.
        prevalence: share of positives where the classifier will be used.
        beta: of `fbeta`.
        top_k: of `top_k_accuracy`.
        max_fpr: of `partial_auc`.
        costs: of two classes or of each label; None where they are not known.
    """

    head: HeadKind | None = None
    classes: tuple[str, ...] | None = None
    positive: str | None = None
    threshold: float | None = None
    prevalence: float | None = None
    beta: float = DEFAULTS.beta
    top_k: int = DEFAULTS.top_k
    max_fpr: float = DEFAULTS.max_fpr
    costs: Costs | None = None

    @property
    def parameters(self) -> Parameters:
        """What metrics depend on beside the rows."""
        return Parameters(beta=self.beta, top_k=self.top_k, prevalence=self.prevalence, max_fpr=self.max_fpr)


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure the verdict must be.

    Attributes:
        level: two-sided level of the intervals that are shown.
        looks: how often the user plans to look at growing data; both sides of the verdict are divided by it.
    """

    level: float = 0.95
    looks: int = 1

    @property
    def alpha(self) -> float:
        """One-sided level at which a requirement passes."""
        return ALPHA / self.looks


@dataclass(frozen=True, slots=True)
class RowRules:
    """What happens to rows that cannot be read.

    Attributes:
        invalid: ``refuse`` the file, or ``reject`` such rows and count them.
        max_rejected: largest share of rows left out with which a verdict may still be *ready*.
    """

    invalid: Literal["refuse", "reject"] = "refuse"
    max_rejected: float = 0.01


@dataclass(frozen=True, slots=True)
class BaselineClauses:
    """The clauses of the shipped policy that are no bound on one metric.

    Attributes:
        beats_majority: right more often than always answering the commonest class, by a sign test.
        beats_prior: a better Brier score than always giving the class frequencies.
        mostly_missed: no class may have its recall surely below this share; None: not asked. 0.5 is a judgement.
    """

    beats_majority: bool = False
    beats_prior: bool = False
    mostly_missed: float | None = None

    @property
    def any(self) -> bool:
        """Whether any clause is asked for."""
        return self.beats_majority or self.beats_prior or self.mostly_missed is not None


@dataclass(frozen=True, slots=True)
class FindingRules:
    """Which findings are looked for, and which may stand.

    Attributes:
        waive: code to reason; such a finding is shown as waived and withholds nothing.
        select: codes or their beginnings (``LW2``) that alone are looked for; empty: all.
        ignore: codes or their beginnings that are not looked for.
    """

    waive: Mapping[str, str] = field(default_factory=dict)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def selects(self, code: str) -> bool:
        """Whether a code is looked for.

        >>> FindingRules(select=("LW2",), ignore=("LW206",)).selects("LW206")
        False
        """
        chosen = not self.select or code.startswith(self.select)
        return chosen and not (self.ignore and code.startswith(self.ignore))


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that is asked of a classifier.

    Attributes:
        source: the file it was read from, ``baseline`` or ``a dict``.
        extends_baseline: whether the shipped policy applies, alone or beneath the user's.
        requirements: bounds on metrics.
        clauses: the baseline's clauses.
        task: declarations about the head.
        confidence: level shown and looks planned.
        rows: what happens to invalid rows.
        findings: which findings are looked for, and which may stand.
    """

    source: str
    extends_baseline: bool = False
    requirements: tuple[Requirement, ...] = ()
    clauses: BaselineClauses = field(default_factory=BaselineClauses)
    task: Task = field(default_factory=Task)
    confidence: Confidence = field(default_factory=Confidence)
    rows: RowRules = field(default_factory=RowRules)
    findings: FindingRules = field(default_factory=FindingRules)

    def sentences(self) -> tuple[str, ...]:
        """What is asked, in words, one line each.

        >>> Policy("x.toml", requirements=(Requirement("recall", op=">=", bound=0.8),)).sentences()[1]
        'asks for recall >= 0.8'
        """
        asked = [wanted.asked for wanted in self.requirements]
        if self.clauses.beats_majority:
            asked.append("asks that it beats always answering the commonest class")
        if self.clauses.beats_prior:
            asked.append("asks that its probabilities beat the class frequencies")
        if self.clauses.mostly_missed is not None:
            asked.append(f"asks that of no class surely less than {self.clauses.mostly_missed:g} is found")
        asked += [f"lets {code} stand: {reason}" for code, reason in self.findings.waive.items()]
        looks = f", shared among {self.confidence.looks:,} looks" if self.confidence.looks > 1 else ""
        return (
            f"{self.source}: can be read",
            *asked,
            f"decides with one-sided limits of 95 %{looks}; shows intervals of {100 * self.confidence.level:g} %",
            "is never ready while a finding of level error stands",
            f"{self.rows.invalid}s rows that cannot be read; withholds ready above {100 * self.rows.max_rejected:g} %",
        )
