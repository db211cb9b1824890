"""Keras 3 models on TensorFlow: the head read from the model, the numbers taken before its last activation."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import LogitwiseError, ModelError, ShapeError
from logitwise.frameworks.inputs import FEWEST_ROWS, leaves, mapped, take
from logitwise.frameworks.keras_graph import Trace, call, trace
from logitwise.frameworks.keras_head import Reading, read_head
from logitwise.frameworks.keras_loss import Loss, read_loss
from logitwise.frameworks.network import Network
from logitwise.frameworks.notices import without_notices

# The traced function may take other kernels than the layer-by-layer call (float32 on CPU: 1e-6; TF32 on GPU: 1e-3 of
# a probability); a wrong tensor misses by far more.
TOLERANCE = 2e-3
HALF_TOLERANCE = 2e-2


@dataclass(frozen=True, slots=True)
class _Taken:
    """Where the numbers come from."""

    scale: Literal["logits", "probabilities"]
    function: Callable[[Any], Any]
    where: str
    notes: tuple[str, ...] = ()


def tensorflow() -> ModuleType:
    """TensorFlow with Keras 3 on it, imported now.

    Raises:
        ModelError: either is missing, or Keras is an old one or runs on another backend.
    """
    try:
        with contextlib.nullcontext() if "tensorflow" in sys.modules else without_notices():
            import keras  # noqa: PLC0415
            import tensorflow as tf  # noqa: PLC0415
    except ImportError as error:
        raise ModelError(f"a Keras model needs TensorFlow ({error}): pip install tensorflow") from error
    if int(keras.__version__.split(".")[0]) < 3:
        raise ModelError(f"expected Keras 3, found {keras.__version__}: pip install 'keras>=3' tensorflow")
    if keras.backend.backend() != "tensorflow":
        raise ModelError(
            f"Keras runs on {keras.backend.backend()} here, models are read on tensorflow: set "
            "KERAS_BACKEND=tensorflow, or pass what the model predicts as logits= or probabilities="
        )
    return tf  # type: ignore[no-any-return]


def open_keras(model: Any, *, example: Any, name: str | None = None) -> Network:
    """Open a Keras model, in inference mode and without changing it.

    Args:
        model: Sequential, functional or subclassed.
        example: inputs of some rows, as the model takes them.
        name: of its file, for the report.

    Raises:
        ModelError: no probabilities can be read from its outputs, or it cannot be called.
    """
    tensorflow()
    rows = prepared(take(example, 0, FEWEST_ROWS) if _sliceable(example) else example)
    outputs = _called(model, rows)
    units = _units(outputs)
    loss = read_loss(model)
    traced = _traced(model, rows, loss)
    reading = read_head(traced.activation, units=units, loss=loss, last=traced.last)
    taken = _taken(traced, reading, rows, outputs)
    called = f"Keras model '{getattr(model, 'name', type(model).__name__)}'" + (f" ({name})" if name else "")
    return Network(
        kind=reading.kind,
        units=units,
        scale=taken.scale,
        classes=None,
        read_from=f"{called}: {reading.known_by}, {loss}; {taken.where}",
        notes=(*reading.notes, *taken.notes, *_own_step(model)),
        predict=_predictor(taken.function, rank=1 if reading.kind == "sigmoid" else 2),
        assumed=reading.assumed,
    )


def prepared(inputs: Any) -> Any:
    """Inputs as tensors, floats in Keras' own float type, as ``model.predict`` hands them over."""
    import keras  # noqa: PLC0415
    import tensorflow as tf  # noqa: PLC0415

    def tensor(leaf: Any) -> Any:
        if tf.is_tensor(leaf):
            return leaf
        try:
            array = leaf.to_numpy() if hasattr(leaf, "to_numpy") else np.asarray(leaf)
            floats = array.astype(keras.config.floatx(), copy=False) if array.dtype.kind == "f" else array
            given = tf.convert_to_tensor(floats)
        except (TypeError, ValueError, RuntimeError) as error:
            raise ModelError(
                f"the inputs cannot be handed to Keras as numbers or text: {_first_line(error)}"
            ) from error
        if array.dtype.kind == "c":
            raise ModelError("the inputs are complex numbers; a Keras model takes real ones")
        return given

    return mapped(tensor, inputs)


