"""Files that appear whole or not at all: written beside their place, renamed when every one of them is ready."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
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
    if target.is_symlink() and not target.exists():
        target = _followed(target, shown)
    if not target.parent.is_dir():
        raise FileError(f"{shown}: the folder {visible(str(target.parent))} does not exist")


def _followed(link: Path, shown: str) -> Path:
    """Where a link leads that leads to nothing yet."""
    try:
        return link.resolve()
    except (OSError, RuntimeError):  # a link to itself; which of the two is raised depends on Python's version
        raise FileError(f"{shown}: is a link that leads back to itself") from None


def check_folder(path: str | Path) -> None:
    """Refuse a place where no folder of files can be, before any work is done; one whose parent exists is made later.

    Raises:
        FileError: naming the path and what is wrong with it.
    """
    folder, shown = Path(path), visible(str(path))
    if folder.is_dir():
        return
    if folder.is_symlink() and not folder.exists():
        raise FileError(f"{shown}: is a link to nothing; expected a folder, or a name for a new one")
    if folder.exists():
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
        try:
            made = text(report).encode("utf-8")
        except OSError as fault:  # a template or script of ours that is not there is no fault of the place
            raise RuntimeError(f"the report cannot be made: {fault}") from fault
        place.write_bytes(made)

    return write


class Outputs:
    """Several files as one: on leaving the block all are renamed into place, or none after an error.

    A link is followed: the file that it names is replaced, and the link stays.

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
        self._made: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def add(self, path: str | Path, write: Writer) -> None:
        """Write a file beside its place.

        Raises:
            FileError: it cannot be written there.
        """
        check_target(path)
        target = Path(path).resolve()
        # The suffix stays last: writers may look at it.
        beside = target.with_name(f".{target.stem}.{os.getpid()}-{len(self._staged)}.part{target.suffix}")
        self._staged.append((beside, target))
        with _told(path):
            write(beside)

    def add_folder(self, path: str | Path, write: Callable[[Path], object]) -> None:
        """Write files into a folder; other files that are there already stay.

        They wait inside it where it is there, since what is beside it may be another disk or not ours to write to.

        Raises:
            FileError: no folder can be there, or it cannot be written to.
        """
        check_folder(path)
        target = Path(path).resolve()
        name = f".{target.name}.{os.getpid()}-{len(self._folders)}.part"
        beside = target / name if target.is_dir() else target.with_name(name)
        self._folders.append(beside)
        with _told(path):
            beside.mkdir()
            write(beside)
            self._staged += [(each, target / each.name) for each in sorted(beside.iterdir())]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if error is None:
                for _, target in self._staged:
                    if target.is_dir():
                        raise FileError(f"{visible(str(target))}: is a folder; a file is to be written there")
                self._put_in_place()
        finally:
            for beside, _ in self._staged:
                with suppress(OSError):
                    beside.unlink()
            for folder in self._folders:
                shutil.rmtree(folder, ignore_errors=True)

    def _put_in_place(self) -> None:
        """Rename all; what one that fails left behind is as it was before."""
        done: list[tuple[Path, Path | None]] = []
        try:
            for beside, target in self._staged:
                with _told(target):
                    self._make_folder(beside, target)
                    done.append((target, _kept(target, len(done))))
                    beside.replace(target)
        except BaseException:
            for target, old in reversed(done):
                with suppress(OSError):
                    target.unlink() if old is None else old.replace(target)
            for folder in self._made:
                with suppress(OSError):
                    folder.rmdir()
            raise
        for _, old in done:
            if old is not None:
                with suppress(OSError):
                    old.unlink()

    def _make_folder(self, beside: Path, target: Path) -> None:
        if beside.parent in self._folders and not target.parent.is_dir():
            target.parent.mkdir()
            self._made.append(target.parent)


@contextmanager
def _told(path: str | Path) -> Iterator[None]:
    """An error of the system as one sentence that names the file."""
    try:
        yield
    except OSError as error:
        raise FileError(f"{visible(str(path))}: cannot be written: {error.strerror or error}") from error


def _kept(target: Path, number: int) -> Path | None:
    """The file that is there under a second name; it goes on being there where the disk knows hard links."""
    if not target.exists():
        return None
    old = target.with_name(f".{target.stem}.{os.getpid()}-{number}.old{target.suffix}")
    try:
        old.hardlink_to(target)
    except OSError:
        target.replace(old)
    return old
