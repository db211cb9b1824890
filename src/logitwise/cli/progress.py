"""What a person sees on stderr meanwhile: a bar while rows are read, a line while files are written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

Report = Callable[[int, int | None], None]


@contextmanager
def progress() -> Iterator[Report | None]:
    """What a verb calls with rows done and rows in all (None where unknown); None where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415  only where it draws
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    class Doing(ProgressColumn):
        """What takes the time: where the compiler is loaded and no row was counted for a second, that is compiling."""

        def render(self, task: Task) -> Text:
            compiling = "numba" in sys.modules and not task.completed and (task.elapsed or 0) > 1
            return Text("compiling loops, once on this machine" if compiling else task.description)

    bar = Progress(
        Doing(),
        BarColumn(),
        TextColumn("{task.fields[rows]}"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("reading rows", total=None, rows="", rate="")

        def step(done: int, total: int | None) -> None:
            speed = bar.tasks[0].speed
            rows = f"{done:,} of {total:,} rows" if total is not None else f"{done:,} rows"
            rate = f"{speed:,.0f} rows/s" if speed else ""
            bar.update(task, completed=done, total=total, rows=rows, rate=rate)

        yield step


@contextmanager
def writing(names: Sequence[str]) -> Iterator[Callable[[str], None] | None]:
    """A line that says which files are being written, and takes what is being drawn meanwhile.

    None where stderr is no terminal, or nothing is written.
    """
    if not names or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415  only where it draws
    from rich.text import Text  # noqa: PLC0415

    from logitwise.metrics.wording import visible  # noqa: PLC0415

    said = f"writing {', '.join(map(visible, names))}"
    with Console(stderr=True).status(Text(said)) as line:
        yield lambda chart: line.update(Text(f"{said}: {visible(chart)}"))
