"""Metrics, curves and baselines: pure functions of a tally."""

from logitwise.metrics.asking import Measures, measure, measure_all, measure_classes
from logitwise.metrics.baselines import Baseline, baselines
from logitwise.metrics.calibration import gap_of_perfect_model
from logitwise.metrics.curves import curves
from logitwise.metrics.curves.curve import Curve
from logitwise.metrics.decomposition import Decomposition, decompositions
from logitwise.metrics.estimate import Estimate
from logitwise.metrics.law import Law
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.names import (
    AVERAGES,
    METRICS,
    NAMES,
    OF_SCORES,
    OVERALL,
    SMALLER_IS_BETTER,
    check_name,
    range_of,
)
from logitwise.metrics.parameters import Parameters
from logitwise.metrics.sample_size import RowsNeeded
from logitwise.metrics.selective import Accepted, coverage_at_error, error_at_coverage
from logitwise.metrics.sign_test import SignTest, beats_majority, beats_prior

__all__ = [
    "AVERAGES",
    "METRICS",
    "NAMES",
    "OF_SCORES",
    "OVERALL",
    "SMALLER_IS_BETTER",
    "Accepted",
    "Baseline",
    "Curve",
    "Decomposition",
    "Estimate",
    "Law",
    "Measurement",
    "Measures",
    "Parameters",
    "RowsNeeded",
    "SignTest",
    "baselines",
    "beats_majority",
    "beats_prior",
    "check_name",
    "coverage_at_error",
    "curves",
    "decompositions",
    "error_at_coverage",
    "gap_of_perfect_model",
    "measure",
    "measure_all",
    "measure_classes",
    "range_of",
]
