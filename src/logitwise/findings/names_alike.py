"""LW606: class names that a reader would take for one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logitwise.findings.class_words import sentences
from logitwise.findings.finding import Clear, Found, Pitfall
from logitwise.findings.look_alikes import ALIKE, CASE, invisible, shown_apart, stages
from logitwise.metrics.wording import LONGEST_NAME, counted
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.findings.facts import Facts
    from logitwise.findings.finding import Seen

MOST_TOLD: Final = 3
MOST_NAMED: Final = 100
LEGITIMATE: Final = (CASE, ALIKE)
"""In what single ASCII characters may differ: letters and digits are often the classes themselves. A judgement."""


def pairs_alike(names: Sequence[str]) -> list[tuple[str, str, str]]:
    """Pairs of names that look alike, with in what alone they differ, in the order of the names.

    >>> pairs_alike(["cat", "Cat", "dog"]), pairs_alike(["a", "A", "O", "0"])
    ([('cat', 'Cat', 'case')], [])
    """
    first: dict[tuple[int, str], str] = {}
    found = []
    for name in names:
        before = None
        for stage, (kind, left) in enumerate(stages(name)):
            other = first.setdefault((stage, left), name)
            single = len(left) == 1 and (name + other).isascii() and kind in LEGITIMATE
            if before is None and other != name and not single:
                before = (other, name, kind)
        if before is not None:
            found.append(before)
    return found


def _look(facts: Facts) -> Seen:
    names = facts.classes
    together = "".join(names)
    if together.isascii() and together.isdigit():
        return Clear("class names are numbers")
    hidden = [name for name in names if invisible(name)]
    alike = pairs_alike(names)
    evidence = {"pairs_alike": len(alike), "with_invisible_characters": len(hidden)}
    if not hidden and not alike:
        return Clear("no two class names look alike", evidence)
    parts = [_pair(*pair) for pair in alike[:MOST_TOLD]]
    if len(alike) > MOST_TOLD:
        parts.append(f"{counted(len(alike) - MOST_TOLD, 'further pair')} of names look alike")
    if hidden:
        shown = ", ".join(_short(name) for name in hidden[:MOST_TOLD])
        names_with = counted(len(hidden), "class name")
        parts.append(f"{names_with} with invisible or control characters, here as escapes: {shown}")
    told = [name for pair in alike for name in pair[:2]] + hidden
    return Found(
        sentences(parts),
        "If they are meant as one class, make the names the same where labels are written, and judge again: rows of "
        "one are mistakes for the other now. If not, give them names that can be told apart.",
        evidence,
        of=tuple(dict.fromkeys(told))[:MOST_NAMED],
    )


def _pair(one: str, other: str, kind: str) -> str:
    return f"classes {_short(one)} and {_short(other)} differ in {kind} alone, and count as two"


def _short(name: str) -> str:
    shown = shown_apart(name)
    return shown if len(shown) <= LONGEST_NAME else f"{shown[:LONGEST_NAME]}…'"


PITFALL = Pitfall(
    "LW606",
    CODES["LW606"],
    "warning",
    why="Two spellings of one class split its rows: each is a mistake for the other, and who reads the report cannot "
    "see why. Invisible characters can also turn the text around them.",
    look=_look,
)
