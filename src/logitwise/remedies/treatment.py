"""What is done to one score, with what it was like before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logitwise.remedies.abstain import Abstention
    from logitwise.remedies.choice import Choice
    from logitwise.remedies.recalibration import Recalibration


@dataclass(frozen=True, slots=True)
class Changes:
    """Decisions that a rule makes otherwise than the head does.

    Attributes:
        rows: all rows.
        to_positive: decided negative before, positive by the rule.
        to_negative: the other way round.
        undecided: decided before, not decided by the rule.
    """

    rows: float
    to_positive: float
    to_negative: float
    undecided: float = 0.0


@dataclass(frozen=True, slots=True)
class Treatment:
    """One score, treated.

    Attributes:
        of: the positive class, or the label; None for a softmax of more classes.
        recalibration: what is done to its logits.
        choice: the threshold on the recalibrated probability; None where the largest class is taken.
        abstention: the band around it in which nothing is decided, or None.
        default: numbers at the head's own threshold on the outputs as they are.
        changes: decisions that change; None where they are not counted.
    """

    of: str | None
    recalibration: Recalibration
    choice: Choice | None = None
    abstention: Abstention | None = None
    default: Mapping[str, float] = field(default_factory=dict)
    changes: Changes | None = None
