"""Tables between the marks of a Markdown file."""

from __future__ import annotations

from pathlib import Path


def write(file: Path, name: str, lines: list[str]) -> None:
    """Put the lines between the marks of a section."""
    text, opening, closing = file.read_text(), f"<!-- measured: {name} -->", f"<!-- end: {name} -->"
    before, rest = text.split(opening)
    after = rest.split(closing)[1]
    file.write_text("\n".join([before + opening, "", *lines, closing + after]))
