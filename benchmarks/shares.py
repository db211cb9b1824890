"""The parts of an evaluation of arrays, each alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from data import load
from work import Work


def ours(folder: Path) -> Callable[[], object]:
    """Arrays in memory to the JSON document, judged by the shipped baseline."""
    import logitwise as lw

    y, logits = load(folder)
    return lambda: lw.evaluate(y, logits=logits, policy="baseline").to_dict()


def part(make: Callable[[Any, Any, Any], Callable[[], object]]) -> Work:
    """One part, made from the checked batches, their tally and the report."""

    def prepare(folder: Path) -> Callable[[], object]:
        import logitwise as lw
        from logitwise.engines import run
        from logitwise.sources import open_arrays

        y, logits = load(folder)
        checked = list(open_arrays(y, logits=logits).batches())
        tally = run(checked)
        return make((y, logits, checked), tally, lw.evaluate(y, logits=logits, policy="baseline"))

    return Work("", prepare)


def checking(rows: Any, _tally: Any, _report: Any) -> Callable[[], object]:
    from logitwise.sources import open_arrays

    return lambda: list(open_arrays(rows[0], logits=rows[1]).batches())


def passing(rows: Any, _tally: Any, _report: Any) -> Callable[[], object]:
    from logitwise.engines import run

    return lambda: run(rows[2])


def measuring(_rows: Any, tally: Any, _report: Any) -> Callable[[], object]:
    from logitwise.metrics import measure_all

    return lambda: [m.estimate() for m in measure_all(tally)]


def drawing(_rows: Any, tally: Any, _report: Any) -> Callable[[], object]:
    from logitwise.metrics import curves

    return lambda: curves(tally)


def judging(_rows: Any, tally: Any, _report: Any) -> Callable[[], object]:
    from logitwise.policy import baseline
    from logitwise.verdict import judge

    return lambda: judge(tally, baseline())


WORKS = {
    "check the arrays": part(checking),
    "one pass into the tally": part(passing),
    "metrics with intervals": part(measuring),
    "curves": part(drawing),
    "verdict": part(judging),
    "JSON document": part(lambda _rows, _tally, report: report.to_dict),
    "terminal text (not in the sum above)": part(lambda _rows, _tally, report: lambda: str(report)),
}
