"""PyTorch modules: the last activation found by recording a call, the numbers taken before it."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import LogitwiseError, ModelError, ShapeError
from logitwise.frameworks.inputs import FEWEST_ROWS, count_rows, leaves, take
from logitwise.frameworks.network import Network
from logitwise.frameworks.torch_head import WITHOUT, Ending, Reading, read_head
from logitwise.frameworks.torch_inputs import Place, call, place_of, tensors
from logitwise.frameworks.torch_last import last_activation
from logitwise.frameworks.torch_outputs import Picked, picked
from logitwise.frameworks.torch_state import check_ready, is_training, judged, unwrapped
from logitwise.frameworks.torch_trace import Node, Recording, behind, skip_casts, tensors_in

# Both come from one and the same call, so they differ by the rounding of one activation.
TOLERANCE = 1e-5
HALF_TOLERANCE = 2e-2
MOST_KEPT = 1 << 16  # values a row of a first call: an activation of more is hardly the last one of a classifier
_TRAINING = "the module was in training mode: it is judged in evaluation mode (no dropout), and set back afterwards"
_LOGS = {"log_softmax": "; its outputs are taken as logits: log-probabilities are logits, whose softmax they are"}


@dataclass(frozen=True, slots=True)
class _Seen:
    """One call, recorded.

    Attributes:
        picked: the output that is judged.
        node: the operation that made it.
        layer: class of the innermost layer whose output this is, where it is one's.
    """

    picked: Picked
    node: Node
    layer: str | None = None

    @property
    def outputs(self) -> Any:
        """The tensor itself."""
        return self.picked.tensor


def open_torch(model: Any, *, example: Any) -> Network:
    """Open a module, in evaluation mode and without changing it.

    Args:
        model: a ``torch.nn.Module``, compiled, scripted or wrapped for data parallelism too.
        example: inputs of some rows, as the module takes them.

    Raises:
        ModelError: no probabilities can be read from its outputs, or it cannot be called.
    """
    module = unwrapped(model)
    check_ready(module)
    place = place_of(module)
    seen = _first_call(module, tensors(_some(example), place))
    units = _units(seen.outputs)
    reading = read_head(_ending(module, seen), units=units)
    _check_axis(seen, reading)
    taken = _taken(module, seen, reading)
    notes = [seen.picked.note, *taken.notes, *([_TRAINING] if is_training(module) else [])]
    return Network(
        kind=reading.kind,
        units=units,
        scale=taken.scale,
        classes=None,
        read_from=f"PyTorch module '{_called(module)}': {reading.known_by}{taken.where}{_precision(seen.outputs)}",
        notes=tuple(note for note in notes if note),
        predict=_predictor(taken.function, place, shape=(-1,) if reading.kind == "sigmoid" else (-1, units)),
        assumed=reading.assumed,
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """Where the numbers come from; `function` of tensors."""

    scale: Literal["logits", "probabilities"]
    function: Callable[[Any], Any]
    where: str
    notes: tuple[str, ...] = ()


def _taken(module: Any, seen: _Seen, reading: Reading) -> _Taken:
    """Before the last activation where that gives the module's own outputs, else the outputs."""

    def whole(inputs: Any) -> Any:
        with judged(module):
            return picked(call(module, inputs)).tensor

    activation, width = str(last_activation(seen.node)), _units(seen.outputs)
    if reading.scale == "logits":
        return _Taken("logits", whole, _LOGS.get(activation, ""))
    if _missed(seen, activation) <= _tolerance(seen):

        def before(inputs: Any) -> Any:
            recording = _recording(module, inputs, width)
            chosen = _call(module, inputs, recording)
            again = _Seen(chosen, recording.node(chosen.tensor))
            if _missed(again, activation) > _tolerance(again):
                raise ModelError(f"the module does not always end in the {activation} of its first rows; {WITHOUT}")
            return behind(again.node).reshape(again.outputs.shape)

        return _Taken("logits", before, f"; logits are taken before the {activation}")
    if reading.scale == "log-probabilities":
        raise ModelError(f"the numbers before the last {activation} are out of reach; {WITHOUT}")
    lost = (
        f"the numbers before the last {activation} do not give the module's outputs: probabilities are taken as it "
        "returns them, where float32 may already be exactly 0 or 1"
    )
    return _Taken("probabilities", whole, "; probabilities are taken after it", (lost,))


