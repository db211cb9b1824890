"""Files that appear whole or not at all: written beside their place, renamed when every one of them is ready."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from logitwise.errors import FileError, SuffixError
from logitwise.metrics.wording import visible

if TYPE_CHECKING:
    from types import TracebackType

    from logitwise.report.report import Report

SUFFIXES = (".html", ".json", ".md", ".xml")
"""Formats that a report can be saved in."""

Writer = Callable[[Path], None]


def check_suffix(path: str | Path) -> None:
    """Refuse a format that a report cannot be saved in.

    Raises:
        SuffixError: naming the suffix and those that are supported.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        what = f"reports are not written as {visible(suffix)}" if suffix else "the format is told by a suffix"
        raise SuffixError(f"{visible(str(path))}: {what}; supported are {', '.join(SUFFIXES)}")


def check_target(path: str | Path) -> None:
    """Refuse a place where no file can be put, before any work is done.

    Raises:
        FileError: naming the path and what is wrong with it.
    """
    target, shown = Path(path), visible(str(path))
    if target.is_dir():
        raise FileError(f"{shown}: is a folder; expected the name of a file to write")
    if target.exists() and not target.is_file():
        raise FileError(f"{shown}: is no regular file, so it cannot be replaced")
    if not target.parent.is_dir():
        raise FileError(f"{shown}: the folder {visible(str(target.parent))} does not exist")


def check_folder(path: str | Path) -> None:
    """Refuse a place where no folder of files can be, before any work is done; one that is absent is made later.

    Raises:
        FileError: naming the path and what is wrong with it.
    """
    folder, shown = Path(path), visible(str(path))
    if folder.is_dir():
        return
    if folder.exists() or folder.is_symlink():
        raise FileError(f"{shown}: is a file; expected a folder, or a name for a new one")
    if not folder.parent.is_dir():
        raise FileError(f"{shown}: the folder {visible(str(folder.parent))} does not exist")


def check_tally_target(path: str | Path, inputs: Iterable[str]) -> None:
    """Refuse a place where no tally should be put: it could not be opened again, or is read in the same command.

    Raises:
        SuffixError: a suffix other than ``.tally``.
        FileError: a place that cannot hold a file, or one of the inputs.
    """
    if Path(path).suffix.lower() != ".tally":
        raise SuffixError(f"{visible(str(path))}: a tally is saved as .tally")
    check_target(path)
    if any(Path(path).resolve() == Path(each).resolve() for each in inputs):
        raise FileError(f"{visible(str(path))}: is one of the inputs; adding them again would count their rows twice")


def text_writer(report: Report, path: str | Path) -> Writer:
    """What writes the report in the format of `path`.

    Raises:
        SuffixError: a format that is not supported.
    """
    check_suffix(path)
    suffix = Path(path).suffix.lower()
    if suffix == ".html":
        from logitwise.report.html import page as text  # noqa: PLC0415  one format at a time
    elif suffix == ".json":
        from logitwise.report.json_document import json_text as text  # noqa: PLC0415  one format at a time
    elif suffix == ".xml":
        from logitwise.report.junit import junit as text  # noqa: PLC0415  one format at a time
    else:
        from logitwise.report.markdown import markdown as text  # noqa: PLC0415  one format at a time

    def write(place: Path) -> None:
        place.write_bytes(text(report).encode("utf-8"))

    return write


class Outputs:
    """Several files as one: on leaving the block all are renamed into place, or none after an error.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with Outputs() as outputs:
    ...     outputs.add(folder / "a.md", lambda place: place.write_text("done") and None)
    >>> [p.name for p in folder.iterdir()]
    ['a.md']
    """

    def __init__(self) -> None:
        self._staged: list[tuple[Path, Path]] = []
        self._folders: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def add(self, path: str | Path, write: Writer) -> None:
        """Write a file beside its place.

        Raises:
            FileError: it cannot be written there.
        """
        check_target(path)
        target = Path(path)
        # The suffix stays last: writers may look at it.
        beside = target.with_name(f".{target.stem}.{os.getpid()}-{len(self._staged)}.part{target.suffix}")
        self._staged.append((beside, target))
        try:
            write(beside)
        except OSError as error:
            raise FileError(f"{visible(str(path))}: cannot be written: {error.strerror or error}") from error

    def add_folder(self, path: str | Path, write: Callable[[Path], object]) -> None:
        """Write files into a folder beside their place; other files that are there already stay.

        Raises:
            FileError: no folder can be there, or it cannot be written to.
        """
        check_folder(path)
        target = Path(path).resolve()
        beside = target.with_name(f".{target.name}.{os.getpid()}-{len(self._folders)}.part")
        self._folders.append(beside)
        try:
            beside.mkdir()
            write(beside)
            self._staged += [(each, target / each.name) for each in sorted(beside.iterdir())]
        except OSError as error:
            raise FileError(f"{visible(str(path))}: cannot be written: {error.strerror or error}") from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if error is None:
                for beside, target in self._staged:
                    if beside.parent in self._folders:
                        target.parent.mkdir(exist_ok=True)
                    beside.replace(target)
        except OSError as fault:
            raise FileError(f"{visible(str(target))}: cannot be written: {fault.strerror}") from fault
        finally:
            for beside, _ in self._staged:
                with suppress(OSError):
                    beside.unlink()
            for folder in self._folders:
                shutil.rmtree(folder, ignore_errors=True)
