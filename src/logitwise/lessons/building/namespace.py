"""What the code of a question sees, and how it is run. Only the build step runs it, and only our own sources."""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import warnings
from typing import Any, Final

import numpy as np

from logitwise.lessons.building.rejected import RejectedError
from logitwise.lessons.building.source import Source

_TENSORFLOW: Final = re.compile(r"\b(tf|keras)\b")


class Namespace:
    """The names of one variant: ``np``, ``lw``, ``A``, ``rng``, where used ``tf``, ``keras``, and what `draw` made."""

    def __init__(self, source: Source, seed: int) -> None:
        import logitwise as lw  # noqa: PLC0415  its public face, as a user has it

        self.source, self.seed = source, seed
        self.names: dict[str, Any] = {
            "np": np, "lw": lw, "A": lw.activations, "rng": np.random.default_rng(seed), "__name__": "question",
        }  # fmt: skip
        if _TENSORFLOW.search(str(source.fields)):
            self.names |= _tensorflow(seed)
        self.run(source.fields.get("draw", ""))

    def fresh(self) -> Namespace:
        """The same names again, untouched by what was run since."""
        return Namespace(self.source, self.seed)

    def run(self, code: str) -> str:
        """Run statements and give back what they print."""
        printed = io.StringIO()
        with _quiet(), contextlib.redirect_stdout(printed):
            exec(compile(code, self.source.id, "exec"), self.names)  # noqa: S102  our own sources, at build time
        return printed.getvalue().strip("\n")

    def value(self, expression: str, **more: Any) -> Any:
        """The value of an expression, with a few more names.

        Raises:
            RejectedError: it has none.
        """
        names = {**self.names, **more}
        try:
            with _quiet():
                return eval(compile(expression.strip(), self.source.id, "eval"), names)  # noqa: S307  see run
        except Exception as error:
            raise RejectedError(f"{self.source.id}: {expression.strip()!r} fails: {_named(error)}") from error

    def holds(self, check: str) -> bool:
        """Whether an expression is true, or a block of statements leaves ``ok`` true."""
        try:
            ast.parse(check.strip(), mode="eval")
        except SyntaxError:
            self.names.pop("ok", None)
            self.run(check)
            return bool(self.names["ok"])
        return bool(self.value(check))

    def filled(self, text: str, **more: Any) -> str:
        """A text with its ``{expression:format}`` parts evaluated; doubled braces stand for themselves."""
        if "{" not in text and "}" not in text:
            return text
        escaped = text.replace("\\", "\\\\")
        if "'''" in text:
            raise RejectedError(f"{self.source.id}: a text with ''' cannot be filled")
        return str(self.value(f"f'''{escaped} '''", **more))[:-1]


@contextlib.contextmanager
def _quiet() -> Any:
    with warnings.catch_warnings():  # what a wrong snippet warns of is part of being wrong
        warnings.simplefilter("ignore")
        yield


def _tensorflow(seed: int) -> dict[str, Any]:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    import keras  # noqa: PLC0415  only for questions that use it
    import tensorflow as tf  # noqa: PLC0415  see above

    keras.utils.set_random_seed(seed)
    return {"tf": tf, "keras": keras}


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).splitlines()[0][:160] if str(error) else ''}"


def outcome(error: Exception) -> str:
    """An exception as evidence: its class and the first line of its message."""
    return f"raises {_named(error)}".rstrip(": ")
