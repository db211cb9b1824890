"""Layers that several charts share: the point where decisions are cut, places to hover, the line of chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from logitwise.report.theme.palette import Palette

HEIGHT: Final = 280
"""Pixels of a chart."""
DASH: Final = [5, 4]
"""Of a line that is no model: chance, always acting."""
_EVERY: Final = 3
"""One point in so many can be hovered: they still lie closer than a finger or pointer tells."""


def now_params() -> tuple[Any, Any]:
    """Parameters ``now_x`` and ``now_y``, null where there is no point."""
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    return alt.param(name="now_x", value=None), alt.param(name="now_y", value=None)


def now(colours: Palette) -> Any:
    """The point at ``now_x``, ``now_y``."""
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    return (
        alt.Chart(alt.InlineData([{}]))
        .transform_calculate(x="now_x", y="now_y")
        .transform_filter("isValid(datum.x) && isValid(datum.y)")
        .mark_point(size=130, filled=True, opacity=1, color=colours.series_2, stroke=colours.surface, strokeWidth=2)
        .encode(x="x:Q", y="y:Q")
    )


def tips(dataset: str, x: str, y: str, *, words: dict[str, str], every: int = _EVERY) -> Any:
    """Unseen points along a line that say their numbers; a line itself would say those of its first point.

    Args:
        dataset: its name.
        x: field.
        y: field.
        words: an expression by the name under which it is said.
        every: one point in so many; the dataset has `order` where it is above 1.
    """
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    chart = alt.Chart(alt.NamedData(dataset))
    if every > 1:
        chart = chart.transform_filter(f"datum.order % {every} === 0")
    signal = "{" + ", ".join(f"'{name}': {expression}" for name, expression in words.items()) + "}"
    return chart.mark_point(size=150, filled=True, opacity=0, tooltip=alt.ExprRef(signal)).encode(
        x=f"{x}:Q", y=f"{y}:Q"
    )


def said(field: str, form: str = ".3f") -> str:
    """Expression of a field as text, a dash where it is null."""
    return f"isValid(datum.{field}) ? format(datum.{field}, '{form}') : '–'"


def share(field: str, title: str, **scale: Any) -> dict[str, Any]:
    """A channel from 0 to 1 in whole tenths."""
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    return {"shorthand": f"{field}:Q", "title": title, "scale": alt.Scale(domain=[0, 1], nice=False, **scale)}
