"""Which operation made a tensor: recorded while a PyTorch module runs, whatever way its code calls it.

Every operation passes PyTorch's dispatcher, from layers, functions, TorchScript and methods alike, so the last one
before the outputs is known by name, and what it was applied to can be kept. Nothing is swapped, hooked or changed in
the module. Operations are filed by the memory they write: a view of an activation's result is that result.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

KEPT = {"sigmoid", "softmax", "log_softmax", "log_sigmoid_forward"}  # what these are applied to is kept
_CAST = {"to_copy", "clone", "unsafe_view", "alias", "contiguous", "lift_fresh", "dequantize"}  # change no number


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """An operation that was called, or a tensor that was there before.

    Attributes:
        op: name, as ``softmax`` of ``aten::_softmax`` and ``relu`` of ``aten::relu_``; ``input``, ``weight``,
            ``buffer`` or ``constant`` of a tensor that no operation made.
        sources: of its tensor arguments, in order.
        shapes: of its tensor arguments.
        shape: of its (first) result.
        axis: the first whole number among its arguments, which is the axis of a softmax or a concatenation.
        moving: depends on the inputs.
        weight: a parameter, or made of one.
        before: a copy of what an activation was applied to, where it is no larger than the outputs.
    """

    op: str
    sources: tuple[Node, ...] = ()
    shapes: tuple[tuple[int, ...], ...] = ()
    shape: tuple[int, ...] = ()
    axis: int | None = None
    moving: bool = False
    weight: bool = False
    before: Any = None


class Recording:
    """The operations of one call of a module, by the memory that each wrote."""

    def __init__(self, module: Any, inputs: Sequence[Any], *, most: int) -> None:
        """`most` is the number of values up to which the argument of an activation is kept."""
        self._most = most
        self._made = {_memory(tensor): Node("buffer") for tensor in module.buffers()}
        self._made |= {_memory(tensor): Node("weight", weight=True) for tensor in module.parameters()}
        self._made |= {_memory(tensor): Node("input", moving=True) for tensor in inputs}
        self._unknown = Node("constant", moving=not inputs)  # of text, say, the module makes tensors itself

    def node(self, tensor: Any) -> Node:
        """What wrote a tensor last."""
        return self._made.get(_memory(tensor), self._unknown)

    def call(self, function: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Call an operation and file it."""
        given = list(tensors_in((args, kwargs)))
        name = _name(function)
        sources = tuple(self.node(tensor) for tensor in given)  # asked before a call in place overwrites them
        before = given[0].clone() if name in KEPT and given[0].numel() <= self._most else None
        results = function(*args, **kwargs)
        if _is_view(function):
            return results
        made = list(tensors_in(results))
        node = Node(
            op=name,
            sources=sources,
            shapes=tuple(tuple(tensor.shape) for tensor in given),
            shape=tuple(made[0].shape) if made else (),
            axis=_axis(args, kwargs),
            moving=any(source.moving for source in sources),
            weight=any(source.weight for source in sources),
            before=before,
        )
        self._made.update((_memory(tensor), node) for tensor in made)
        return results

    def listening(self) -> AbstractContextManager[Any]:
        """While this is open, all operations of this thread are recorded."""
        from torch.utils._python_dispatch import TorchDispatchMode  # noqa: PLC0415

        record = self.call

        class Listening(TorchDispatchMode):  # type: ignore[misc]
            def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
                return record(func, args, kwargs or {})

        return Listening()


def tensors_in(value: Any) -> Iterator[Any]:
    """All tensors in lists, tuples and dicts, in order."""
    if hasattr(value, "untyped_storage"):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from tensors_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from tensors_in(item)


def skip_casts(node: Node) -> Node:
    """The operation whose numbers these are, before copying and casting."""
    while node.op in _CAST and node.sources:
        node = node.sources[0]
    return node


def behind(node: Node) -> Any:
    """What the last activations were applied to, in the shape of their results; None where it is out of reach."""
    if node.before is not None:
        return node.before
    if node.op in {"cat", "stack"}:
        parts = [_reshaped(behind(part), shape) for part, shape in zip(node.sources, node.shapes, strict=True)]
        return None if any(part is None for part in parts) else _joiner(node.op)(parts, dim=node.axis or 0)
    if node.op in {*_CAST, "exp", "clamp"} and node.sources:
        return _reshaped(behind(node.sources[0]), node.shape)
    return None


def _reshaped(tensor: Any, shape: tuple[int, ...]) -> Any:
    """In another shape of as many values; that no value moved is checked on the outputs."""
    return tensor.reshape(shape) if tensor is not None and tensor.numel() == math.prod(shape) else None


def _joiner(op: str) -> Callable[..., Any]:
    import torch  # noqa: PLC0415

    return torch.cat if op == "cat" else torch.stack  # type: ignore[no-any-return]


def _memory(tensor: Any) -> int:
    try:
        return int(tensor.untyped_storage()._cdata)  # noqa: SLF001  one number for all views of the same memory
    except (NotImplementedError, RuntimeError):  # sparse tensors have none
        return id(tensor)


def _name(function: Any) -> str:
    schema = getattr(function, "_schema", None)
    name = str(schema.name if schema is not None else getattr(function, "__name__", function))
    return name.rpartition("::")[2].strip("_")


def _is_view(function: Any) -> bool:
    """Whether it gives only another look at memory that was there."""
    returns = getattr(getattr(function, "_schema", None), "returns", ())
    aliases = [part.alias_info for part in returns]
    return bool(aliases) and all(alias is not None and not alias.is_write for alias in aliases)


def _axis(args: Sequence[Any], kwargs: Mapping[str, Any]) -> int | None:
    numbers = (value for value in (*args, *kwargs.values()) if isinstance(value, int) and not isinstance(value, bool))
    return next(numbers, None)
