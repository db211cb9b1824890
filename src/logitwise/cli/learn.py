"""``logitwise learn``: the lesson in the browser, served by this machine to itself."""

from __future__ import annotations

import os
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from logitwise.errors import OptionError

if TYPE_CHECKING:
    import socket

NEEDED: Final = ("starlette", "uvicorn", "jinja2", "pygments", "fsrs", "markdown_it", "python_multipart")
"""What the extra `learn` installs, by the names that are imported."""
HOST: Final = "127.0.0.1"
LAST_PORT: Final = 65_535


def command(
    place: Annotated[
        str | None, typer.Argument(metavar="[PLACE]", help="Where to begin, like metrics or metrics#thresholds.")
    ] = None,
    *,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A JSON report or tally of your own model, to learn on it.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(metavar="N", help="The port to serve on; without it 8471, as reports link there, or a free one."),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address and open nothing.")] = False,
) -> int:
    """Open the lesson on activation functions and on judging classifiers; Ctrl-C ends it."""
    check_extra()
    if port is not None and not 0 <= port <= LAST_PORT:
        raise OptionError(f"--port: there is no port {port}; expected 0 to {LAST_PORT}")
    import logging  # noqa: PLC0415  after the arguments were read

    import uvicorn  # noqa: PLC0415  see above

    from logitwise.findings.lesson import PORT  # noqa: PLC0415  see above
    from logitwise.lessons.progress.database import writing  # noqa: PLC0415  see above
    from logitwise.lessons.progress.store import open_store  # noqa: PLC0415  see above
    from logitwise.lessons.web.app import build  # noqa: PLC0415  see above
    from logitwise.lessons.yours.own import own_from  # noqa: PLC0415  see above

    start = _start(place)
    own = None if report is None else own_from(report)
    store = open_store()
    with writing(store.path):
        pass  # what cannot be written is told here, not at the first answer
    with usual(PORT) if port is None else listening(port) as listener:
        bound = listener.getsockname()[1]
        address = f"http://{HOST}:{bound}{start}"
        typer.echo(f"The lesson is at {address}\nCtrl-C ends it; progress is kept in {store.path}")
        if port is None and bound != PORT:
            typer.echo(f"Port {PORT} is taken, so another was; links in saved reports lead to {PORT}.")
        logging.getLogger("uvicorn.error").addFilter(_is_no_farewell)
        config = uvicorn.Config(
            build(store, own, port=bound), log_level="warning", access_log=False, server_header=False, lifespan="off",
            ws="none", timeout_graceful_shutdown=1,
        )  # fmt: skip
        server = uvicorn.Server(config)
        if not no_browser:
            _open_soon(address)
        with suppress(KeyboardInterrupt):  # how uvicorn passes on Ctrl-C, once all is closed
            server.run(sockets=[listener])
    typer.echo("The lesson is closed.")
    return 0


def check_extra() -> None:
    """Refuse, with the one command that helps, where the extra `learn` is not installed.

    Raises:
        OptionError: a package is missing.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise OptionError(
            f"the lesson needs packages that are not installed ({', '.join(missing)}); install them with: "
            "pip install 'logitwise[learn]'"
        )


def usual(port: int) -> socket.socket:
    """A socket on the usual port, or on a free one where that is taken."""
    try:
        return listening(port)
    except OptionError:
        return listening(0)


def listening(port: int) -> socket.socket:
    """A socket on the loopback alone.

    Raises:
        OptionError: the port is taken, or not allowed.
    """
    import socket  # noqa: PLC0415  after the arguments were read

    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()  # whoever follows the address at once waits, and is not refused
    except OSError as error:
        listener.close()
        raise OptionError(
            f"--port: {HOST}:{port} cannot be used ({error.strerror or error}); leave --port out to take a free one"
        ) from error
    return listener


def _start(place: str | None) -> str:
    """The address of a place.

    Raises:
        OptionError: the lesson has no such place.
    """
    if place is None:
        return "/"
    from logitwise.lessons.modes import MODES  # noqa: PLC0415  after the arguments were read
    from logitwise.lessons.pages import page, place_title  # noqa: PLC0415  see above

    wanted = place.strip().lstrip("/")
    if "#" in wanted:
        place_title(wanted)
    elif wanted not in {mode.slug for mode in MODES}:
        page(wanted)  # says what there is
    return f"/{wanted}"


def _open_soon(address: str) -> None:
    """Open the browser beside the server; a machine without one is told nothing, the address stands there."""
    import threading  # noqa: PLC0415  after the arguments were read
    import webbrowser  # noqa: PLC0415  see above

    opener = threading.Thread(target=webbrowser.open, args=[address], daemon=True)
    opener.start()


def _is_no_farewell(record: object) -> bool:
    """Whether a log record is more than what uvicorn says when it is cancelled."""
    return "Cancel" not in str(getattr(record, "msg", ""))
