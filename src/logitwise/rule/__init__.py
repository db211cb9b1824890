"""The deployable rule: calibration, prior shift, thresholds and costs. NumPy is all that serving needs."""

from __future__ import annotations

from logitwise.rule.applied import Applied
from logitwise.rule.calibrations import Affine, Beta, Biased, Calibration, Identity, Isotonic, Temperature, Vector
from logitwise.rule.codec import load_rule
from logitwise.rule.rows_seen import RowsSeen
from logitwise.rule.rule import Rule

__all__ = [
    "Affine",
    "Applied",
    "Beta",
    "Biased",
    "Calibration",
    "Identity",
    "Isotonic",
    "RowsSeen",
    "Rule",
    "Temperature",
    "Vector",
    "load_rule",
]
