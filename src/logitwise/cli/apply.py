"""``logitwise apply``: a file of outputs through a rule."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from logitwise.cli import inputs
from logitwise.cli.outputs import place


def command(  # noqa: PLR0913  one parameter an option
    rule: Annotated[Path, typer.Argument(metavar="RULE", help="A rule file, as logitwise tune writes it.")],
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help=".parquet, .csv, .csv.gz, .npz, .arrow, .feather or .jsonl with outputs; no labels needed.",
        ),
    ],
    *,
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="OUT", parser=place, help="Where to write: .parquet, .csv or .npz.")
    ],
    logits: inputs.Logits = None,
    probabilities: inputs.Probabilities = None,
    limits: inputs.LimitOption = None,
) -> int:
    """Write recalibrated probabilities and decisions beside the columns of a file."""
    from logitwise.cli.progress import progress  # noqa: PLC0415  after the arguments were read
    from logitwise.metrics.wording import counted, visible  # noqa: PLC0415  see above
    from logitwise.sources.limits import Limits  # noqa: PLC0415  see above
    from logitwise.verbs.apply import apply_rule  # noqa: PLC0415  brings in numpy and the sources

    with progress() as step:
        done = apply_rule(
            rule,
            file,
            out,
            logits=logits,
            probabilities=probabilities,
            limits=Limits.parse(limits or []),
            progress=step,
        )
    words = [f"wrote {out}: {counted(done.rows, 'row')}"]
    if done.undecided:
        words.append(f"{done.undecided:,} undecided")
    if done.left_out:
        words.append(f"left out, since they hold neither numbers nor text: {', '.join(done.left_out)}")
    if done.quoted:
        words.append(
            f"an apostrophe was put before {counted(done.quoted, 'name or cell', 'names and cells')} that a "
            "spreadsheet would compute; .parquet keeps them as they are"
        )
    typer.echo(visible("; ".join(words)))
    return 0
