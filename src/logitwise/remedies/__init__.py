"""Remedies: thresholds, recalibration and prior shift, fitted on a tally, cross-fitted, told with what they change."""
