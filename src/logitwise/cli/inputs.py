"""Options that say where rows are and what their outputs mean: the same words wherever rows are read."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from logitwise.errors import OptionError


class HeadName(StrEnum):
    """Heads, as the option takes them."""

    sigmoid = "sigmoid"
    softmax = "softmax"
    multilabel = "multilabel"


class InvalidRows(StrEnum):
    """What happens to rows that cannot be read."""

    refuse = "refuse"
    reject = "reject"


Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE...",
        help=".parquet, .csv, .csv.gz, .npz, .arrow, .feather, .jsonl with outputs and labels, or .tally; patterns "
        "like 'preds/*.parquet' too.",
    ),
]
Model = Annotated[str | None, typer.Option(metavar="FILE", help="A model to run on the inputs in FILE.")]
Label = Annotated[str | None, typer.Option(metavar="COL", help="The column (pattern) of labels.")]
Logits = Annotated[str | None, typer.Option(metavar="COLS", help="The column or pattern of logits.")]
Probabilities = Annotated[
    str | None, typer.Option(metavar="COLS", help="The column or pattern of probabilities, like 'p_*'.")
]
HeadOption = Annotated[HeadName | None, typer.Option(help="What the outputs are; else told by model or shapes.")]
Positive = Annotated[str | None, typer.Option(metavar="NAME", help="The positive of two classes.")]
Weight = Annotated[str | None, typer.Option(metavar="COL", help="The column of how much each row counts.")]
ClassWeight = Annotated[
    list[str] | None, typer.Option(metavar="NAME=W", help="A factor for a class's rows; may be repeated.")
]
Group = Annotated[
    str | None, typer.Option(metavar="COL", help="The column of what rows belong to: patient, user, session.")
]
RowId = Annotated[
    str | None, typer.Option("--id", metavar="COL", help="The column of row ids: tells rows counted twice.")
]
PolicyFile = Annotated[
    str | None, typer.Option(metavar="FILE", help="What is asked; else ./logitwise.toml, else the baseline.")
]
Invalid = Annotated[
    InvalidRows | None, typer.Option(help="reject: leave out rows that cannot be read, and count them.")
]
LimitOption = Annotated[
    list[str] | None, typer.Option(metavar="NAME=VALUE", help="A limit against hostile files; may be repeated.")
]


def named_numbers(option: str, said: list[str] | None, *, like: str) -> dict[str, float] | None:
    """``NAME=NUMBER``, repeated, by name; that there is such a name is for others to say.

    Args:
        option: its name, for messages.
        said: what was given.
        like: an example of what was expected.

    Raises:
        OptionError: no name, or no number.
    """
    if not said:
        return None
    numbers: dict[str, float] = {}
    for each in said:
        name, _, number = each.rpartition("=")
        try:
            numbers[name] = float(number)
        except ValueError:
            raise OptionError(f"{option} {each}: expected NAME=NUMBER, like {like}") from None
        if not name:
            raise OptionError(f"{option} {each}: expected NAME=NUMBER, like {like}")
    return numbers
