"""Growth, drawn log-log as one SVG of two panels: time and memory."""

from __future__ import annotations

from typing import Any

WIDTH, HEIGHT = 320, 220


def draw(points: list[dict[str, Any]], *, along: str, said: str) -> str:
    """SVG text of time and memory along one thing that grows."""
    import altair as alt
    import vl_convert as vlc

    time = panel(points, [("seconds", "measured"), ("proportional", "in proportion")], along=along, y="seconds")
    memory = panel(points, [("peak", "measured"), ("given", "the arrays alone")], along=along, y="peak memory in MB")
    beside = alt.hconcat(time, memory).resolve_scale(color="independent", strokeDash="independent")
    chart = beside.properties(title=f"One evaluation along {along}: {said}", background="white")
    svg: str = vlc.vegalite_to_svg(chart.configure_view(stroke=None).to_dict())
    return svg + "\n"


def panel(points: list[dict[str, Any]], columns: list[tuple[str, str]], *, along: str, y: str) -> Any:
    """One panel: what was measured as points on a line, and what it is compared with as a dashed line."""
    import altair as alt

    last = points[-1]
    rows = [
        {"size": p["size"], "value": value_of(p, column, last), "line": name}
        for column, name in columns
        for p in points
    ]  # fmt: skip
    names = [name for _, name in columns]
    base = alt.Chart(alt.Data(values=rows), width=WIDTH, height=HEIGHT).encode(
        x=alt.X("size:Q", title=along).scale(type="log").axis(format="~s", grid=True, labelOverlap=True),
        y=alt.Y("value:Q", title=y).scale(type="log").axis(format="~g", labelOverlap=True),
        color=alt.Color("line:N", title=None).scale(domain=names, range=["#1f5fa8", "#8a8a8a"]),
        strokeDash=alt.StrokeDash("line:N", title=None).scale(domain=names, range=[[1, 0], [5, 4]]),
    )
    marks = base.transform_filter(f"datum.line == '{names[0]}'").mark_point(filled=True, size=45, opacity=1)
    return base.mark_line() + marks


def value_of(point: dict[str, Any], column: str, last: dict[str, Any]) -> float:
    """What a line holds at a point; ``proportional`` is the largest size's time, scaled to the size."""
    if column == "proportional":
        return float(last["seconds"] * point["size"] / last["size"])
    return float(point[column])
