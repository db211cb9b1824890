"""From arguments to an exit status; every fault becomes one message on stderr."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from contextlib import contextmanager
from pathlib import Path
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Any, cast

from logitwise.errors import LogitwiseError, NoGuaranteeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

DONE, WRONG_INPUT, NOT_ENOUGH, OUR_FAULT, INTERRUPTED = 0, 2, 3, 4, 130
ISSUES = "with this message and, if you can share it, the file"


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Returns:
        0 ready or done, 1 not ready, 2 wrong usage or bad input, 3 not enough data or no guarantee, 4 a fault of
        logitwise's own.
    """
    if sys.stderr is None:  # closed by the caller: there is nobody to tell
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  for as long as the process lives
    if sys.stdout is None:
        say("stdout is closed, so there is nowhere to print the result")
        return WRONG_INPUT
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that cannot show a character shows its escape
            stream.reconfigure(errors="backslashreplace")
    with _told_to_end():
        return _guarded(lambda: _command(arguments))


@contextmanager
def _told_to_end() -> Iterator[None]:
    """Whoever ends the process politely, as a build server does, interrupts it: nothing half written stays behind."""
    if current_thread() is not main_thread():
        yield
        return

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL if before is None else before)


def _command(arguments: Sequence[str]) -> int:
    import typer  # noqa: PLC0415  with the app, so that a fault in it is caught too

    from logitwise.cli.app import build  # noqa: PLC0415  see above

    # Typer does not export click's ClickException, the second base of what it does export.
    wrong_usage = cast("type[Exception]", typer.BadParameter.__mro__[2])
    command = typer.main.get_command(build())
    try:
        result: Any = command.main(list(arguments), prog_name="logitwise", standalone_mode=False)
    except typer.Exit as stop:
        return stop.exit_code
    except typer.Abort as stop:  # how older versions of Typer pass on Ctrl-C; newer ones return the status
        raise KeyboardInterrupt from stop
    except wrong_usage as error:
        return _wrong_usage(error, _path_of(command, arguments))
    if result == INTERRUPTED:
        raise KeyboardInterrupt
    return int(result or DONE)


def _path_of(command: Any, arguments: Sequence[str]) -> str:
    """The command that the arguments begin with, as its help is asked for."""
    path = ["logitwise"]
    for word in arguments:
        command = getattr(command, "commands", {}).get(word)
        if command is None:
            break
        path.append(word)
    return " ".join(path)


def _wrong_usage(error: Any, path: str) -> int:
    context = getattr(error, "ctx", None)
    where = context.command_path if context is not None else path
    what = error.format_message().replace("Value error, ", "").rstrip(".")
    say(f"{what}. See {where} --help")
    return WRONG_INPUT


def _guarded(work: Callable[[], int]) -> int:
    try:
        code = work()
        sys.stdout.flush()
    except LogitwiseError as error:
        say(str(error))
        return NOT_ENOUGH if isinstance(error, NoGuaranteeError) else WRONG_INPUT
    except KeyboardInterrupt:
        say("interrupted; nothing was written")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of stdout left; what it read was right, and there is nobody to tell more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:  # a disk that is full, a name that is too long: the machine's, not ours
        where = f"{error.filename}: " if error.filename else ""
        say(f"{where}{error.strerror or error}")
        return WRONG_INPUT
    except Exception as error:  # noqa: BLE001  the last line of defence: a message instead of a traceback
        return _our_fault(error)
    return code


def _our_fault(error: Exception) -> int:
    if os.environ.get("LOGITWISE_DEBUG"):
        traceback.print_exc()
    say(
        f"internal error, a fault of logitwise and not of your input: {type(error).__name__}: {error}. "
        f"Please report it {ISSUES}; LOGITWISE_DEBUG=1 shows where it happened"
    )
    return OUR_FAULT


def say(message: str) -> None:
    """One message on stderr, in which nothing from the data can move the cursor."""
    shown = "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in message)
    try:
        print(f"logitwise: {shown}", file=sys.stderr, flush=True)  # noqa: T201  this is where messages go
    except OSError:  # nobody can be told; what stderr still holds goes nowhere, so that the exit status says it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
