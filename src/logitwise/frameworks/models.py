"""Opening a model, whichever framework it comes from, without importing one that it does not need."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from logitwise.batch.local import not_local
from logitwise.errors import FileError, ModelError, SuffixError, UnsafeError
from logitwise.frameworks.network import Network

SUPPORTED = "a Keras 3 model, a path to a .keras or .h5 file, a torch.nn.Module, or a scikit-learn classifier"
_PICKLES = {".pkl", ".pickle", ".joblib", ".skops", ".dill"}
_TORCH_PICKLES = {".pt", ".pth", ".ckpt", ".bin"}


@dataclass(frozen=True, slots=True)
class FromFile:
    """A model that was read from a file; one in memory has neither name nor notes."""

    model: Any
    name: str | None = None
    notes: tuple[str, ...] = ()


def framework_of(model: object) -> Literal["keras", "sklearn", "torch"]:
    """Whose model this is, told from the modules of its classes; nothing is imported.

    Raises:
        ModelError: none that can be read.
        SuffixError, UnsafeError: a path of another kind, or one that only unpickling opens.

    >>> framework_of("model.keras")
    'keras'
    """
    if isinstance(model, FromFile):
        return "keras"
    if isinstance(model, str | os.PathLike):
        _check_path(Path(model))
        return "keras"
    homes = {(base.__module__.split(".")[0], base.__name__) for base in type(model).__mro__}
    if ("keras", "Model") in homes:
        return "keras"
    if any(home == "sklearn" for home, _ in homes) or (hasattr(model, "predict_proba") and hasattr(model, "classes_")):
        return "sklearn"
    if ("torch", "Module") in homes and not any(home == "keras" for home, _ in homes):
        return "torch"
    raise ModelError(_unsupported(model, {home for home, _ in homes}))


def open_model(model: object, *, example: Any) -> Network:
    """Open a model for reading its outputs.

    Args:
        model: in memory, or the path of a `.keras` or `.h5` file.
        example: inputs of some rows, on which the outputs' shape is read and what is taken is checked.

    Raises:
        ModelError: not supported, or no probabilities can be read from its outputs.
        UnsafeError: a file whose loading could run code.
        FileError, FormatError, LimitError, SuffixError: a path that cannot be opened.
    """
    framework = framework_of(model)
    if framework == "torch":
        from logitwise.frameworks.torch import open_torch  # noqa: PLC0415

        return open_torch(model, example=example)
    if framework == "sklearn":
        from logitwise.frameworks.sklearn import open_sklearn  # noqa: PLC0415

        return open_sklearn(model, example=example)
    from logitwise.frameworks.keras import open_keras  # noqa: PLC0415

    read = read_file(model)
    network = open_keras(read.model, example=example, name=read.name)
    return replace(network, notes=(*read.notes, *network.notes))


def read_file(model: object) -> FromFile:
    """The Keras model at a path; a model in memory as it is.

    Raises:
        UnsafeError, FileError, FormatError, LimitError, SuffixError: a path that cannot be opened.
    """
    if isinstance(model, FromFile):
        return model
    if not isinstance(model, str | os.PathLike):
        return FromFile(model)
    from logitwise.frameworks.keras_file import load_keras  # noqa: PLC0415

    path = Path(model)
    _check_path(path)
    loaded, notes = load_keras(path)
    return FromFile(loaded, path.name, notes)


def _check_path(path: Path) -> None:
    suffix = path.suffix.lower()
    away = not_local(str(path))
    if away is not None:
        raise FileError(away)
    if suffix in _PICKLES:
        raise UnsafeError(
            f"{path.name}: a {suffix} file is opened by unpickling, which runs whatever code it holds; open it "
            "yourself if you trust it, and pass the model"
        )
    if suffix in _TORCH_PICKLES:
        raise UnsafeError(
            f"{path.name}: a {suffix} file is opened by unpickling, which can run whatever code it holds; in Python, "
            "load its weights into your module with torch.load(path, weights_only=True) and load_state_dict, and pass "
            "the module: lw.evaluate(y, model=module, inputs=x)"
        )
    if suffix not in {".keras", ".h5", ".hdf5"}:
        raise SuffixError(f"{path.name}: models are read from .keras and .h5 files; expected {SUPPORTED}")


def _unsupported(model: object, homes: set[str]) -> str:
    name = f"{type(model).__module__.split('.')[0]}.{type(model).__name__}"
    told = "pass what it predicts as logits= or probabilities="
    if "keras" in homes:
        return f"a {name} is a layer, not a model: put it in a keras.Sequential, or {told}"
    if homes & {"tf_keras", "jax", "flax"}:
        return f"a {name} cannot be read yet; expected {SUPPORTED}; {told}"
    return f"a {name} is no model that can be read; expected {SUPPORTED}; {told}"
