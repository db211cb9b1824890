"""The widgets by the names that pages call them by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logitwise.lessons.widgets import activation, costs, gradients, matrix, reliability, threshold, vector

if TYPE_CHECKING:
    from logitwise.lessons.widgets.settings import Widget

WIDGETS: Final[dict[str, Widget]] = {
    "activation": activation.view,
    "vector": vector.view,
    "threshold": threshold.view,
    "matrix": matrix.view,
    "reliability": reliability.view,
    "gradients": gradients.view,
    "costs": costs.view,
}
