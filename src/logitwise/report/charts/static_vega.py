"""A frozen drawing with its data, as it is compiled to a picture without Altair."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from logitwise.report.charts.frozen import drawings
from logitwise.report.charts.standalone import WIDTH, rows, title

if TYPE_CHECKING:
    from logitwise.report.charts.figure import Figure
    from logitwise.report.theme.palette import Palette

_COLOUR: Final = re.compile(r"var\(--([\w-]+)\)")


def static_vega(found: Figure, colours: Palette) -> dict[str, Any]:
    """Vega of a figure in the colours of a palette, with its title, on a ground."""
    text = json.dumps(drawings()[found.name])
    spec: dict[str, Any] = json.loads(_COLOUR.sub(lambda var: getattr(colours, var[1].replace("-", "_")), text))
    for each in spec["data"]:
        if each["name"] in found.data:
            each["values"] = rows(found.data[each["name"]])
    spec["signals"] = [_signal(each, found) for each in spec["signals"]]
    return spec | {
        "autosize": {"type": "pad"},
        "background": colours.surface,
        "title": {"text": title(found), "anchor": "start", "offset": 10},
        "description": found.sentence,
    }


def _signal(signal: dict[str, Any], found: Figure) -> dict[str, Any]:
    """With the figure's value; a width that would be that of a page is that of a picture."""
    name = signal["name"]
    if name in found.params:
        return {"name": name, "value": found.params[name]}
    return {"name": name, "value": WIDTH} if "containerSize" in signal.get("init", "") else signal
