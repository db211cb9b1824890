"""Drawings as they were compiled to Vega, so that a page needs neither Altair nor its compiler.

``python -m logitwise.report.charts.frozen`` writes them anew; a test holds that they come out again.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from logitwise.report.charts.colours import PAGE
from logitwise.report.charts.config import config
from logitwise.report.charts.registry import NAMES, drawing

VEGA_LITE: Final = "6.4"
"""The version that compiles; the page brings the Vega of the same release."""
_LOCK: Final = "drawings.lock.json"


@cache
def drawings() -> dict[str, Any]:
    """Vega specifications by name, without data."""
    found: dict[str, Any] = json.loads(files("logitwise.report.charts").joinpath(_LOCK).read_text(encoding="utf-8"))
    return found


def compiled() -> dict[str, Any]:
    """All drawings compiled from their Altair charts."""
    import vl_convert  # noqa: PLC0415  starts a JavaScript engine

    found = {}
    for name in NAMES:
        lite = drawing(name, PAGE).to_dict()
        lite["config"] = config(PAGE)
        found[name] = vl_convert.vegalite_to_vega(lite, vl_version=VEGA_LITE)
    return found


def text(found: dict[str, Any]) -> str:
    """One drawing a line, keys in order."""
    lines = (f"{json.dumps(name)}: {json.dumps(spec, sort_keys=True)}" for name, spec in found.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    Path(__file__).with_name(_LOCK).write_text(text(compiled()), encoding="utf-8")
