"""Figures of the concept page: one vector through three functions."""

from __future__ import annotations

from logitwise.activations import relu, sigmoid, softmax
from logitwise.lessons.building.fences import printed
from logitwise.lessons.building.figures.figure import Figure

VECTOR = [2.0, 0.0, -1.0]
CHANGED = [2.0, 0.0, 2.0]


def figures() -> dict[str, Figure]:
    """The vector, the vector with its last entry changed, and what the page's code prints."""
    result = {
        "concept.vector.sigmoid_sum": Figure(float(sigmoid(VECTOR).sum())),
        "concept.vector.softmax.first": Figure(float(softmax(VECTOR)[0])),
    }
    for function in (relu, sigmoid, softmax):
        for i, value in enumerate(function(CHANGED).tolist()):
            result[f"concept.changed.{function.name}.{i}"] = Figure(value)
    return result | printed("concept", result)
