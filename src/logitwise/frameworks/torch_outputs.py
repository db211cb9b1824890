"""The one tensor that is judged, in whatever a PyTorch module returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from logitwise.batch.shown import listed
from logitwise.errors import ModelError

_MAKE = "wrap the module so that it gives the output to judge, or pass what it gives as logits= or probabilities="


@dataclass(frozen=True, slots=True)
class Picked:
    """A tensor, whether the module names it ``logits``, and what to say about the choice."""

    tensor: Any
    named: bool = False
    note: str | None = None


def picked(output: Any) -> Picked:
    """The tensor itself; the ``logits`` of a structured output; the only entry of a dict; the first of a tuple.

    Raises:
        ModelError: none of these.
    """
    if _is_tensor(output):
        return Picked(output)
    logits = output.get("logits") if isinstance(output, Mapping) else getattr(output, "logits", None)
    if _is_tensor(logits):
        return Picked(logits, named=True, note=f"of the {type(output).__name__} that the module gives, logits is taken")
    if isinstance(output, Mapping):
        if len(output) == 1 and _is_tensor(next(iter(output.values()))):
            return Picked(next(iter(output.values())))
        raise ModelError(f"the module gives a dict of {listed(list(output))}; expected one tensor, or logits; {_MAKE}")
    if isinstance(output, list | tuple) and output and _is_tensor(output[0]):
        several = f"the module gives a {type(output).__name__} of {len(output)}: the first is taken"
        return Picked(output[0], note=several if len(output) > 1 else None)
    raise ModelError(f"the module gives a {type(output).__name__}; expected a tensor; {_MAKE}")


def _is_tensor(value: Any) -> bool:
    return hasattr(value, "untyped_storage")
