"""``logitwise policy``: write a policy to start from, or check one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from logitwise.errors import FileError

NAME = "logitwise.toml"


def init(
    *, force: Annotated[bool, typer.Option("--force", help="Replace a logitwise.toml that is there.")] = False
) -> int:
    """Write a commented logitwise.toml into the working folder."""
    from logitwise.report.outputs import Outputs  # noqa: PLC0415  only where asked for

    if Path(NAME).exists() and not force:
        raise FileError(f"{NAME}: is there already; --force replaces it")
    with Outputs() as outputs:
        outputs.add(NAME, _write)
    typer.echo(f"wrote {NAME}: say there what the classifier must show, then: logitwise evaluate FILE")
    return 0


def _write(place: Path) -> None:
    from logitwise.policy import template  # noqa: PLC0415  only where asked for

    place.write_bytes(template().encode("utf-8"))


def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A TOML file, pyproject.toml, or baseline.")],
) -> int:
    """Say whether a policy can be read, and what it asks."""
    from logitwise.metrics.wording import visible  # noqa: PLC0415  see above
    from logitwise.policy import find_policy  # noqa: PLC0415  brings in pydantic

    for line in find_policy(file).sentences():
        typer.echo(visible(line))
    return 0
