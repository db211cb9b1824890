"""The custom properties of a style sheet; a page needs no other colour, size or distance."""

from __future__ import annotations

from collections.abc import Mapping

from logitwise.report.theme.measures import measures
from logitwise.report.theme.palette import DARK, LIGHT


def css() -> str:
    """Custom properties for light and dark, as the reader's system asks; paper is always light.

    >>> "prefers-color-scheme: dark" in css()
    True
    """
    light = _block({**measures(), **LIGHT.variables()}, "  ")
    dark = _block(DARK.variables(), "    ")
    return (
        f":root {{\n  color-scheme: light dark;\n{light}}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n  :root {{\n{dark}  }}\n}}\n"
    )


def _block(values: Mapping[str, str], indent: str) -> str:
    return "".join(f"{indent}--{name}: {value};\n" for name, value in values.items())
