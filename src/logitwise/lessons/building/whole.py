"""Write a file whole or not at all, and one writer at a time."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def replace_file(path: Path, text: str) -> None:
    """Put `text` at `path` in one step, so that whoever reads it meanwhile sees the old or the new."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    whole = Path(name)
    whole.chmod(0o644)
    whole.replace(path)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep other builds from changing the same file meanwhile, where the system has such locks."""
    try:
        from fcntl import LOCK_EX, flock  # noqa: PLC0415  not on every system
    except ImportError:
        yield
        return
    folder = os.open(path.parent, os.O_RDONLY)  # the folder: the file itself is replaced
    try:
        flock(folder, LOCK_EX)
        yield
    finally:
        os.close(folder)
