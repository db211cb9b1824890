"""Opening `.keras` and `.h5` files: what would run code, or read other files, is refused before Keras sees it."""

from __future__ import annotations

import json
import logging
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from logitwise.errors import FileError, FormatError, LimitError, UnsafeError
from logitwise.frameworks.keras import tensorflow

CONFIG_BYTES = 64 << 20  # a config is text about layers; a real one has kilobytes
RATIO = 200
FLOOR = 1 << 28
_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, NotImplementedError, RuntimeError)

_PARTS = {
    *("activations", "constraints", "dtype_policies", "initializers", "layers", "losses", "metrics", "models", "ops"),
    *("optimizers", "quantizers", "random", "regularizers"),
}
_FUNCTIONS = _PARTS - {"models", "layers"}  # functions that compute; keras.models.load_model is one that loads
_RUNNING = {"Lambda", "__lambda__", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer", "__typespec__"}
_LOAD_IT = "if you trust it, load it yourself with keras.models.load_model and pass the model instead of the path"


def load_keras(path: Path) -> tuple[Any, tuple[str, ...]]:
    """The model in a `.keras` or `.h5` file, and what must be said about its loading.

    Raises:
        FileError: no such file.
        FormatError: broken, or not what its suffix says.
        UnsafeError: a Lambda, a class from outside Keras, a link to another file.
        LimitError: a member that unfolds into far more than it takes.
    """
    if not path.is_file():
        raise FileError(f"{path}: {'is a folder' if path.is_dir() else 'no such file'}; expected a .keras or .h5 file")
    if path.suffix.lower() == ".keras":
        _check_archive(path)  # before TensorFlow is imported: no need to wait for a refusal
        tensorflow()
        _check_weights(path)
    else:
        tensorflow()
        _check_h5(path)
    return _load(path)


def check_config(config: Any, *, name: str) -> None:
    """Refuse a model config that names anything but plain parts of Keras.

    Raises:
        UnsafeError: naming the part.
    """
    for part in _objects(config):
        kind = str(part.get("class_name", ""))
        if kind in _RUNNING:
            what = "Lambda layer" if kind in {"Lambda", "__lambda__"} else kind
            raise UnsafeError(f"{name}: holds a {what}, which could run arbitrary code when loaded; {_LOAD_IT}")
        if isinstance(part.get("vocabulary"), str):
            raise UnsafeError(f"{name}: a layer's vocabulary is a path to another file; {_LOAD_IT}")
        if "class_name" in part:
            _check_part(part, kind, name)


def _objects(config: Any) -> Iterator[dict[str, Any]]:
    """All dicts in parsed JSON, without recursion: depth belongs to the file."""
    waiting = [config]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            yield item
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)


def _check_part(part: dict[str, Any], kind: str, name: str) -> None:
    module, registered = part.get("module"), part.get("registered_name")
    function = kind == "function"
    if not _is_plain(module, function=function):
        raise UnsafeError(f"{name}: names {kind} of module {str(module)[:80]!r}, which is no part of Keras; {_LOAD_IT}")
    if isinstance(registered, str) and ">" in registered:
        raise UnsafeError(f"{name}: names {registered[:80]!r}, a custom part of no Keras module; {_LOAD_IT}")
    if module is not None and not function and not kind[:1].isupper() and not kind.startswith("__"):
        raise UnsafeError(f"{name}: names {kind[:80]!r} of module {module!r}, which is no class; {_LOAD_IT}")


def _is_plain(module: object, *, function: bool) -> bool:
    if module is None:  # found by name among Keras' own parts, or not at all
        return True
    if module == "builtins":
        return function  # Keras' own word for "a function of Keras, by name"
    steps = [step for step in str(module).split(".") if step != "src"]
    if steps[0] != "keras":
        return False
    return len(steps) == 1 or steps[1] in (_FUNCTIONS if function else _PARTS)


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                _check_member(member, path.name)
            check_config(_parsed(archive.read("config.json"), path.name), name=path.name)
    except _BROKEN as error:
        raise FormatError(f"{path.name}: not a .keras file, or broken: {_first_line(error)}") from error


