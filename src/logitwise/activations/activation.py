"""What every activation offers: its value, its derivative, its range and its formula."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from logitwise.activations.floats import FloatArray
    from logitwise.activations.value_range import Range


class Activation(ABC):
    """An activation function: call it for its value, ask it for `derivative`, `range` and `formula`.

    There is one object of each, without state; pickling or copying it gives the same object. Input is any array of
    float16, float32, float64 or integers; the result has the input's precision (float64 for integers) and, element by
    element, its shape. A scalar gives a NumPy scalar. Everything is computed in float64 and rounded once, so a float32
    result is the float64 result of that float32 input, correctly rounded. NaN stays NaN, infinities give the limits,
    and no floating-point warning leaves a call.

    At a kink, where no derivative exists, `derivative` gives what TensorFlow's gradient gives there: the derivative
    from one side, named in the docstring of each.

    Attributes:
        name: the public name, as Keras spells it.
        formula: the definition in one line of text.
        range: the values taken over the real line, with open and closed ends, for the default parameters.

    >>> from logitwise.activations import tanh
    >>> tanh
    <activation tanh: (exp(x) - exp(-x)) / (exp(x) + exp(-x)), range (-1, 1)>
    >>> low, high = tanh.range
    """

    __slots__ = ()

    name: ClassVar[str]
    formula: ClassVar[str]
    range: ClassVar[Range]

    @abstractmethod
    def __call__(self, x: ArrayLike, /) -> FloatArray:
        """The value at x."""

    @abstractmethod
    def derivative(self, x: ArrayLike, /) -> FloatArray:
        """The derivative at x."""

    def __repr__(self) -> str:
        return f"<activation {self.name}: {self.formula}, range {self.range}>"

    def __reduce__(self) -> str:
        return self.name
