"""What somebody asks of a threshold, as it is written on a command line."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, Final, Literal

from logitwise.errors import OptionError
from logitwise.policy.nearest import did_you_mean
from logitwise.remedies.guarantee import DELTA, check_floor

if TYPE_CHECKING:
    from logitwise.policy import Costs

FLOORS: Final = ("recall", "precision", "specificity", "false_positive_rate")
_WRITTEN: Final = re.compile(r"\s*([A-Za-z_][\w ]*?)(?:\.(.+?))?\s*(>=|<=|≥|≤|>|<|==?)\s*(\S+)\s*\Z")
_SHARE: Final = re.compile(r"\s*([\d_.,eE+-]+)\s*(?:/\s*([\d_.,eE+-]+)\s*)?\Z")


@dataclass(frozen=True, slots=True)
class Floor:
    """A bound that is to be kept with confidence.

    Attributes:
        metric: one of `FLOORS`.
        op: ``>=``, of a false positive rate ``<=``.
        bound: above 0, below 1.
        of: the label that it is of, or the positive class; None: the positive class, or every label.

    Raises:
        OptionError: another metric, the wrong direction, or a bound that nothing, or everything, keeps.

    >>> Floor("recall", ">=", 0.9).text
    'recall >= 0.9'
    """

    metric: str
    op: Literal[">=", "<="]
    bound: float
    of: str | None = None

    def __post_init__(self) -> None:
        if self.metric not in FLOORS:
            raise OptionError(
                f"{self.metric!r} cannot be required{did_you_mean(self.metric, FLOORS)}: a threshold can keep a floor "
                "of recall, precision or specificity, or a ceiling on the false_positive_rate"
            )
        wanted = "<=" if self.metric == "false_positive_rate" else ">="
        if self.op != wanted:
            raise OptionError(
                f"{self.metric} {self.op} {self.bound:g}: expected {wanted}, "
                f"as in '{self.metric} {wanted} {self.bound:g}'"
            )
        if self.metric == "false_positive_rate" and self.bound in (0, 1):
            what = "can never be guaranteed" if self.bound == 0 else "is kept by every threshold"
            raise OptionError(f"false_positive_rate <= {self.bound:g}: a ceiling of {self.bound:g} {what}")
        check_floor(self.metric, self.bound, DELTA)

    @property
    def text(self) -> str:
        """As it is written."""
        return f"{self.metric}{'' if self.of is None else f'.{self.of}'} {self.op} {self.bound:g}"


@dataclass(frozen=True, slots=True)
class Goals:
    """All that is asked of one threshold.

    Attributes:
        require: bounds to be kept with confidence.
        maximize: metric to be as large as they allow.
        beta: of `fbeta`.
        costs: of false decisions; instead of `maximize`.
        capacity: largest share of rows that may be decided positive, None for any.
        abstain: largest share of wrong ones among the rows that are decided, None to decide all.
        delta: chance that a guarantee fails.
        otherwise: threshold on recalibrated probabilities where nothing is asked.

    Raises:
        OptionError: goals that contradict each other.
    """

    require: tuple[Floor, ...] = ()
    maximize: str | None = None
    beta: float = 1.0
    costs: Costs | None = None
    capacity: float | None = None
    abstain: float | None = None
    delta: float = DELTA
    otherwise: float = 0.5

    @property
    def nothing(self) -> bool:
        """Whether nothing is asked of the threshold."""
        asked = (self.maximize, self.costs, self.capacity, self.abstain)
        return not self.require and all(each is None for each in asked)

    def __post_init__(self) -> None:
        if self.maximize is not None and self.costs is not None:
            raise OptionError(f"costs say what is best already: leave out either them or maximize = {self.maximize}")
        for i, floor in enumerate(self.require):
            for other in self.require[:i]:
                if floor.metric == other.metric and (None in (floor.of, other.of) or floor.of == other.of):
                    raise OptionError(f"{floor.metric} is required twice: name one bound")

    def of_label(self, name: str) -> Goals:
        """What is asked of one label, or of the positive class."""
        return replace(self, require=tuple(floor for floor in self.require if floor.of in (None, name)))


def floor_of(text: str) -> Floor:
    """A bound as it is written, such as ``recall >= 0.9``.

    Raises:
        OptionError: it cannot be read.

    >>> floor_of("precision>=.8").text, floor_of("false positive rate <= 1%").text
    ('precision >= 0.8', 'false_positive_rate <= 0.01')
    >>> floor_of("recall.not sure >= 0.5").of
    'not sure'
    """
    found = _WRITTEN.match(text)
    if found is None:
        raise OptionError(f"{text!r} cannot be read as a requirement: expected one such as 'recall >= 0.9'")
    metric, of, op, bound = found.groups()
    op = {"≥": ">=", "≤": "<="}.get(op, op)
    if op not in (">=", "<="):
        raise OptionError(f"{text!r}: expected >= or <= where {op} stands, as in 'recall >= 0.9'")
    percent = bound.endswith("%")
    value = _number(bound.rstrip("%"))
    if value is None:
        raise OptionError(f"{text!r}: expected a number where {bound!r} stands, as in 'recall >= 0.9'")
    return Floor(metric.lower().replace(" ", "_"), ">=" if op == ">=" else "<=", value / 100 if percent else value, of)


def maximised(text: str) -> str:
    """A metric as it is written; in any case, with spaces or hyphens.

    Raises:
        OptionError: no text, or an F of another beta, which is written as ``fbeta`` with it.

    >>> maximised("F1"), maximised("balanced accuracy")
    ('f1', 'balanced_accuracy')
    """
    if not isinstance(text, str):
        raise OptionError(f"maximize is the name of a metric, like 'f1', not {type(text).__name__}")
    name = re.sub(r"[\s-]+", "_", text.strip().lower())
    beta = re.fullmatch(r"f_?(\d+(?:\.\d+)?)(?:_score)?", name)
    if beta is None or name == "f1":
        return name
    if float(beta[1]) == 1:
        return "f1"
    raise OptionError(f"maximize {text!r}: write fbeta with its beta: --maximize fbeta --beta {float(beta[1]):g}")


def capacity_of(text: str) -> float:
    """A capacity as it is written: alerts out of rows, or a share.

    Raises:
        OptionError: it cannot be read, or is no share above 0 and below 1.

    >>> capacity_of("200/10000"), capacity_of("0.02")
    (0.02, 0.02)
    """
    found = _SHARE.match(text)
    part, whole = (None, None) if found is None else (_number(found[1]), _number(found[2] or "1"))
    if part is None or not whole:
        raise OptionError(f"{text!r} cannot be read as a capacity: expected alerts out of rows, such as 200/10000")
    share = part / whole
    if not 0 < share < 1:
        raise OptionError(f"capacity {text}: expected fewer alerts than rows, and some, such as 200/10000")
    return share


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) else None
