"""Draw the terminal report of the "is it an 8" example as `docs/is_it_an_8.svg`, the picture in the README."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import MONOKAI

import logitwise as lw

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Judge the example and export what the terminal shows; fonts come from the reader's machine, not from the net."""
    report = lw.evaluate(ROOT / "examples" / "is_it_an_8.npz", policy="baseline")
    console = Console(record=True, width=100, force_terminal=True, color_system="truecolor", file=io.StringIO())
    console.print(report)
    local_fonts = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    svg = console.export_svg(title="logitwise evaluate is_it_an_8.npz", theme=MONOKAI, code_format=local_fonts)
    svg = svg.replace(f"{ROOT}/", "").replace("Fira Code", "DejaVu Sans Mono")
    (ROOT / "docs" / "is_it_an_8.svg").write_text("\n".join(line.rstrip() for line in svg.splitlines()) + "\n")


if __name__ == "__main__":
    main()
