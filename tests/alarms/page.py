"""The words and tables of `docs/false_alarms.md`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Row = tuple[str, ...]
BY_CODE: Row = (
    "finding", "level", "allowed %", "worst world", "found there %", "runs there", "all worlds %", "worlds", "remarks",
)  # fmt: skip
BY_WORLD: Row = ("finding", "world", "found %", "runs")
AT_LIMIT: Row = ("finding", "world", "level %", "found %", "runs")
WORLDS: Row = ("world", "true there, and not counted")
FAULTS: Row = ("finding", "fault: weak, clear, gross", "weak %", "clear %", "gross %", "runs of each")
BEFORE = """\
# False alarms measured

A linter that cries wolf is switched off. So every finding was looked for where it is not: in models whose probabilities
are right by construction, whose scores rank, and whose rows have nothing wrong with them. A finding of level *error*,
which withholds *ready*, may come up in at most 1 % of such samples, a *warning* in at most 5 %. A *note* only tells
what is so, and has no limit. And every finding was looked for where it is: in models into which its fault was put,
weakly, clearly and grossly.

## How to read the tables

All shares are in per cent of samples that were drawn anew each time and judged as yours are, under the baseline policy.
Counting has an error of its own: of a true 5 % the share seen in 200 runs lies within 1.5 of it in two cases of three,
and nearly always within 4.6; in 1,000 runs within 0.7 and 2.1; of a true 1 % in 1,000 runs within 0.3 and 0.9. Where
the worst of dozens of worlds is shown, chance has chosen it: a share a little above the limit is no excess. What
would come up by chance in less than one of a hundred such tables is called so in the remarks.

What is true in a world is no false alarm there: few rows of a rare class are few. The list of worlds, last, says what
is not counted, and why. In some worlds nothing can set off some findings; they count all the same, as they do for you.

## False alarms by finding

The worst first: by how far the share in its worst world lies above what is allowed.

"""
BETWEEN_WORLDS = """
## Where they come up

Every finding and world with more than half of what is allowed, the worst first.

"""
BETWEEN_LIMITS = """
## At the limit itself

A model that lies just on a limit is neither sound nor faulty. How often a finding comes up there is its own level,
which is derived: 5 % divided by the classes that are looked at, or less. LW202 has the level of the policy's clause
*no class mostly missed*, which it explains: where every recall is truly 0.5 it may come up in 5 % of samples; where one
is 0.52, of 200 rows, in 0.4 %. Limits of a ROC AUC, on which LW203 and LW204 rest, are not exact (see
[truth measured](truth.md)).

"""
BETWEEN_LIST = """
## The worlds

A *signal* is how many standard deviations higher a softmax scores the true class. LW406, a note that calibration is not
assessable, is not counted below 20,000 rows, where it may well be so.

"""
BETWEEN_FAULTS = """
## Planted faults that are found

The hardest first. Unless it is said otherwise, samples have 1,000 to 5,000 rows of otherwise calibrated models. *Weak*
is at or below what a finding is meant to tell; that it is mostly passed over is the price of few false alarms, or of a
limit below which a fault does not matter.

"""
AFTER = """
## Measure it again

`python -m tests.alarms` in a checkout makes this page anew (`--runs 40` is quick, `--only LW405` does one finding,
`--jobs 2` uses two processors). The same worlds and faults run as tests (`pytest tests/alarms`, marked slow);
`LOGITWISE_ALARM_RUNS` sets how many samples they draw. A new world is one line in `tests/alarms/healthy.py`, a new
fault one in `tests/alarms/planted.py` or beside it.
"""


def page(tables: Mapping[Row, Iterable[Row]]) -> str:
    """The whole page, from the rows under each header."""
    parts = (
        (BEFORE, BY_CODE), (BETWEEN_WORLDS, BY_WORLD), (BETWEEN_LIMITS, AT_LIMIT), (BETWEEN_FAULTS, FAULTS),
        (BETWEEN_LIST, WORLDS),
    )  # fmt: skip
    return "".join(words + table(header, tables[header]) for words, header in parts) + AFTER


def table(header: Row, rows: Iterable[Row]) -> str:
    """A table in Markdown."""
    return "\n".join([line(header), "|---" * len(header) + "|", *map(line, rows)]) + "\n"


def line(cells: Sequence[str]) -> str:
    """A line of a table."""
    return f"| {' | '.join(cells)} |"


def rows_of(text: str, header: Row) -> list[Row]:
    """The rows of a table that is on a page; none where it is not."""
    lines = text.splitlines()
    if line(header) not in lines:
        return []
    found: list[Row] = []
    for each in lines[lines.index(line(header)) + 2 :]:
        if not each.startswith("|"):
            break
        found.append(tuple(cell.strip() for cell in each.strip("|").split(" | ")))
    return found


def percent(share: float) -> str:
    """A share in per cent, to a tenth.

    >>> percent(0.0516)
    '5.2'
    """
    return f"{100 * share:.1f}"
