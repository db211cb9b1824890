"""The legend: what each series is, over the chart, in as many lines as it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from logitwise.lessons.widgets.svg.element import element, text
from logitwise.lessons.widgets.svg.letters import SIZE, shortened, width_of

LINE: Final = 19.0
_SWATCH: Final = 22.0
_GAP: Final = 6.0
_BETWEEN: Final = 18.0


@dataclass(frozen=True, slots=True)
class Key:
    """One entry.

    Attributes:
        label: what it is.
        series: number of its colour, from 1.
        mark: how it is drawn.
    """

    label: str
    series: int
    mark: Literal["line", "bar", "band", "shade", "dot", "rule"] = "line"


def lines_of(keys: tuple[Key, ...], width: float) -> tuple[tuple[Key, ...], ...]:
    """The entries, broken into lines of a width."""
    lines: list[list[Key]] = []
    used = width
    for key in keys:
        takes = _SWATCH + _GAP + width_of(key.label) + _BETWEEN
        if used + takes - _BETWEEN > width or not lines:
            lines.append([])
            used = 0.0
        lines[-1].append(key)
        used += takes
    return tuple(map(tuple, lines))


def legend(keys: tuple[Key, ...], width: float) -> str:
    """The entries as elements, the first baseline `SIZE` below the top."""
    drawn = []
    for row, line in enumerate(lines_of(keys, width)):
        x, baseline = 0.0, SIZE + row * LINE
        for key in line:
            label = shortened(key.label, width - _SWATCH - _GAP)
            drawn += [_swatch(key, x, baseline - SIZE * 0.35)]
            drawn += [text(label, x=x + _SWATCH + _GAP, y=baseline, class_="chart-legend")]
            x += _SWATCH + _GAP + width_of(key.label) + _BETWEEN
    return "".join(drawn)


def _swatch(key: Key, x: float, y: float) -> str:
    if key.mark == "line":
        return element("line", x1=x, x2=x + _SWATCH, y1=y, y2=y, class_=f"chart-line series-{key.series}")
    if key.mark == "rule":
        return element("line", x1=x, x2=x + _SWATCH, y1=y, y2=y, class_="chart-rule")
    if key.mark == "dot":
        return element("circle", cx=x + _SWATCH / 2, cy=y, r=4.5, class_=f"chart-dot series-{key.series}")
    class_ = "chart-shade" if key.mark == "shade" else f"chart-{key.mark} series-{key.series}"
    return element("rect", x=x, y=y - 5, width=_SWATCH, height=10.0, class_=class_)
