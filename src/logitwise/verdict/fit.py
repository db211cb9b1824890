"""Does a policy fit the data it is held against? Classes that it names must exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.errors import PolicyError
from logitwise.metrics.wording import class_name, named
from logitwise.policy.nearest import did_you_mean
from logitwise.verdict.head_has import check_head_has

if TYPE_CHECKING:
    from logitwise.head import Head
    from logitwise.policy import Policy, Requirement
    from logitwise.tallies import Tally


def check_fit(tally: Tally, policy: Policy) -> None:
    """Refuse a policy that speaks of another task.

    Raises:
        PolicyError: a class that does not exist, a head, positive class or threshold other than declared, a metric that
            the head does not have, or one of a class without saying of which.
    """
    head = tally.head
    _check_task(head, policy)
    _check_threshold(tally, policy)
    for wanted in policy.requirements:
        check_head_has(tally, wanted)
        _check_class(head, wanted)
        _check_slices(tally, wanted)


def _check_task(head: Head, policy: Policy) -> None:
    task, at = policy.task, f"{policy.source}: [task]"
    if task.head not in (None, head.kind) and not (head.binary and task.head in ("sigmoid", "softmax")):
        raise PolicyError(f"{at} head is {task.head}, but the outputs are judged as {head.kind}")
    if task.classes is not None and set(task.classes) != set(head.classes):
        extra = sorted(set(task.classes) - set(head.classes)) or sorted(set(head.classes) - set(task.classes))
        side = "the data have no" if set(task.classes) - set(head.classes) else "the policy leaves out"
        raise PolicyError(f"{at} classes differ from those judged: {side} {named(extra)}")
    if task.positive is not None and task.positive != head.positive_class:
        raise PolicyError(
            f"{at} positive is {class_name(task.positive)}, but "
            + ("the head has no positive class" if head.positive_class is None
               else f"the outputs are judged with {class_name(head.positive_class)} as positive")
        )  # fmt: skip


def _check_threshold(tally: Tally, policy: Policy) -> None:
    """Decisions that came ready-made were taken at a threshold that nobody knows, so there is none to compare."""
    wanted, taken = policy.task.threshold, tally.head.threshold
    if wanted is not None and wanted != taken and tally.scale not in ("decisions", "confusion"):
        raise PolicyError(f"{policy.source}: [task] threshold is {wanted}, but decisions were taken at {taken}")


def _check_class(head: Head, wanted: Requirement) -> None:
    at = f"{wanted.source}: {wanted.table} {wanted.metric}"
    if wanted.average is not None and wanted.average in head.classes:
        raise PolicyError(f"{at}.{wanted.average}: is both an average and the name of a class; rename the class")
    if wanted.of is not None and wanted.of not in head.classes:
        hint = did_you_mean(wanted.of, head.classes)
        raise PolicyError(f"{at}: there is no class {wanted.of!r}{hint}; there are {named(head.classes, most=8)}")


def _check_slices(tally: Tally, wanted: Requirement) -> None:
    if wanted.each_slice and not tally.slices:
        raise PolicyError(
            f"{wanted.source}: {wanted.table} asks something of each slice, but the rows are sliced by no column; name "
            "one with --slice COL (slices= in Python)"
        )
