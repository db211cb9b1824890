"""A rule: what is done to a model's outputs before anybody acts on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitwise.activations import sigmoid, softmax
from logitwise.head import Head
from logitwise.rule.applied import ABSTAINED, Applied
from logitwise.rule.calibrations import Calibration, Identity
from logitwise.rule.outputs import checked_logits
from logitwise.rule.rows_seen import RowsSeen

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rule:
    """Calibration, prior shift and decision of a head, fitted on saved outputs.

    A row's logits are calibrated, shifted to the prior where the rule is used, and decided: of two classes the positive
    one where its recalibrated probability is at least the threshold, of labels likewise, of more classes the largest,
    or where costs are given the class that costs least in expectation.

    Attributes:
        head: kind, classes and positive class.
        calibrations: one; of a multilabel head one a label.
        shift: added to the calibrated logits: one number for two classes, one a class or label else.
        thresholds: on the recalibrated probability: one for two classes, one a label; empty for more classes.
        costs: of more classes ``(truth, decision)``, or None.
        abstain: of two classes: rows whose recalibrated probability is at least the first and below the second are not
            decided. None: every row is.
        seen: which rows it was tuned on, None where that is not known.
        evidence: how it came about, as JSON has it: goals, candidates, numbers before and after.
        sentences: the same for people.

    >>> from logitwise.rule import Affine
    >>> rule = Rule(Head("sigmoid", ("no", "yes")), (Affine(0.5, -1.0),), thresholds=(0.25,))
    >>> applied = rule.apply(logits=[-1.0, 0.0, 4.0])
    >>> applied.probabilities.round(3).tolist(), applied.decisions.tolist()
    ([0.182, 0.269, 0.731], [0, 1, 1])
    """

    head: Head
    calibrations: tuple[Calibration, ...] = (Identity(),)
    shift: tuple[float, ...] | None = None
    thresholds: tuple[float, ...] = ()
    costs: tuple[tuple[float, ...], ...] | None = None
    abstain: tuple[float, float] | None = None
    seen: RowsSeen | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    sentences: tuple[str, ...] = ()

    def apply(self, *, logits: Any = None, probabilities: Any = None) -> Applied:
        """Recalibrated probabilities and decisions of a model's outputs.

        Args:
            logits: raw outputs: ``(rows,)``, ``(rows, 1)`` or ``(rows, classes)``.
            probabilities: instead of logits.

        Raises:
            OptionError: both or neither were given.
            ShapeError: outputs of another width than the head's.
            ScoreError: NaN, or probabilities that are none.
        """
        z = self.recalibrated(checked_logits(self.head, logits=logits, probabilities=probabilities))
        if self.head.binary or self.head.kind == "multilabel":
            p = np.asarray(sigmoid(z), np.float64)
            return Applied(z, p, self._against_thresholds(z, p))
        p = np.asarray(softmax(z, axis=-1), np.float64)
        return Applied(z, p, self._of_classes(z, p))

    def recalibrated(self, z: Floats) -> Floats:
        """Logits after calibration and prior shift: of two classes ``(rows,)`` log-odds, else ``(rows, classes)``."""
        if self.head.kind == "multilabel":
            z = np.stack([each(z[:, k]) for k, each in enumerate(self.calibrations)], axis=1)
        else:
            z = np.asarray(self.calibrations[0](z), np.float64)
        return z if self.shift is None else z + np.asarray(self.shift)

    def save(self, path: str | Path) -> None:
        """Write the rule as JSON; all of it or nothing appears at `path`."""
        from logitwise.rule.codec import save_rule  # noqa: PLC0415  the codec knows the rule

        save_rule(self, path)

    def _against_thresholds(self, z: Floats, p: Floats) -> NDArray[Any]:
        """On log-odds, which tell probabilities near 1 apart."""
        cuts = np.array([log(t) - np.log1p(-t) for t in self.thresholds])
        if self.head.kind == "multilabel":
            return (z >= cuts).astype(np.int64)
        yes = z >= cuts[0]
        codes = np.where(yes, self.head.positive, 1 - (self.head.positive or 0)).astype(np.int64)
        if self.abstain is not None:
            codes[(p >= self.abstain[0]) & (p < self.abstain[1])] = ABSTAINED
        return codes

    def _of_classes(self, z: Floats, p: Floats) -> NDArray[Any]:
        if self.costs is None:
            return z.argmax(axis=1)
        return (p @ np.asarray(self.costs)).argmin(axis=1)
