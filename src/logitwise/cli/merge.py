"""``logitwise merge``: add tallies of parts to the tally of the whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from logitwise.cli.outputs import place


def command(
    tallies: Annotated[
        list[str],
        typer.Argument(metavar="TALLY...", help="Tallies of the same task, or patterns like 'parts/*.tally'."),
    ],
    *,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", parser=place, help="Where to save the sum.")],
) -> int:
    """Add tallies: the same numbers as judging all rows together, to the bit."""
    from logitwise.report.outputs import Outputs, check_tally_target  # noqa: PLC0415  after the arguments were read
    from logitwise.sources.paths import expanded  # noqa: PLC0415  brings in numpy
    from logitwise.verbs.merge import merge  # noqa: PLC0415  brings in numpy

    check_tally_target(out, expanded(tallies))
    tally = merge(tallies)
    with Outputs() as outputs:
        outputs.add(out, tally.save)
    return 0
