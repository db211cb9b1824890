"""A rule: what is done to a model's outputs before anybody acts on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitwise.activations import sigmoid, softmax
from logitwise.errors import ModelError, ScoreError, SuffixError
from logitwise.head import Head
from logitwise.rule.applied import ABSTAINED, Applied
from logitwise.rule.calibrations import Calibration, Identity
from logitwise.rule.checks import check_rule
from logitwise.rule.outputs import Outputs, checked_outputs
from logitwise.rule.rows_seen import RowsSeen

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, repr=False)
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

    Raises:
        OptionError: parts that do not fit each other or the head; the message names the part.
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

    def __post_init__(self) -> None:
        check_rule(self)

    def apply(self, *, logits: Any = None, probabilities: Any = None) -> Applied:
        """Recalibrated probabilities and decisions of a model's outputs.

        Args:
            logits: raw outputs: ``(rows,)``, ``(rows, 1)`` or ``(rows, classes)``; an array, a tensor on the CPU or a
                list. A sigmoid's may be infinite, a softmax's -inf where a class is masked.
            probabilities: instead of logits.

        Raises:
            OptionError: both or neither were given.
            ShapeError: outputs of another width than the head's.
            ScoreError: NaN, or probabilities that are none.
        """
        return self.of_outputs(checked_outputs(self.head, logits=logits, probabilities=probabilities))

    def of_outputs(self, outputs: Outputs) -> Applied:
        """The same, of outputs that were checked.

        Raises:
            ScoreError: a softmax logit that becomes too large for float64.
        """
        z = self.logits_of(outputs)
        one_score = self.head.binary or self.head.kind == "multilabel"
        p = np.asarray(sigmoid(z) if one_score else softmax(z, axis=-1), np.float64)
        if one_score:
            return Applied(z, p, self.against_thresholds(z, outputs))
        if self.costs is not None:
            return Applied(z, p, (p @ np.asarray(self.costs)).argmin(axis=1))
        as_given = self.untouched(0) and outputs.scores is not None
        return Applied(z, p, (outputs.scores if as_given else z).argmax(axis=1))  # type: ignore[union-attr]

    def logits_of(self, outputs: Outputs) -> Floats:
        """Recalibrated logits of outputs that were checked.

        Raises:
            ScoreError: a softmax logit that becomes too large for float64.
        """
        z = self.recalibrated(outputs.z)
        if self.head.kind == "softmax" and not self.head.binary and (z == np.inf).any():
            row = int(np.argwhere(z == np.inf)[0][0])
            raise ScoreError(f"row {row}: a logit is too large for this rule's calibration: beyond what float64 holds")
        return z

    def recalibrated(self, z: Floats) -> Floats:
        """Logits after calibration and prior shift: of two classes ``(rows,)`` log-odds, else ``(rows, classes)``."""
        with np.errstate(over="ignore"):  # infinite log-odds are a probability of exactly 0 or 1
            if self.head.kind == "multilabel":
                z = np.stack([each(z[:, k]) for k, each in enumerate(self.calibrations)], axis=1)
            else:
                z = np.asarray(self.calibrations[0](z), np.float64)
            return z if self.shift is None else z + np.asarray(self.shift)

    def untouched(self, k: int) -> bool:
        """Whether the probabilities of label `k` (of any other head: all) stay what they are."""
        shift = 0.0 if self.shift is None else self.shift[k] if self.head.kind == "multilabel" else any(self.shift)
        return isinstance(self.calibrations[k], Identity) and not shift

    def __repr__(self) -> str:
        from logitwise.rule.in_short import in_short  # noqa: PLC0415  it knows the rule

        return f"Rule({in_short(self)})"

    def __str__(self) -> str:
        return "\n".join([repr(self), *self.sentences])

    def _repr_html_(self) -> str:
        from logitwise.rule.in_short import as_html  # noqa: PLC0415  only in notebooks

        return as_html(self)

    def save(self, path: str | Path) -> None:
        """Write the rule as JSON; all of it or nothing appears at `path`.

        Raises:
            SuffixError: another suffix than ``.json``.
            FileError: the place cannot be written to.
        """
        from logitwise.rule.codec import save_rule  # noqa: PLC0415  the codec knows the rule

        if Path(path).suffix.lower() != ".json":
            raise SuffixError(f"{path}: a rule is saved as .json")
        save_rule(self, path)

    def to_keras(self, model: Any) -> Any:
        """The Keras model with calibration and prior shift built in, so that it gives recalibrated probabilities.

        The logits are taken before the model's last activation, its weights are shared, and what comes out consists of
        layers that Keras ships: it saves and loads as ``.keras`` without code of logitwise. Thresholds, costs and an
        abstain band stay in the rule.

        Args:
            model: functional or Sequential, ending in the head of this rule.

        Raises:
            ModelError: the model has another head, no logits can be read from it, or the calibration cannot be said in
                layers.
        """
        if isinstance(model, str | Path):
            raise ModelError(f"{model}: to_keras takes a model, not the path of one: keras.models.load_model loads it")
        from logitwise.frameworks.keras_rule import recalibrated_model  # noqa: PLC0415  the one way up: serving needs no TensorFlow

        return recalibrated_model(self, model)

    def against_thresholds(self, z: Floats, outputs: Outputs) -> NDArray[Any]:
        """Decisions of two classes or of labels, from recalibrated logits and what they were made of."""
        if self.head.kind == "multilabel":
            columns = [self._reaches(z, outputs, k) for k in range(len(self.thresholds))]
            return np.stack(columns, axis=1).astype(np.int64)
        positive = int(self.head.positive or 0)
        codes = np.where(self._reaches(z, outputs, 0), positive, 1 - positive).astype(np.int64)
        if self.abstain is not None:
            low, high = self.abstain
            codes[reaches(z, low) & ~reaches(z, high)] = ABSTAINED
        return codes

    def _reaches(self, z: Floats, outputs: Outputs, k: int) -> NDArray[np.bool_]:
        """Whether the probability is at least the threshold; where it is what was given, in the precision of that."""
        column = (slice(None), k) if self.head.kind == "multilabel" else slice(None)
        threshold = self.thresholds[k]
        if not self.untouched(k) or outputs.scores is None:
            return reaches(z[column], threshold)
        edge = threshold if outputs.scale == "probabilities" else log_odds(threshold)
        return np.asarray(outputs.scores[column] >= np.array(edge, outputs.precision).astype(np.float64))


def log_odds(threshold: float) -> float:
    """Of 0 and 1 infinite, of 1/2 exactly 0."""
    with np.errstate(divide="ignore"):
        return float(np.log(threshold) - np.log1p(-threshold)) if threshold != 0.5 else 0.0


def reaches(z: Floats, threshold: float) -> NDArray[np.bool_]:
    """Whether the probability is at least the threshold, on log-odds, which tell probabilities near 1 apart.

    What lies below it by no more than the rounding of two logarithms is at it.
    """
    edge = log_odds(threshold)
    slack = 0.0 if threshold in (0.0, 0.5, 1.0) else 4 * np.finfo(np.float64).eps * max(1.0, abs(edge))
    return np.asarray(z >= edge - slack)
