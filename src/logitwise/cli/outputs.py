"""Where a report is written: options, checks before any work, and all of it at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from logitwise.errors import OptionError

if TYPE_CHECKING:
    from logitwise.report import Report


def place(said: str) -> Path:
    """A place to write to, as an option says it; an empty word would be the current folder.

    Raises:
        BadParameter: an empty one.
    """
    if not said:
        raise typer.BadParameter("the name is empty")
    return Path(said)


Out = Annotated[
    list[Path] | None,
    typer.Option(
        "-o", "--out", metavar="FILE", parser=place,
        help="Save the report: .html (one page for a browser), .json, .md or .xml (JUnit); may be repeated.",
    ),
]  # fmt: skip
Plots = Annotated[
    Path | None,
    typer.Option(metavar="DIR", parser=place, help="Save every chart there as .svg and .png; made where absent."),
]
SaveTally = Annotated[
    Path | None, typer.Option(metavar="FILE", parser=place, help="Save the tally, to merge or judge later.")
]


def check_outputs(out: Sequence[Path], plots: Path | None, save_tally: Path | None, *, inputs: Sequence[str]) -> None:
    """Refuse what cannot be written, before any work is done.

    Raises:
        SuffixError: a format that is not supported.
        FileError: a place that cannot hold the file or folder, or is read in the same command.
        OptionError: two outputs of one name, or one inside a folder that is yet to be made.
    """
    from logitwise.report.outputs import check_folder, check_suffix, check_tally_target, check_target  # noqa: PLC0415  with the report's floor

    for path in out:
        check_suffix(path)
        if plots is not None and not plots.exists() and path.parent.resolve() == plots.resolve():
            raise OptionError(f"{path}: --plots makes its folder only when everything is written; make {plots} first")
        check_target(path)
    if save_tally is not None:
        from logitwise.sources.paths import expanded  # noqa: PLC0415  brings in numpy

        check_tally_target(save_tally, expanded(list(inputs)))
    places = [*out, *(each for each in (plots, save_tally) if each is not None)]
    if len({path.resolve() for path in places}) < len(places):
        raise OptionError("two outputs have the same name: each needs its own")
    if plots is not None:
        check_folder(plots)


def write(report: Report, out: Sequence[Path], plots: Path | None, save_tally: Path | None) -> None:
    """Write all of it; after an error none of it is there."""
    if not out and plots is None and save_tally is None:
        return
    from logitwise.cli.progress import writing  # noqa: PLC0415  only where something is saved
    from logitwise.report.outputs import Outputs, text_writer  # noqa: PLC0415  only where something is saved

    long = [str(path) for path in (*out, *([] if plots is None else [plots])) if path.suffix.lower() in (".html", "")]
    with writing(long) as step, Outputs() as outputs:
        for path in out:
            outputs.add(path, text_writer(report, path))
        if plots is not None:
            from logitwise.report.charts.export import save_plots  # noqa: PLC0415  starts the engine that draws

            outputs.add_folder(plots, lambda folder: save_plots(report, folder, step=step))
        if save_tally is not None:
            outputs.add(save_tally, report.tally.save)
