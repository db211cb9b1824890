"""The words around the tables of `docs/truth.md`."""

from __future__ import annotations

from collections.abc import Iterable

LIMITS_HEADER = (
    "| metric | design | true value | runs | lower limit too high at 5 % | upper limit too low at 5 % | "
    "too high at 1.67 % | too low at 1.67 % | limits | remarks |"
)
RULINGS_HEADER = "| what is asked | design | K | runs | nominal | false ready | false not ready | remarks |"
BEFORE = """\
# Truth measured

*Ready* and *not ready* rest on limits that may be wrong at most one time in twenty. Here that promise was tried:
thousands of times rows were drawn from a world whose truth is known and judged as yours are, and it was counted how
often a limit lay on the wrong side of the truth. Where a number below is 5 or less the promise is kept; where it is
more, the last column says how much is tolerated, and why, or it is within the error of counting.

## How to read the tables

All shares are in per cent. A lower limit that is *too high* may call a model ready that is not; an upper limit that
is *too low* may call a good model not ready; of losses and other numbers that should be small it is the other way
round. Limits at 5 % decide what passes. Limits at 1.67 %, a third of it, decide what fails where a policy asks three
things. Counting has an error of its own: of a true 5 % the share seen in 2,000 runs lies within 0.5 of it in two
cases of three, and nearly always within 1.5; in 300 runs within 1.3 and 3.8; in 60 runs within 2.8 and 8.4.

Every design is chosen to be hard: few rows of a class, areas near 1, unequal spreads, 2 % of positives that no model
finds, rare and expensive losses, labels that hold together. True values are computed from the whole world, by
scikit-learn with the rows' probabilities as weights; samples are drawn from that same world with replacement, so the
true values have no error. What is said to be *about* so many rows varies from sample to sample. In no run did limits
let a bound be kept and broken at once.

The calibration gap of perfect models is centred on 0 to within 0.3 points: its mean over the runs, before it is cut
at 0 as reports do, stands in the remarks.

Known to exceed their promise: what the last column tolerates. Rows of 50 or 60 runs are a first look.

## Limits

"""
BETWEEN = """
## Verdicts

Here whole policies are judged with every bound exactly at the true value, where *ready* and *not ready* both claim
too much. K is the number of tests by which the level of a failure is divided.

"""
AFTER = """
## Measure it again

`python -m tests.truth` in a checkout makes this page anew (`--runs 400` is quick, `--only roc_auc` does a part). The
same designs run as tests (`pytest tests/truth`, marked slow), each held to its limit within three standard errors of
counting; `LOGITWISE_TRUTH_RUNS` sets how many samples they draw. A new design is one line in
`tests/truth/designs.py`.
"""


def row(*cells: str) -> str:
    """A line of a table."""
    return f"| {' | '.join(cells)} |"


def percent(share: float) -> str:
    """A share in per cent, to a tenth.

    >>> percent(0.0516)
    '5.2'
    """
    return f"{100 * share:.1f}"


def page(limits: Iterable[str], rulings: Iterable[str]) -> str:
    """The whole page."""
    tables = [table(LIMITS_HEADER, limits), table(RULINGS_HEADER, rulings)]
    return BEFORE + tables[0] + BETWEEN + tables[1] + AFTER


def table(header: str, rows: Iterable[str]) -> str:
    """A table in Markdown."""
    return "\n".join([header, "|---" * (header.count("|") - 1) + "|", *rows]) + "\n"
