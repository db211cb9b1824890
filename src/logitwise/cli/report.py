"""``logitwise report``: a report from saved tallies, without the rows."""

from __future__ import annotations

from typing import Annotated

import typer

from logitwise.cli import inputs, outputs
from logitwise.cli.evaluate import IgnoreOption, SelectOption
from logitwise.errors import OptionError, SuffixError


def command(  # noqa: PLR0913  one parameter an option
    tallies: Annotated[
        list[str],
        typer.Argument(metavar="TALLY...", help="Saved tallies, or patterns like 'parts/*.tally'; several are added."),
    ],
    *,
    out: outputs.Out = None,
    plots: outputs.Plots = None,
    policy: inputs.PolicyFile = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
) -> int:
    """Write a report of saved tallies: no rows are needed.

    Ends with 0 written, whatever the verdict, 2 wrong usage or bad input. To gate, use evaluate, whose status is the
    verdict.
    """
    if not out and plots is None:
        raise OptionError(
            "report writes files: name one with -o report.html, or --plots DIR. See logitwise report --help"
        )
    outputs.check_outputs(out or [], plots, None, inputs=tallies)
    from logitwise.sources.paths import expanded  # noqa: PLC0415  brings in numpy
    from logitwise.verbs.evaluate import evaluate  # noqa: PLC0415  brings in numpy and the sources

    paths = expanded(tallies)
    other = next((path for path in paths if not path.lower().endswith(".tally")), None)
    if other is not None:
        raise SuffixError(f"{other}: is no .tally; of rows, logitwise evaluate writes a report with --out")
    outputs.write(evaluate(paths, policy=policy, select=select, ignore=ignore), out or [], plots, None)
    return 0
