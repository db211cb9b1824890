"""The Python of a page, run as a reader would run it: one fence after the other, in one namespace."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from contextlib import redirect_stdout
from typing import Any, Final

from logitwise.lessons.building.figures.figure import Figure
from logitwise.lessons.figures import Value, filled
from logitwise.lessons.pages import source

_FENCE: Final = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def fences(markdown: str) -> list[str]:
    r"""The Python fences of a page, in order.

    >>> fences("text\n```python\nx = 1\n```\nmore\n```text\n1\n```\n")
    ['x = 1\n']
    """
    return _FENCE.findall(markdown)


def outputs(slug: str, known: Mapping[str, Value], *, up_to: int | None = None) -> list[str]:
    """What each fence of a page prints.

    Args:
        slug: the page.
        known: the figures that its code names.
        up_to: how many fences, all where None.
    """
    namespace: dict[str, Any] = {}
    printed = []
    for number, code in enumerate(fences(source(slug))[:up_to], start=1):
        caught = io.StringIO()
        with redirect_stdout(caught):
            text = filled(code, page=f"{slug}.md, fence {number}", known=known)
            exec(compile(text, f"{slug}.md, fence {number}", "exec"), namespace)  # noqa: S102  it is ours
        printed.append(caught.getvalue().rstrip())
    return printed


def printed(slug: str, figures: Mapping[str, Figure], *, up_to: int | None = None) -> dict[str, Figure]:
    """What the first fences of a page print, as figures ``slug.printed.1`` and so on; who prints nothing has none."""
    shown = outputs(slug, {name: figure.value for name, figure in figures.items()}, up_to=up_to)
    return {f"{slug}.printed.{i}": Figure(text) for i, text in enumerate(shown, start=1) if text}
