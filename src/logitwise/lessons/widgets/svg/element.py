"""One SVG element as text, everything in it escaped."""

from __future__ import annotations

from html import escape


def element(name: str, *inside: str, **attributes: object) -> str:
    """An element around others that are written already.

    Args:
        name: of the element.
        inside: elements within, as text.
        attributes: an underscore stands for a hyphen, one at the end for nothing; what is None is left out.

    >>> element("line", x1=0.5, class_="chart-axis", stroke_width=2.0)
    '<line x1="0.5" class="chart-axis" stroke-width="2"/>'
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_written(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>"


def text(  # noqa: PLR0913  where a text stands and how
    said: str, *, x: float, y: float, class_: str, anchor: str = "start", size: float | None = None
) -> str:
    """A line of text whose baseline begins, ends or is centred at a point.

    >>> text("a < b", x=1, y=2, class_="chart-tick")
    '<text x="1" y="2" class="chart-tick">a &lt; b</text>'
    """
    where = None if anchor == "start" else anchor
    return element("text", escape(said), x=x, y=y, class_=class_, text_anchor=where, font_size=size)


def position(value: float) -> str:
    """A coordinate to a hundredth, which no screen shows.

    >>> position(1.0), position(2.3456), position(-0.001)
    ('1', '2.35', '0')
    """
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def _written(value: object) -> str:
    return position(value) if isinstance(value, float) else escape(str(value), quote=True)
