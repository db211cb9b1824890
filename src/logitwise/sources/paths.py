"""Paths to tables: looked at by suffix, never by content."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from logitwise.batch.shown import shown
from logitwise.errors import FileError, SuffixError
from logitwise.sources.npz import NpzTable

if TYPE_CHECKING:
    from logitwise.sources.limits import Limits
    from logitwise.sources.table import Table

SUPPORTED = (".parquet", ".csv", ".npz", ".tally")


def open_path(path: str | os.PathLike[str], limits: Limits) -> Table:
    """A file as a table.

    Raises:
        FileError: no such file, a directory, not local.
        SuffixError: a kind of file that is not supported.
    """
    text = os.fspath(path)
    file = shown(text, longest=400)
    here = local_file(text)
    suffix = here.suffix.lower()
    if suffix == ".parquet":
        from logitwise.sources.parquet import ParquetTable  # noqa: PLC0415  pyarrow is heavy

        return ParquetTable.open(here, file)
    if suffix == ".csv":
        from logitwise.sources.csv_table import CsvTable  # noqa: PLC0415  pyarrow is heavy

        return CsvTable.open(here, file, limits)
    if suffix == ".npz":
        return NpzTable.open(here, file, limits)
    if suffix == ".tally":
        raise SuffixError(f"{file} is a tally, which is opened by itself and not as a table of rows")
    found = f"the suffix {shown(here.suffix)}" if suffix else "no suffix"
    raise SuffixError(f"{file} has {found}; supported are {', '.join(SUPPORTED)}")


def local_file(text: str) -> Path:
    """A path that is there and is a file.

    Raises:
        FileError: no such file, a directory, not local.
    """
    file = shown(text, longest=400)
    if "://" in text or text.startswith("\\\\"):
        raise FileError(f"{file} is not a local file: nothing is fetched from the network, copy it first")
    if "\0" in text:
        raise FileError(f"{file} holds a NUL character, which no path may")
    path = Path(text)
    if path.is_dir():
        raise FileError(f"{file} is a directory; a file was expected")
    if not path.exists():
        raise FileError(f"{file} does not exist")
    if not path.is_file():
        raise FileError(f"{file} is not a regular file")
    if not os.access(path, os.R_OK):
        raise FileError(f"{file} may not be read: its permissions forbid it")
    return path
