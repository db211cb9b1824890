"""Names beside an axis, short and yet told apart."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence


NARROW: Final = 16
"""Characters for which a narrow window has room."""
BY_WIDTH: Final = "(containerSize()[0] < 480 ? short : names)[datum.value]"
"""Expression of a label: of params ``names`` and, in a narrow window, ``short``."""


def axis_names(names: Sequence[str], *, most: int) -> list[str]:
    """Names of which those that begin alike are cut in the middle, and numbered where that does not tell them apart.

    Others stay: an axis that has no room for one cuts its end.

    >>> axis_names(["cat", "a very long class 1", "a very long class 2"], most=12)
    ['cat', 'a very…ass 1', 'a very…ass 2']
    """
    begun = Counter(name[:most] for name in names)
    cut = [_cut(name, most) if len(name) > most and begun[name[:most]] > 1 else name for name in names]
    same, seen, apart = Counter(cut), Counter[str](), []
    for name in cut:
        seen[name] += 1
        apart.append(f"{seen[name]}. {name}" if same[name] > 1 else name)
    return apart


def _cut(name: str, most: int) -> str:
    end = (most - 1) // 2
    return f"{name[: most - 1 - end]}…{name[-end:]}"
