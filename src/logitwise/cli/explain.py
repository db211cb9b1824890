"""``logitwise explain``: the page of a finding, without a network."""

from __future__ import annotations

import sys
from typing import Annotated

import typer


def command(
    codes: Annotated[
        list[str] | None, typer.Argument(metavar="CODE...", help="Like LW202, one or several; without any, all codes.")
    ] = None,
) -> int:
    """Say what findings mean, why they hurt, how they are decided and what to do."""
    if not codes:
        from logitwise.policy.codes import CODES  # noqa: PLC0415  only where asked for

        sys.stdout.write("".join(f"{each}  {title}\n" for each, title in CODES.items()))
        return 0
    from logitwise.findings.lesson import PLACES  # noqa: PLC0415  only where asked for
    from logitwise.findings.pages import page  # noqa: PLC0415  see above
    from logitwise.policy.codes import code_of  # noqa: PLC0415  see above

    in_lesson = "\n## In the lesson\n\n`logitwise learn {}` opens the lesson where it treats this.\n"
    text = "\n".join([page(code) + in_lesson.format(PLACES[code_of(code)]) for code in codes])
    if not sys.stdout.isatty():
        sys.stdout.write(text)
        return 0
    from rich.console import Console  # noqa: PLC0415  only for a person
    from rich.markdown import Markdown  # noqa: PLC0415  see above

    console = Console()
    console.print(Markdown(text, code_theme="ansi_dark"), width=min(console.width, 100))
    return 0
