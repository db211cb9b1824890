"""Metrics, curves and baselines: pure functions of a tally."""

from logitwise.metrics.baselines import Baseline, baselines
from logitwise.metrics.calibration import gap_of_perfect_model
from logitwise.metrics.catalogue import measure, measure_all
from logitwise.metrics.curves import curves
from logitwise.metrics.curves.curve import Curve
from logitwise.metrics.estimate import Estimate
from logitwise.metrics.law import Law
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.names import AVERAGES, NAMES, OF_SCORES, OVERALL, check_name, range_of
from logitwise.metrics.sample_size import RowsNeeded
from logitwise.metrics.sign_test import SignTest, beats_majority, beats_prior

__all__ = [
    "AVERAGES",
    "NAMES",
    "OF_SCORES",
    "OVERALL",
    "Baseline",
    "Curve",
    "Estimate",
    "Law",
    "Measurement",
    "RowsNeeded",
    "SignTest",
    "baselines",
    "beats_majority",
    "beats_prior",
    "check_name",
    "curves",
    "gap_of_perfect_model",
    "measure",
    "measure_all",
    "range_of",
]
