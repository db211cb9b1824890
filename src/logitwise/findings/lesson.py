"""Where the lesson treats what a finding looks for: the mode and the section, as ``logitwise learn`` opens them."""

from __future__ import annotations

from typing import Final

PLACES: Final[dict[str, str]] = {
    "LW101": "deep#losses-want-logits",
    "LW102": "deep#softmax",
    "LW103": "deep#log-sum-exp",
    "LW104": "deep#saturation",
    "LW105": "deep#dying-relu",
    "LW106": "concept#where-each-belongs",
    "LW107": "concept#where-each-belongs",
    "LW108": "metrics#argmax",
    "LW201": "metrics#base-rate",
    "LW202": "metrics#self-check",
    "LW203": "metrics#good-and-bad",
    "LW204": "metrics#good-and-bad",
    "LW205": "metrics#averages",
    "LW206": "metrics#worked-matrix",
    "LW207": "metrics#good-and-bad",
    "LW208": "metrics#base-rate",
    "LW301": "metrics#thresholds",
    "LW302": "metrics#thresholds",
    "LW303": "metrics#uncertainty",
    "LW304": "metrics#uncertainty",
    "LW401": "metrics#calibration",
    "LW402": "metrics#calibration",
    "LW403": "metrics#calibration",
    "LW404": "metrics#calibration",
    "LW405": "metrics#calibration",
    "LW406": "metrics#uncertainty",
    "LW601": "metrics#uncertainty",
    "LW602": "metrics#which-metric",
    "LW603": "metrics#uncertainty",
    "LW604": "metrics#uncertainty",
    "LW605": "metrics#averages",
    "LW606": "metrics#worked-matrix",
    "LW607": "metrics#pitfalls",
}
"""Code to ``mode#section``, a place for each code."""
