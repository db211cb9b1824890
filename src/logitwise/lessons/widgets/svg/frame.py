"""The frame of a chart: where its axes lie, so that every label has its room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from logitwise.lessons.widgets.svg.axis import Axis
from logitwise.lessons.widgets.svg.element import element, text
from logitwise.lessons.widgets.svg.legend import LINE, Key, legend, lines_of
from logitwise.lessons.widgets.svg.letters import SIZE, shortened, width_of
from logitwise.lessons.widgets.svg.scale import Scale

WIDTH: Final = 360.0
HEIGHT: Final = 240.0
_TICK_GAP: Final = 7.0
_BELOW: Final = 44.0  # tick labels and the label of the axis
_EDGE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Both scales with what is drawn around them.

    Attributes:
        x: from numbers to places across.
        y: from numbers to places down.
        x_axis: what runs across.
        y_axis: what runs up.
        keys: of the legend.
        height: of the whole chart.
        width: likewise; less for one of several side by side.
    """

    x: Scale
    y: Scale
    x_axis: Axis
    y_axis: Axis
    keys: tuple[Key, ...] = ()
    height: float = HEIGHT
    width: float = WIDTH

    @classmethod
    def of(
        cls, x_axis: Axis, y_axis: Axis, *, keys: tuple[Key, ...] = (), height: float = HEIGHT, width: float = WIDTH
    ) -> Frame:
        """The frame that leaves room for ticks, labels and legend."""
        left = max(width_of(label) for _, label in y_axis.ticks) + _TICK_GAP + _EDGE
        right = width - max(10.0, width_of(x_axis.ticks[-1][1]) / 2 + _EDGE)
        top = len(lines_of(keys, width)) * LINE + SIZE + 14.0
        bottom = height - _BELOW
        x = Scale(x_axis.low, x_axis.high, left, right, x_axis.log)
        y = Scale(y_axis.low, y_axis.high, bottom, top, y_axis.log)
        return cls(x, y, x_axis, y_axis, keys, height, width)

    @property
    def drawn(self) -> str:
        """Grid, ticks, labels and legend: what lies beneath the marks."""
        up = len(lines_of(self.keys, self.width)) * LINE + SIZE
        return "".join(
            (
                legend(self.keys, self.width),
                text(shortened(self.y_axis.label, self.width), x=0, y=up, class_="chart-label"),
                *(self._across(value, label) for value, label in self.y_axis.ticks),
                *(self._down(value, label) for value, label in self.x_axis.ticks),
                element("line", x1=self.x.start, x2=self.x.end, y1=self._base, y2=self._base, class_="chart-axis"),
                text(
                    shortened(self.x_axis.label, self.width),
                    x=(self.x.start + self.x.end) / 2,
                    y=self.height - 5.0,
                    class_="chart-label",
                    anchor="middle",
                ),
            )
        )

    @property
    def _base(self) -> float:
        """Where the axis runs: at 0 where numbers lie on both sides of it, else at the foot."""
        both = not self.y_axis.log and self.y_axis.low < 0 < self.y_axis.high
        return float(self.y(0.0)) if both else self.y.start

    def _across(self, value: float, label: str) -> str:
        y = float(self.y(value))
        return element("line", x1=self.x.start, x2=self.x.end, y1=y, y2=y, class_="chart-grid") + text(
            label, x=self.x.start - _TICK_GAP, y=y + SIZE * 0.35, class_="chart-tick", anchor="end"
        )

    def _down(self, value: float, label: str) -> str:
        x, below = float(self.x(value)), self.y.start
        return element("line", x1=x, x2=x, y1=below, y2=below + 4.0, class_="chart-axis") + text(
            label, x=x, y=below + SIZE + 6.0, class_="chart-tick", anchor="middle"
        )
