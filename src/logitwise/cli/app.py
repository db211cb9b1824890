"""The commands, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from logitwise import __version__
from logitwise.cli import apply, evaluate, explain, learn, merge, policy, quiz, report, review, tune

# Rich would read class and file names as markup, and drawing help with it costs a tenth of a second.
PLAIN = {"rich_markup_mode": None, "add_completion": False, "pretty_exceptions_enable": False}


def _version(asked: bool) -> None:  # noqa: FBT001  Typer calls it with the flag alone
    if asked:
        typer.echo(f"logitwise {__version__}")
        raise typer.Exit


def _start(
    context: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001  its callback does the work
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Is this classifier good, how sure are we, and is it ready?"""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def build() -> typer.Typer:
    """The whole command line."""
    app = typer.Typer(**PLAIN)  # type: ignore[arg-type]
    app.callback(invoke_without_command=True)(_start)
    app.command("evaluate")(evaluate.command)
    app.command("report")(report.command)
    app.command("tune")(tune.command)
    app.command("merge")(merge.command)
    app.command("apply")(apply.command)
    app.command("explain")(explain.command)
    app.command("learn")(learn.command)
    app.command("quiz")(quiz.command)
    app.command("review")(review.command)
    policies = typer.Typer(help="Write or check a policy: what a classifier must show.", **PLAIN)  # type: ignore[arg-type]
    policies.command("init")(policy.init)
    policies.command("check")(policy.check)
    app.add_typer(policies, name="policy")
    return app