def _first_call(module: Any, inputs: Any) -> _Seen:
    """A recorded call that notes layers too."""
    from torch.nn.modules.module import register_module_forward_hook  # noqa: PLC0415

    recording = _recording(module, inputs, MOST_KEPT)
    layers: list[tuple[Node, str]] = []

    def note(layer: Any, _inputs: Any, output: Any) -> None:
        whole = layer is module and any(True for _ in layer.children())
        if hasattr(output, "untyped_storage") and not whole:
            layers.append((recording.node(output), type(layer).__name__))

    hook = register_module_forward_hook(note)  # on none in particular, so that nothing is left behind in the module
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Using `torch.compile", UserWarning)  # it calls the hook once more
            chosen = _call(module, inputs, recording)
    except LogitwiseError:
        raise
    except Exception as error:
        shapes = ", ".join(str(tuple(tensor.shape)) for tensor in tensors_in(inputs))
        raise ModelError(f"the module cannot be called with inputs of shape {shapes}: {first_line(error)}") from error
    finally:
        hook.remove()
    node = recording.node(chosen.tensor)
    return _Seen(chosen, node, next((name for made, name in layers if made is node), None))


def _recording(module: Any, inputs: Any, width: int) -> Recording:
    """`width` is how many values a row the outputs have at most."""
    return Recording(module, list(tensors_in(inputs)), most=width * _rows(inputs))


def _call(module: Any, inputs: Any, recording: Recording) -> Picked:
    with judged(module), recording.listening():
        return picked(call(module, inputs))


def _rows(inputs: Any) -> int:
    shapes = [tensor.shape for tensor in tensors_in(inputs)]
    return int(shapes[0][0]) if shapes and len(shapes[0]) else 1


def _some(example: Any) -> Any:
    """A few rows."""
    sliceable = all(hasattr(leaf, "shape") or isinstance(leaf, list) for leaf in leaves(example))
    return take(example, 0, FEWEST_ROWS) if sliceable and count_rows(example) > FEWEST_ROWS else example


def _units(outputs: Any) -> int:
    shape = tuple(outputs.shape)
    if len(shape) not in {1, 2} or 0 in shape:
        raise ModelError(f"the module gives outputs of shape {shape}; expected (rows,) or (rows, classes)")
    if not outputs.dtype.is_floating_point:
        raise ModelError(
            f"the module gives {str(outputs.dtype).removeprefix('torch.')}; expected logits or probabilities: pass "
            "decided classes as decisions="
        )
    return 1 if len(shape) == 1 else shape[1]


def _ending(module: Any, seen: _Seen) -> Ending:
    last, activation = skip_casts(seen.node), last_activation(seen.node)
    part = activation in {"softmax", "log_softmax"} and math.prod(last.shape) != seen.outputs.numel()
    return Ending(
        activation=f"part of a {activation}" if part else activation,
        last=seen.layer or {"constant": "none of PyTorch's"}.get(last.op, last.op),
        named=seen.picked.named,
        task=getattr(getattr(module, "config", None), "problem_type", None),
    )


def _check_axis(seen: _Seen, reading: Reading) -> None:
    """A softmax must share out one row among classes, not one class among rows.

    Raises:
        ModelError: rows of outputs that do not sum to one.
    """
    if reading.kind != "softmax" or last_activation(seen.node) not in {"softmax", "log_softmax"}:
        return
    outputs = seen.outputs.double()
    sums = (outputs.exp() if reading.scale == "logits" else outputs).sum(dim=1)
    if bool(((sums - 1).abs() > HALF_TOLERANCE).any()):
        axis = skip_casts(seen.node).axis
        raise ModelError(
            f"the last softmax runs over axis {axis}, yet its rows do not sum to 1 (the first gives "
            f"{float(sums[0]):.4g}): it must run over the classes of a row, dim=1; mend it and train again; {WITHOUT}"
        )


def _missed(seen: _Seen, activation: str) -> float:
    """Largest distance between the activation of what stands before it and the module's own outputs."""
    from scipy import special  # noqa: PLC0415

    before = behind(seen.node)
    if before is None or before.numel() != seen.outputs.numel():
        return float("inf")
    outputs = _wide(seen.outputs).astype(np.float64)
    wide = _wide(before).astype(np.float64).reshape(outputs.shape)
    functions = {"sigmoid": special.expit, "log_sigmoid": special.log_expit}
    with np.errstate(invalid="ignore"):  # an infinite logit of a softmax is NaN here and there
        again = functions[activation](wide) if activation in functions else special.softmax(wide, axis=-1)
        distance = np.abs(again - outputs) / np.maximum(np.abs(outputs), 1)
    both = ~(np.isnan(again) & np.isnan(outputs))  # NaN is refused later, row by row, and named there
    return float(np.max(np.nan_to_num(distance[both], nan=np.inf), initial=0.0))


def _wide(tensor: Any) -> NDArray[Any]:
    """As an array on the CPU, half precision in float32."""
    return (tensor if tensor.dtype.itemsize >= 4 else tensor.float()).detach().cpu().numpy()  # type: ignore[no-any-return]


def _tolerance(seen: _Seen) -> float:
    before = behind(seen.node)
    kinds = [seen.outputs.dtype] if before is None else [seen.outputs.dtype, before.dtype]
    return TOLERANCE if all(kind.itemsize >= 4 for kind in kinds) else HALF_TOLERANCE


def _precision(outputs: Any) -> str:
    name = str(outputs.dtype).removeprefix("torch.")
    return "" if outputs.dtype.itemsize >= 4 else f", in {name}, widened to float32"


def _predictor(
    function: Callable[[Any], Any], place: Place, *, shape: tuple[int, ...]
) -> Callable[[Any], NDArray[Any]]:
    def predict(inputs: Any) -> NDArray[Any]:
        try:
            outputs = function(tensors(inputs, place))
            return _wide(outputs).reshape(shape)  # a squeeze of one row takes axes away
        except LogitwiseError:
            raise
        except Exception as error:
            raise ShapeError(f"the module cannot be called on these inputs: {first_line(error)}") from error

    return predict


def _called(module: Any) -> str:
    return str(getattr(module, "original_name", type(module).__name__))


def first_line(error: Exception) -> str:
    """What an error says, in one line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__)[:300]
