"""Reading numbers for an activation, and giving the result back in the precision that came."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import InputError, OptionError, ScoreError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

FloatArray = NDArray[np.floating[Any]]
Float64Array = NDArray[np.float64]
Formula = Callable[[Float64Array], Float64Array]

_KEPT: Final[dict[int, np.dtype[Any]]] = {2: np.dtype(np.float16), 4: np.dtype(np.float32), 8: np.dtype(np.float64)}


def read(x: ArrayLike, name: str) -> tuple[Float64Array, np.dtype[Any]]:
    """The numbers of x in float64, and the precision in which the result goes back.

    float16, float32 and float64 keep theirs; integers become float64. NumPy arrays, whatever converts to one, and
    whatever speaks DLPack are read.

    Raises:
        InputError: x is no rectangular array, or its owner refuses to hand it over (a tensor on a device).
        ScoreError: text, booleans, complex numbers, objects, a precision NumPy has no name for, or masked entries.

    >>> read([1, 2], "relu")
    (array([1., 2.]), dtype('float64'))
    """
    array = _as_array(x, name)
    if array.dtype.kind in "iu":
        return array.astype(np.float64), _KEPT[8]
    if array.dtype.kind != "f" or array.dtype.itemsize not in _KEPT:
        raise ScoreError(f"{name} expects float16, float32, float64 or integers; got {_kind(array.dtype)}")
    return array.astype(np.float64, copy=False), _KEPT[array.dtype.itemsize]


def elementwise(x: ArrayLike, formula: Formula, *, name: str) -> FloatArray:
    """Apply a float64 formula to every element of x and round once to the precision that came.

    The formulas lean on IEEE arithmetic (exp of -inf is 0, an overflow that `where` does not choose), so the
    floating-point flags they raise are meant; they are kept from the caller even where the caller asks for errors.
    """
    with np.errstate(all="ignore"):
        values, dtype = read(x, name)
        result: FloatArray = formula(values).astype(dtype)[()]
    return result


def nonnegative(value: float, what: str) -> float:
    """A parameter that must be finite and at least 0.

    Raises:
        OptionError: it is not.
    """
    if not 0.0 <= value < np.inf:
        raise OptionError(f"{what} must be finite and at least 0; got {value}")
    return float(value)


def _as_array(x: ArrayLike, name: str) -> NDArray[Any]:
    # NumPy would wrap an object that only speaks DLPack whole, as one Python object.
    convert: Callable[[Any], NDArray[Any]] = np.asarray
    if hasattr(x, "__dlpack__") and not hasattr(x, "__array__"):
        convert = np.from_dlpack
    if np.ma.is_masked(x):
        raise ScoreError(f"{name} got masked entries, which have no value: fill them (NaN stays NaN)")
    try:
        return convert(x)
    except (ValueError, TypeError, RuntimeError, BufferError) as error:
        raise InputError(f"{name} expects a rectangular array of numbers; {type(x).__name__}: {error}") from error


def _kind(dtype: np.dtype[Any]) -> str:
    if dtype.kind in "OSUT":
        return f"{'objects' if dtype.kind == 'O' else 'text'} ({dtype})"
    return dtype.name
