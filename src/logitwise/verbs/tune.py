"""Tune: from a model's outputs to a rule that mends them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import isfinite
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

from logitwise.errors import NoGuaranteeError, OptionError, RemedyError
from logitwise.policy import Costs, Policy, find_policy
from logitwise.remedies.goals import Goals, capacity_of, floor_of, maximised
from logitwise.remedies.guarantee import DELTA
from logitwise.remedies.tuned import AUTO, tuned
from logitwise.sources.costs import open_costs
from logitwise.verbs.gather import Rows, gather, named_file
from logitwise.verbs.prior import unlabeled_of

if TYPE_CHECKING:
    from logitwise.engines.local import Progress
    from logitwise.rule import Rule


def tune(  # noqa: PLR0913 each keyword is one thing a user may say
    source: Any = None,
    *,
    model: Any = None,
    inputs: Any = None,
    logits: Any = None,
    probabilities: Any = None,
    label: str | None = None,
    head: str | None = None,
    classes: Sequence[object] | None = None,
    positive: object = None,
    sample_weight: Any = None,
    class_weight: Mapping[str, float] | None = None,
    groups: Any = None,
    ids: Any = None,
    require: str | Sequence[str] | None = None,
    maximize: str | None = None,
    beta: float | None = None,
    costs: Any = None,
    capacity: str | float | None = None,
    abstain: float | None = None,
    calibrate: str = AUTO,
    prevalence: Any = None,
    unlabeled: Any = None,
    prior_by: str = "em",
    delta: float = DELTA,
    policy: Any = None,
    invalid: str | None = None,
    limits: Any = None,
    progress: Progress | None = None,
) -> Rule:
    """Fit a rule: recalibration, prior shift, thresholds. Use rows that the rule will not be judged on.

    Where rows are, and what they mean, is said as to `logitwise.evaluate`; a tally will do.

    Args:
        source: labels, a file, files, a frame or a `Tally`, as `logitwise.evaluate` takes it.
        model: see `logitwise.evaluate`, and so for the following.
        inputs: what the model takes.
        logits: raw outputs, or the name of their columns.
        probabilities: outputs after the activation, or the name of their columns.
        label: name of the label column.
        head: ``sigmoid``, ``softmax`` or ``multilabel``.
        classes: class names in the order of the outputs.
        positive: the positive one of two classes.
        sample_weight: how much each row counts.
        class_weight: a factor for the rows of some classes.
        groups: what rows belong to together; whole groups are left out in cross-fitting.
        ids: a name for each row.
        require: bounds to be kept with confidence on other rows like these: ``"recall >= 0.9"``, ``"precision >=
            0.5"``, ``"specificity >= 0.95"``, ``"false_positive_rate <= 0.01"``; of labels, each one's.
        maximize: ``f1``, ``fbeta``, ``mcc``, ``balanced_accuracy``, ``accuracy``, or with a bound ``precision`` or
            ``recall``.
        beta: of ``fbeta``; the policy's unless said.
        costs: ``{"false_positive": 1, "false_negative": 20}``; of a softmax of more classes a matrix ``(truth,
            decision)``. The policy's costs unless anything else is asked.
        capacity: most rows that may be decided positive: ``"200/10000"`` or a share.
        abstain: share of decided rows that may be wrong; rows in a band around the threshold are then not decided.
        calibrate: ``auto``, ``none``, ``temperature``, ``affine``, ``beta``, ``isotonic``; of a softmax ``bias`` or
            ``vector`` too.
        prevalence: share of positives where the rule is used, or shares by class; the policy's where a threshold is
            chosen by costs, a metric or a number of alarms, and no bound is to be kept: that is one on these rows.
        unlabeled: outputs from there without labels, from which the prevalence is estimated: an array in the scale of
            these, or a file.
        prior_by: how it is estimated: ``em``, by maximum likelihood, the most precise of calibrated probabilities;
            ``bbse``, by mean probabilities of each class, which need not be; ``hard-bbse``, by decisions alone.
        delta: chance that a guarantee fails.
        policy: what ``[task]`` declares holds where nothing is said; see `logitwise.evaluate`.
        invalid: ``refuse`` or ``reject`` rows that cannot be read.
        limits: limits on hostile files.
        progress: called with rows done and rows in all.

    Returns:
        A `Rule`: `Rule.save` it, `Rule.apply` it, judge it with ``lw.evaluate(..., rule=rule)`` on other rows.

    Raises:
        InputError: the input cannot be read, or no rule makes sense: one class alone, inverted scores.
        NoGuaranteeError: a bound cannot be guaranteed on so few rows; the message says how many are needed.

    >>> import numpy as np, logitwise as lw
    >>> rng = np.random.default_rng(0)
    >>> y = rng.random(2000) < 0.1
    >>> z = rng.normal(2.0 * y, 1.0) - 4.0  # good at ranking, far too low
    >>> rule = lw.tune(y, logits=z, maximize="f1")
    >>> bool(rule.apply(logits=z).decisions.sum() > 50)
    True
    """
    rules = policy if isinstance(policy, Policy) else find_policy(policy)
    rows = Rows(
        source=source, model=model, inputs=inputs, logits=logits, probabilities=probabilities, label=label, head=head,
        classes=classes, positive=positive, sample_weight=sample_weight, class_weight=class_weight, groups=groups,
        ids=ids, invalid=invalid, limits=limits,
    )  # fmt: skip
    by_class = None if costs is None or isinstance(costs, Mapping | Costs) else costs
    goals = goals_of(
        rules, require=require, maximize=maximize, beta=beta, costs=None if by_class is not None else costs,
        capacity=capacity, abstain=abstain, delta=delta,
    )  # fmt: skip
    tally = gather(rows, policy=rules, progress=progress).tally
    if prevalence is not None and unlabeled is not None:
        raise OptionError("give either the prevalence or outputs without labels to estimate it from")
    if prevalence is None and unlabeled is None and _chosen_freely(goals):
        prevalence = rules.task.prevalence
    with told_of(named_file(rows)):
        return tuned(
            tally, goals, calibrate=calibrate, prevalence=prevalence, prior_by=prior_by,
            unlabeled=None if unlabeled is None else unlabeled_of(unlabeled, tally, rows=rows),
            costs=None if by_class is None else _matrix(by_class, tally.head.classes),
        )  # fmt: skip


def _chosen_freely(goals: Goals) -> bool:
    """Whether a threshold is chosen, and nothing promised of it that would mean another thing at another prevalence."""
    asked = goals.maximize is not None or goals.costs is not None or goals.capacity is not None
    return asked and not goals.require and goals.abstain is None


@contextmanager
def told_of(file: str | None) -> Iterator[None]:
    """Errors of a fit with the file that was fitted to."""
    try:
        yield
    except (RemedyError, NoGuaranteeError) as error:
        if file is None or file in str(error):
            raise
        raise type(error)(f"{file}: {error}") from error


def goals_of(  # noqa: PLR0913  each goal by its own word
    policy: Policy,
    *,
    require: str | Sequence[str] | None,
    maximize: str | None,
    beta: float | None,
    costs: Mapping[str, float] | Costs | None,
    capacity: str | float | None,
    abstain: float | None,
    delta: float,
) -> Goals:
    """What is asked, read; costs of the policy where nothing is.

    Raises:
        OptionError: a goal that cannot be read.
    """
    texts = [require] if isinstance(require, str) else list(require or [])
    nothing = not texts and maximize is None and costs is None and capacity is None and abstain is None
    return Goals(
        require=tuple(floor_of(text) for text in texts),
        maximize=None if maximize is None else maximised(maximize),
        beta=policy.task.beta if beta is None else beta,
        costs=policy.task.costs if nothing else costs_of(costs),
        capacity=None if capacity is None else capacity_of(str(capacity)),
        abstain=abstain,
        delta=delta,
    )


def costs_of(given: Mapping[str, float] | Costs | None) -> Costs | None:
    """Costs of two classes.

    Raises:
        OptionError: another name, or a cost that is no number above 0.
    """
    if given is None or isinstance(given, Costs):
        return given
    names = ("false_positive", "false_negative")
    if set(given) != set(names):
        raise OptionError(
            f"costs: expected false_positive and false_negative, got {', '.join(map(str, given)) or 'none'}"
        )
    for name in names:
        cost = given[name]
        if isinstance(cost, bool) or not isinstance(cost, Real) or not isfinite(cost) or cost <= 0:
            raise OptionError(f"costs: {name} = {cost!r}; expected a number above 0")
    return Costs(float(given["false_positive"]), float(given["false_negative"]))


def _matrix(costs: Any, classes: Sequence[str]) -> list[list[float]]:
    if isinstance(costs, str | os.PathLike):
        return open_costs(Path(costs), classes=classes)
    try:
        rows = costs.tolist() if hasattr(costs, "tolist") else [list(row) for row in costs]
        return [[float(each) for each in row] for row in rows]
    except (TypeError, ValueError) as error:
        raise OptionError(
            "costs: expected {'false_positive': 1, 'false_negative': 20}, or of more classes a matrix (truth, decision)"
        ) from error