def _called(model: Any, inputs: Any) -> NDArray[Any]:
    """The model's own outputs of a few rows, layer by layer."""
    try:
        outputs = call(model, inputs)
    except Exception as error:
        shapes = ", ".join(str(tuple(np.shape(leaf))) for leaf in leaves(inputs))
        raise ModelError(f"the model cannot be called with inputs of shape {shapes}: {_first_line(error)}") from error
    if isinstance(outputs, dict | list | tuple):
        raise ModelError(
            f"the model has {len(outputs)} outputs; expected one: make a model of the output to judge, or pass what it "
            "predicts as logits= or probabilities="
        )
    return _array(outputs)


def _units(outputs: NDArray[Any]) -> int:
    if outputs.ndim not in {1, 2} or 0 in outputs.shape:
        raise ModelError(f"the model gives outputs of shape {outputs.shape}; expected (rows,) or (rows, classes)")
    return 1 if outputs.ndim == 1 else int(outputs.shape[1])


def _traced(model: Any, inputs: Any, loss: Loss) -> Trace:
    """The traced model; one whose code cannot be traced is called as it is, if its loss says what it gives."""
    try:
        return trace(model, inputs)
    except Exception as error:
        if loss.family == "none":
            raise ModelError(
                f"the model's last activation could not be read, since tracing it failed: {_first_line(error)}; "
                "compile it with its loss, or pass what it predicts as logits= or probabilities="
            ) from error
        return Trace(None, "not traceable", None, lambda batch: call(model, batch))


def _taken(traced: Trace, reading: Reading, rows: Any, outputs: NDArray[Any]) -> _Taken:
    """Before the last activation where that is proved on some rows, else what the model itself returns."""
    if reading.scale == "logits":
        return _Taken("logits", traced.whole, "logits are the outputs themselves")
    if traced.before is None:
        lost = "the numbers are taken after the last activation, where float32 may already be exactly 0 or 1"
        return _Taken("probabilities", traced.whole, "probabilities are taken after the last activation", (lost,))
    missed = _missed(_array(traced.before(rows)), outputs, str(traced.activation))
    if missed <= (HALF_TOLERANCE if outputs.dtype.itemsize == 2 else TOLERANCE):
        return _Taken("logits", traced.before, f"logits are taken before the {traced.activation}")
    note = (
        f"the numbers before the last activation do not give the model's outputs (off by up to {missed:.3g}; a model "
        "that is random or depends on its batch does this): probabilities are taken as it returns them"
    )
    return _Taken("probabilities", traced.whole, "probabilities are taken after the last activation", (note,))


def _missed(before: NDArray[Any], outputs: NDArray[Any], activation: str) -> float:
    """Largest distance between the activation of what stands before it and the model's own outputs."""
    import tensorflow as tf  # noqa: PLC0415

    if before.shape != outputs.shape:
        return float("inf")
    again = (tf.nn.sigmoid if activation == "sigmoid" else tf.nn.softmax)(before.astype(np.float64)).numpy()
    both = ~(np.isnan(again) & np.isnan(outputs))  # NaN is refused later, row by row, and named there
    distance = np.abs(again - outputs.astype(np.float64))[both]
    return float(np.max(np.nan_to_num(distance, nan=np.inf), initial=0.0))


def _predictor(function: Callable[[Any], Any], *, rank: int) -> Callable[[Any], NDArray[Any]]:
    def predict(inputs: Any) -> NDArray[Any]:
        try:
            outputs = _array(function(prepared(inputs)))
        except LogitwiseError:
            raise
        except Exception as error:
            raise ShapeError(f"the model cannot be called on these inputs: {_first_line(error)}") from error
        wide = outputs if outputs.dtype.itemsize >= 4 else outputs.astype(np.float32)
        return wide.reshape(len(wide)) if rank == 1 else wide

    return predict


def _own_step(model: Any) -> tuple[str, ...]:
    import keras  # noqa: PLC0415

    if getattr(type(model), "predict_step", None) is getattr(keras.Model, "predict_step", None):
        return ()
    return ("the model has a predict_step of its own, which is not used: the model is called",)


def _sliceable(example: Any) -> bool:
    return all(hasattr(leaf, "shape") or isinstance(leaf, list) for leaf in leaves(example))


def _array(tensor: Any) -> NDArray[Any]:
    return tensor.numpy() if hasattr(tensor, "numpy") else np.asarray(tensor)


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    lines = [line for line in lines if not line.startswith("Exception encountered when calling")] or lines
    return (lines[0] if lines else type(error).__name__)[:300]
