"""A chart outside a page: an Altair chart with its data inside, that can be changed, combined and saved."""

from __future__ import annotations

import json
import re
from functools import cache
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from logitwise.report.charts.config import config
from logitwise.report.charts.registry import drawing
from logitwise.report.theme.palette import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logitwise.report.charts.figure import Columns, Figure

WIDTH: Final = 420
"""Pixels of a chart that stands alone, without its axis."""
LINE: Final = 60
"""Characters of a title that are as wide as the chart."""
SCHEMES: Final = {"light": LIGHT, "dark": DARK}
_EXPRESSIONS: Final = frozenset({"expr", "calculate", "filter", "labelExpr"})
"""Keys of Vega-Lite whose text is an expression."""
_OF_A_PAGE: Final = ("$schema", "config", "layer", "data", "datasets", "params", "autosize")
"""What a drawing has at its top that a part of another chart may not have."""


def standalone(found: Figure, scheme: str) -> Any:
    """The drawing of a figure with its data and the values of its params in place.

    Names of params and datasets would clash where two charts are combined, hence none is left.
    """
    from altair.utils.schemapi import debug_mode  # noqa: PLC0415  heavy, and only here is a chart wanted

    with debug_mode(False):  # else each of its parts is validated as it is made; the whole is when it is used
        return _built(found, scheme)


def _built(found: Figure, scheme: str) -> Any:
    lite = drawing(found.name, SCHEMES[scheme]).to_dict(validate=False)
    data = lite.get("datasets", {}) | {name: rows(columns) for name, columns in found.data.items()}
    params = {each["name"]: found.params.get(each["name"], each["value"]) for each in lite.get("params", ())}
    shared = lite.get("data")
    kept = {name: each for name, each in lite.items() if name not in _OF_A_PAGE}
    for side, step in (("width", "x_step"), ("height", "y_step")):  # of a drawing that grows with its rows
        if step in found.params:
            kept[side] = {"step": found.params[step]}
    if kept["width"] == "container":
        kept["width"] = WIDTH
    return _themed(scheme)(
        layer=[_layer({"data": shared} | each, data, params) for each in lite["layer"]],
        title=title(found), description=found.sentence, **kept | with_values({"view": kept.get("view", {})}, params),
    )  # fmt: skip


def title(found: Figure) -> list[str]:
    """Lines of a title: a long class name does not widen the chart."""
    return wrap(found.title, LINE)


def rows(columns: Columns) -> list[dict[str, Any]]:
    """Columns as a drawing has them: one object a row.

    >>> rows({"x": [1, 2], "y": [3, 4]})
    [{'x': 1, 'y': 3}, {'x': 2, 'y': 4}]
    """
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def with_values(spec: Any, params: Mapping[str, Any]) -> Any:
    """A specification whose expressions hold the values of params in place of their names.

    >>> with_values({"filter": "datum.low >= low"}, {"low": -6})
    {'filter': 'datum.low >= (-6)'}
    """
    if isinstance(spec, list):
        return [with_values(each, params) for each in spec]
    if not isinstance(spec, dict):
        return spec
    return {
        name: _expression(each, params) if name in _EXPRESSIONS and isinstance(each, str) else with_values(each, params)
        for name, each in spec.items()
    }


def _expression(text: str, params: Mapping[str, Any]) -> str:
    """A name is a param's where it is no field of something, and does not stand in quotes."""
    if not params:
        return text
    name = re.compile(rf"'[^']*'|(?<![\w.])({'|'.join(map(re.escape, params))})\b(?!\s*\()")
    return name.sub(lambda found: f"({json.dumps(params[found[1]])})" if found[1] else found[0], text)


def _layer(spec: dict[str, Any], data: Mapping[str, Any], params: Mapping[str, Any]) -> Any:
    import altair as alt  # noqa: PLC0415  heavy, and only here is a chart wanted

    rest = with_values({name: each for name, each in spec.items() if name != "data"}, params)
    rest["encoding"] = alt.FacetedEncoding(**rest["encoding"])
    return alt.Chart(alt.InlineData(values=data[spec["data"]["name"]]), **rest)


@cache
def _themed(scheme: str) -> Any:
    """A layered chart that brings its theme where it stands alone.

    A configuration cannot be part of a chart that is combined with others; there the theme of the whole holds, which
    ``altair.theme.enable("logitwise")`` makes the same (``"logitwise_dark"`` the dark one).
    """
    import altair as alt  # noqa: PLC0415  heavy, and only here is a chart wanted

    theme = config(SCHEMES[scheme]) | {"background": SCHEMES[scheme].surface}
    name = "logitwise" if scheme == "light" else f"logitwise_{scheme}"
    alt.theme.register(name, enable=False)(lambda: alt.theme.ThemeConfig({"config": theme}))

    class Themed(alt.LayerChart):  # type: ignore[misc]  # Altair is not typed here
        def to_dict(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
            found: dict[str, Any] = super().to_dict(*args, **kwargs)
            if "$schema" in found:  # it is no part of another
                own = self._get("config", alt.Undefined)
                mine = {} if own is alt.Undefined else own if isinstance(own, dict) else own.to_dict()
                found["config"] = _over(_over(found.get("config", {}), theme), mine)
            return found

    Themed.__name__ = Themed.__qualname__ = "LayerChart"
    return Themed


def _over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Nested mappings, what stands in the second before what stands in the first."""
    nested = {
        name: _over(under[name], each)
        for name, each in over.items()
        if isinstance(each, dict) and isinstance(under.get(name), dict)
    }
    return {**under, **over, **nested}
