"""Whether a tensor of a traced graph is a weighted sum: what a layer without an activation ends in.

A sum of logits is a logit, a sum of probabilities is none, and both are additions in a graph. So a sum, a scaling by a
constant or a mean counts only where what it is taken of does; and a product counts only with weights, not of two
tensors that both depend on the inputs, as in a mixture of experts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_PRODUCTS = {"MatMul", "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3", "Einsum", "Conv1D", "Conv2D", "Conv3D"}
_PROBABILITIES = {"Sigmoid", "Softmax"}
_LAYOUT = {"Transpose", "StridedSlice", "Pack", "GatherV2", "Tile"}
_SUMS = {"BiasAdd", "Add", "AddV2", "AddN", "Sub", "Neg", "Mean", "Sum", "ConcatV2"}
_SCALINGS = {"Mul", "RealDiv"}
SAME = {"Identity", "Cast", "Reshape", "Squeeze", "ExpandDims", "StopGradient", "CheckNumerics"}  # change no number


def skip_same(tensor: Any) -> Any:
    """The tensor whose numbers these are, before reshaping and casting."""
    while tensor.op.type in SAME:
        tensor = tensor.op.inputs[0]
    return tensor


def is_affine(tensor: Any, roots: Sequence[Any]) -> bool:
    """Sums of products with weights, with constants added or multiplied, of whatever `roots` (the inputs) lead to."""
    moving = _Moving(roots)
    waiting = [tensor]
    while waiting:
        source = skip_same(waiting.pop())
        kind, inputs = source.op.type, list(source.op.inputs)
        if not moving.on(source):
            continue
        parts = [part for part in inputs if moving.on(part)]
        if kind in _PRODUCTS:
            if len(parts) > 1 or _mixes_probabilities(inputs, moving):
                return False
            continue
        divided = kind == "RealDiv" and moving.on(inputs[1])
        if kind not in _SUMS | _SCALINGS or divided or (kind in _SCALINGS and len(parts) > 1):
            return False
        waiting += parts
    return True


def _mixes_probabilities(operands: Sequence[Any], moving: _Moving) -> bool:
    """A product of probabilities with fixed numbers, as of label noise, gives probabilities; with weights, a layer."""
    fixed = [part for part in operands if not moving.on(part)]
    moved = [part for part in operands if moving.on(part)]
    return not all(_is_weight(part) for part in fixed) and any(_are_probabilities(part, moving) for part in moved)


def _is_weight(tensor: Any) -> bool:
    while tensor.op.type in SAME | _LAYOUT:
        tensor = tensor.op.inputs[0]
    return bool(tensor.op.type == "ReadVariableOp")


def _are_probabilities(tensor: Any, moving: _Moving) -> bool:
    """Whether it is a sum or a rearrangement of sigmoids and softmaxes alone."""
    waiting = [tensor]
    while waiting:
        source = skip_same(waiting.pop())
        parts = [part for part in source.op.inputs if moving.on(part)]
        scaled = source.op.type in _SCALINGS and len(parts) == 1
        if source.op.type in _SUMS | _LAYOUT or scaled:
            waiting += parts
        elif source.op.type not in _PROBABILITIES:
            return False
    return True


class _Moving:
    """Which tensors depend on the inputs; the others are weights and constants."""

    def __init__(self, roots: Sequence[Any]) -> None:
        self._known = {id(root.op): True for root in roots}

    def on(self, tensor: Any) -> bool:
        """Walks upstream with a list of its own: graphs are deeper than Python's stack."""
        waiting = [tensor.op]
        while waiting:
            operation = waiting[-1]
            before = [part.op for part in operation.inputs]
            unknown = [op for op in before if id(op) not in self._known]
            if id(operation) not in self._known and unknown:
                waiting += unknown
                continue
            self._known.setdefault(id(operation), any(self._known[id(op)] for op in before))
            waiting.pop()
        return self._known[id(tensor.op)]