def _check_weights(path: Path) -> None:
    import h5py  # noqa: PLC0415

    try:
        with zipfile.ZipFile(path) as archive:
            if "model.weights.h5" in archive.namelist():
                with archive.open("model.weights.h5") as weights, h5py.File(weights, "r") as file:
                    _check_links(file, path.name)
    except _BROKEN as error:
        raise FormatError(f"{path.name}: its weights cannot be read: {_first_line(error)}") from error


def _check_member(member: zipfile.ZipInfo, name: str) -> None:
    inside = member.filename.replace("\\", "/")
    if inside.startswith("/") or ".." in inside.split("/") or ":" in inside.split("/")[0]:
        raise UnsafeError(f"{name}: a member would be written outside its folder: {inside[:80]!r} ('..' or absolute)")
    if inside == "config.json" and member.file_size > CONFIG_BYTES:
        raise LimitError(f"{name}: config.json has {member.file_size:,} bytes; expected at most {CONFIG_BYTES:,}")
    if member.file_size > FLOOR and member.file_size > RATIO * max(member.compress_size, 1):
        raise LimitError(
            f"{name}: {inside[:80]!r} unfolds into {member.file_size:,} bytes, more than {RATIO} times what it takes"
        )


def _check_h5(path: Path) -> None:
    import h5py  # noqa: PLC0415

    try:
        with h5py.File(path, "r") as file:
            _check_links(file, path.name)
            if "model_config" not in file.attrs:
                raise FormatError(
                    f"{path.name}: holds no model_config; expected a whole Keras model, not weights alone"
                )
            for key in ("model_config", "training_config"):
                if key in file.attrs:
                    check_config(_parsed(file.attrs[key], path.name), name=path.name)
    except (OSError, RuntimeError) as error:
        raise FormatError(f"{path.name}: not an HDF5 file, or broken: {_first_line(error)}") from error


def _check_links(group: Any, name: str) -> None:
    """Weights stay in their own file: a link would let a file pull another one's content into a report."""
    import h5py  # noqa: PLC0415

    for key in group:
        link = group.get(key, getlink=True)
        if isinstance(link, h5py.ExternalLink | h5py.SoftLink):
            raise UnsafeError(f"{name}: {key[:80]!r} is a link to elsewhere; expected weights inside the file")
        item = group[key]
        if isinstance(item, h5py.Group):
            _check_links(item, name)
        elif getattr(item, "external", None) or getattr(item, "is_virtual", False):
            raise UnsafeError(
                f"{name}: {key[:80]!r} keeps its numbers in another file; expected weights inside the file"
            )


def _parsed(text: str | bytes, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{name}: the model config is no JSON: {_first_line(error)}") from error


def _load(path: Path) -> tuple[Any, tuple[str, ...]]:
    """With its loss where that can be read back, else without."""
    import keras  # noqa: PLC0415

    try:
        return _quietly(keras, path, compiled=True), ()
    except Exception:  # noqa: BLE001 - a loss or metric of one's own: the layers may still load
        try:
            model = _quietly(keras, path, compiled=False)
        except Exception as error:
            kind = UnsafeError if "unsafe" in str(error).lower() or "safe_mode" in str(error) else FormatError
            raise kind(f"{path.name}: Keras cannot load this model: {_first_line(error)}") from error
        return model, ("the compiled loss in the file could not be read, so it says nothing about the outputs",)


def _quietly(keras: Any, path: Path, *, compiled: bool) -> Any:
    """Keras remarks on optimizers and old formats, which do not concern predictions."""
    logger = logging.getLogger("absl")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return keras.models.load_model(path, compile=compiled, safe_mode=True)
    finally:
        logger.setLevel(level)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
