"""Paths to tables: looked at by suffix, never by content; patterns stand for the files that match them."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING

from logitwise.batch.local import not_local
from logitwise.batch.shown import shown
from logitwise.errors import FileError, SuffixError
from logitwise.sources.npz import NpzTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from logitwise.sources.limits import Limits
    from logitwise.sources.table import Table

SUPPORTED = (".parquet", ".csv", ".csv.gz", ".npz", ".arrow", ".feather", ".jsonl", ".tally")


def expanded(paths: Iterable[str | os.PathLike[str]]) -> list[str]:
    """The files that paths and patterns name, each pattern's in the order of their names.

    A path that is there is itself, whatever characters it holds; ``**`` stands for any folders.

    Raises:
        FileError: a pattern that no file matches, or a path that is not local.
    """
    return [found for path in paths for found in _expanded(os.fspath(path))]


def _expanded(text: str) -> list[str]:
    away = not_local(text)
    if away is not None:
        raise FileError(away)
    if not glob.has_magic(text) or "\0" in text or os.path.lexists(text):
        return [text]
    found = sorted(path for path in glob.glob(text, recursive=True) if not os.path.isdir(path))  # noqa: PTH112, PTH207  text stays text
    if not found:
        file = shown(text, longest=400)
        raise FileError(f"{file}: no file matches this pattern; files whose names begin with a dot are passed over")
    return found


def open_path(path: str | os.PathLike[str], limits: Limits) -> Table:
    """A file as a table.

    Raises:
        FileError: no such file, a directory, not local.
        SuffixError: a kind of file that is not supported.
    """
    text = os.fspath(path)
    file = shown(text, longest=400)
    here = local_file(text)
    suffix = ".csv.gz" if here.name.lower().endswith(".csv.gz") else here.suffix.lower()
    if suffix == ".parquet":
        from logitwise.sources.parquet import ParquetTable  # noqa: PLC0415  pyarrow is heavy

        return ParquetTable.open(here, file)
    if suffix in {".csv", ".csv.gz"}:
        from logitwise.sources.csv_table import CsvTable  # noqa: PLC0415  pyarrow is heavy

        return CsvTable.open(here, file, limits)
    if suffix in {".arrow", ".feather"}:
        from logitwise.sources.ipc import IpcTable  # noqa: PLC0415  pyarrow is heavy

        return IpcTable.open(here, file, limits)
    if suffix == ".jsonl":
        from logitwise.sources.jsonl import JsonlTable  # noqa: PLC0415  only where it is read

        return JsonlTable.open(here, file, limits)
    if suffix == ".npz":
        return NpzTable.open(here, file, limits)
    if suffix == ".tally":
        raise SuffixError(f"{file} is a tally, which is opened by itself and not as a table of rows")
    found = f"the suffix {shown(suffix)}" if suffix else "no suffix"
    raise SuffixError(f"{file} has {found}; supported are {', '.join(SUPPORTED)}")


def local_file(text: str) -> Path:
    """A path that is there and is a file.

    Raises:
        FileError: no such file, a directory, not local.
    """
    file, away = shown(text, longest=400), not_local(text)
    if away is not None:
        raise FileError(away)
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
