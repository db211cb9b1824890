"""Draw the pictures of `docs/intervals.md` as SVG, every point of them asked from the library."""

from __future__ import annotations

import tempfile
from html import escape
from math import log10
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import logitwise as lw

if TYPE_CHECKING:
    from collections.abc import Iterable

    from logitwise.metrics import Estimate
    from logitwise.verdict import Verdict

HERE = Path(__file__).resolve().parent
INK, SOFT, GOOD, BAD, OPEN = "#1f2328", "#8c959f", "#1a7f37", "#b3261e", "#9a6700"
Point = tuple[float, float]
COLOURS = {"ready": GOOD, "not ready": BAD, "not enough data": OPEN}
WIDTH, LEFT, RIGHT = 720, 30, 690
SEED, TRUTH, ROWS = 5, 0.9, 158


def accuracy(right: int, rows: int) -> Estimate:
    """Accuracy of a model that was right in so many rows."""
    return lw.evaluate(confusion=[[right, rows - right], [0, 0]], policy="baseline").metric("accuracy")


def judged(right: int, rows: int, floor: float) -> Verdict:
    """The verdict on such a model where the floor is asked for and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        policy = Path(folder) / "policy.toml"
        policy.write_text(f'[require]\naccuracy = ">= {floor}"\n')
        half = rows - rows // 2  # of each class some rows, so that nothing is stopped
        wrong = rows - right
        matrix = [[half - wrong // 2, wrong // 2], [wrong - wrong // 2, rows - half - (wrong - wrong // 2)]]
        return lw.evaluate(confusion=matrix, policy=str(policy)).verdict


class Axis:
    """From a number to a place across the picture."""

    def __init__(self, low: float, high: float, *, left: float = LEFT, right: float = RIGHT) -> None:
        self.low, self.high, self.left, self.right = low, high, left, right

    def __call__(self, value: float) -> float:
        """The place of a number."""
        return self.left + (self.right - self.left) * (value - self.low) / (self.high - self.low)


def line(start: Point, end: Point, *, colour: str = INK, width: float = 1, dashed: bool = False) -> str:
    """A straight line."""
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    ends = f'x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width:g}"{dash}/>'


def dot(at: Point, *, colour: str = INK) -> str:
    """A point."""
    return f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="4" fill="{colour}"/>'


def text(at: Point, words: str, *, colour: str = INK, anchor: str = "middle") -> str:
    """Words beside a place."""
    place = f'x="{at[0]:.1f}" y="{at[1]:.1f}" fill="{colour}" text-anchor="{anchor}"'
    return f'<text {place} font-size="13">{escape(words)}</text>'


def bar(x: Axis, y: float, ends: Point, *, value: float, colour: str) -> list[str]:
    """An interval with its estimate."""
    low, high = ends
    whiskers = [line((x(end), y - 5), (x(end), y + 5), colour=colour, width=2) for end in ends]
    return [line((x(low), y), (x(high), y), colour=colour, width=2), *whiskers, dot((x(value), y), colour=colour)]


def ticks(x: Axis, y: float, values: Iterable[float]) -> list[str]:
    """The scale below a picture."""
    marks = [line((x(v), y), (x(v), y + 5), colour=SOFT) + text((x(v), y + 20), f"{v:g}", colour=SOFT) for v in values]
    return [line((x.left, y), (x.right, y), colour=SOFT), *marks]


def svg(title: str, height: int, parts: Iterable[str]) -> str:
    """A whole picture on white, so that it can be read on dark pages too."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="system-ui, sans-serif"><title>{escape(title)}</title>'
    )
    return "\n".join((head, f'<rect width="{WIDTH}" height="{height}" rx="8" fill="#ffffff"/>', *parts, "</svg>", ""))


def twenty_samples() -> str:
    """One model, twenty samples: twenty numbers, and twenty intervals of which nearly all hold the truth."""
    rng, x = np.random.default_rng(SEED), Axis(0.74, 1.0)
    found = [accuracy(int(right), ROWS) for right in rng.binomial(ROWS, TRUTH, 20)]
    parts = [text((x(TRUTH), 24), f"the truth: {TRUTH:g}"), line((x(TRUTH), 32), (x(TRUTH), 455), dashed=True)]
    for place, each in enumerate(found):
        holds = each.low <= TRUTH <= each.high
        parts += bar(x, 48 + 20 * place, (each.low, each.high), value=each.value, colour=INK if holds else BAD)
    missed = sum(not each.low <= TRUTH <= each.high for each in found)
    parts += [*ticks(x, 460, (0.75, 0.8, 0.85, 0.9, 0.95, 1.0)), text((WIDTH / 2, 500), f"accuracy in {ROWS} rows")]
    title = f"Twenty samples of {ROWS} rows from one model: {20 - missed} of 20 intervals hold the truth"
    return svg(title, 515, parts)


