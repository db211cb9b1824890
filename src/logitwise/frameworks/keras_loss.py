"""What a compiled Keras loss says about the outputs it was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from logitwise.errors import ModelError

Family = Literal["binary", "categorical", "other", "none"]

_BINARY = {"binarycrossentropy", "bce", "binaryfocalcrossentropy"}
_CATEGORICAL = {
    "categoricalcrossentropy",
    "sparsecategoricalcrossentropy",
    "categoricalfocalcrossentropy",
    "kldivergence",
    "kld",
}
_OTHER = {
    "meansquarederror",
    "mse",
    "meanabsoluteerror",
    "mae",
    "meanabsolutepercentageerror",
    "mape",
    "meansquaredlogarithmicerror",
    "msle",
    "hinge",
    "squaredhinge",
    "categoricalhinge",
    "huber",
    "logcosh",
    "poisson",
    "cosinesimilarity",
    "dice",
    "tversky",
    "circle",
    "ctc",
}


@dataclass(frozen=True, slots=True)
class Loss:
    """A compiled loss, as far as it speaks about the outputs.

    Attributes:
        name: as Keras calls it, None for a model that was not compiled.
        family: ``binary`` and ``categorical`` are cross-entropies; ``other`` is a loss of Keras that is none; ``none``
            says nothing: not compiled, or a loss of one's own.
        from_logits: whether a cross-entropy was told that the outputs are logits.
    """

    name: str | None = None
    family: Family = "none"
    from_logits: bool = False

    def __str__(self) -> str:
        if self.name is None:
            return "no compiled loss"
        said = f" (from_logits={self.from_logits})" if self.family in {"binary", "categorical"} else ""
        return f"compiled loss {self.name}{said}"


def read_loss(model: Any) -> Loss:
    """The compiled loss of a Keras model.

    Raises:
        ModelError: compiled with several losses.
    """
    loss = _single(getattr(model, "loss", None))
    if loss is None:
        return Loss()
    name = (
        loss if isinstance(loss, str) else getattr(loss, "name", None) or getattr(loss, "__name__", type(loss).__name__)
    )
    key = str(name).replace("_", "").lower()
    if not _is_of_keras(loss) and not isinstance(loss, str):
        return Loss(str(name))
    if key in _BINARY:
        return Loss(str(name), "binary", from_logits=_from_logits(loss))
    if key in _CATEGORICAL:
        return Loss(str(name), "categorical", from_logits=_from_logits(loss))
    return Loss(str(name), "other" if key in _OTHER else "none")


def _single(loss: Any) -> Any:
    if isinstance(loss, str) or not hasattr(loss, "__len__"):
        return loss
    losses = list(loss.values()) if hasattr(loss, "values") else list(loss)
    if len(losses) > 1:
        raise ModelError(f"the model is compiled with {len(losses)} losses; expected one output with one loss")
    return losses[0] if losses else None


def _is_of_keras(loss: Any) -> bool:
    """A subclass or a wrapped function of one's own may compute anything, whatever its name."""
    home = loss if hasattr(loss, "__name__") else type(loss)
    return str(getattr(home, "__module__", "")).split(".")[0] == "keras"


def _from_logits(loss: Any) -> bool:
    """Keras' own default, for names and bare functions, is False."""
    kept = getattr(loss, "_fn_kwargs", None) or {}
    return bool(getattr(loss, "from_logits", kept.get("from_logits", False)))
