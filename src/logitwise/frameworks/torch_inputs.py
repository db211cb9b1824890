"""Inputs of a PyTorch module: tensors on its device, and whether it takes them one by one, by name or as a whole."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from logitwise.errors import ModelError
from logitwise.frameworks.inputs import mapped


@dataclass(frozen=True, slots=True)
class Place:
    """Where a module computes, and in which float type.

    Attributes:
        device: of its first parameter or buffer; None of a module without any: inputs stay where they are.
        floats: of its first parameter of floats.
    """

    device: Any
    floats: Any


def place_of(module: Any) -> Place:
    """Device and float type of a module."""
    import torch  # noqa: PLC0415

    held = [*module.parameters(), *module.buffers()]
    floats = next((tensor.dtype for tensor in held if tensor.is_floating_point()), torch.get_default_dtype())
    return Place(held[0].device if held else None, floats)


def tensors(inputs: Any, place: Place) -> Any:
    """Inputs as tensors of their own, so that a module which works in place changes nobody's data.

    Floats of arrays and frames take the module's float type; tensors keep theirs. Text stays what it is.

    Raises:
        ModelError: numbers that PyTorch has no type for.
    """
    import torch  # noqa: PLC0415

    def tensor(leaf: Any) -> Any:
        if torch.is_tensor(leaf):
            return leaf.detach().to(device=place.device, copy=True)
        array = leaf.to_numpy() if hasattr(leaf, "to_numpy") else np.asarray(leaf)
        if array.dtype.kind in "USOT":
            return leaf
        try:
            native = np.array(array, dtype=array.dtype.newbyteorder("="), order="C")
            made = torch.from_numpy(native)
        except (TypeError, ValueError) as error:
            raise ModelError(f"the inputs cannot be handed to PyTorch as numbers: {error}") from error
        return made.to(device=place.device, dtype=place.floats if array.dtype.kind == "f" else None)

    return mapped(tensor, inputs)


def call(module: Any, inputs: Any) -> Any:
    """The module's output: ``module(*inputs)`` of several, ``module(**inputs)`` of named ones, as forward takes them.

    A forward that takes fewer gets the tuple or dict as a whole.
    """
    forward = _signature(module)
    if isinstance(inputs, Mapping):
        kinds = {} if forward is None else {name: each.kind for name, each in forward.parameters.items()}
        named = forward is None or inspect.Parameter.VAR_KEYWORD in kinds.values() or not set(inputs).isdisjoint(kinds)
        return module(**inputs) if named and all(isinstance(key, str) for key in inputs) else module(inputs)
    if isinstance(inputs, list | tuple) and inputs and all(hasattr(part, "shape") for part in inputs):
        return module(*inputs) if forward is None or _binds(forward, inputs) else module(inputs)
    return module(inputs)


def _binds(forward: inspect.Signature, inputs: Any) -> bool:
    try:
        forward.bind(*inputs)
    except TypeError:
        return False
    return True


def _signature(module: Any) -> inspect.Signature | None:
    try:
        return inspect.signature(module.forward)
    except (TypeError, ValueError):  # of compiled code
        return None