def three_outcomes() -> str:
    """Limits against a floor: beyond it, below it, astride."""
    floor, x = 0.85, Axis(0.66, 1.0, left=270)
    parts = [text((x(floor), 24), f"asked for: at least {floor:g}"), line((x(floor), 32), (x(floor), 245), dashed=True)]
    for place, (right, rows) in enumerate(((143, 158), (36, 40), (33, 40), (125, 158))):
        y, verdict = 62 + 50 * place, judged(right, rows, floor)
        (asked,) = verdict.requirements
        colour = COLOURS[verdict.outcome]
        parts.append(text((20, y - 2), f"right in {right} of {rows}: {asked.value:.3f}", anchor="start"))
        parts.append(text((20, y + 16), verdict.outcome, colour=colour, anchor="start"))
        parts += bar(x, y, (asked.lower, asked.upper), value=asked.value, colour=colour)
    parts += [*ticks(x, 250, (0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)), text((x(0.83), 290), "accuracy")]
    return svg("Ready, not enough data, not ready: limits against a floor", 305, parts)


def rows_needed() -> str:
    """The same share in ever more rows: the limits close in on it."""
    floor, share, x = 0.86, 143 / 158, Axis(log10(20), log10(5000), left=60)
    up = Axis(0.7, 1.0, left=330, right=30)
    sizes = sorted({round(20 * 250 ** (step / 40)) for step in range(41)})
    limits = [judged(round(share * n), n, floor).requirements[0] for n in sizes]
    places = [x(log10(n)) for n in sizes]
    edge = [f"{px:.1f},{up(r.lower):.1f}" for px, r in zip(places, limits, strict=True)]
    back = [f"{px:.1f},{up(r.upper):.1f}" for px, r in zip(places, limits, strict=True)]
    needed = judged(143, 158, floor).requirements[0].rows_needed or 0
    parts = [
        f'<polygon points="{" ".join((*edge, *reversed(back)))}" fill="#d0d7de" fill-opacity="0.6"/>',
        f'<polyline points="{" ".join(edge)}" fill="none" stroke="{INK}" stroke-width="2"/>',
        line((x.left, up(share)), (x.right, up(share)), colour=SOFT),
        text((x.left + 8, up(share) - 6), f"{share:.3f} of the rows are right", anchor="start"),
        line((x.left, up(floor)), (x.right, up(floor)), dashed=True),
        text((x.right, up(floor) + 18), f"asked for: at least {floor:g}", anchor="end"),
        line((x(log10(needed)), up(0.7)), (x(log10(needed)), up(share)), colour=GOOD, width=2),
        text(
            (x(log10(needed)) + 8, up(0.72)),
            f"about {needed} rows show it, in four of five cases",
            colour=GOOD,
            anchor="start",
        ),
        *(text((x.left - 10, up(v) + 4), f"{v:g}", colour=SOFT, anchor="end") for v in (0.7, 0.8, 0.9, 1.0)),
        *(text((x(log10(n)), up(0.7) + 20), f"{n:,}", colour=SOFT) for n in (20, 50, 100, 200, 500, 1000, 2000, 5000)),
        line((x.left, up(0.7)), (x.right, up(0.7)), colour=SOFT),
        text((WIDTH / 2, 375), "rows"),
    ]
    return svg(f"With more rows the limits close in: about {needed} rows show at least {floor:g}", 390, parts)


PICTURES = {
    "intervals_twenty.svg": twenty_samples,
    "intervals_three.svg": three_outcomes,
    "intervals_rows.svg": rows_needed,
}


def main() -> None:
    """Draw all of them."""
    for name, draw in PICTURES.items():
        (HERE / name).write_text(draw(), encoding="utf-8")


if __name__ == "__main__":
    main()
