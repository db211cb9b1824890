"""How fast a page is written, opened and moved, and how large it is.

    python benchmarks/report.py [--times 60] [--write benchmarks/README.md]

Needs Playwright for Python and Chromium. Each page is written in a process of its own.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from marked import write

KINDS = ("10 classes", "1,000 classes", "100 labels", "sigmoid, 65,536 cells")
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
ASKED = "| *asked for, written of 10 classes* | *< 1* | | *< 3* | *< 1,000* | *< 50* | |"
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
MOVED = """async (positions) => {
  const slider = document.getElementById('decide-slider');
  if (!slider || slider.closest('[hidden]')) return [];
  slider.scrollIntoView({ block: 'start' });
  await new Promise((done) => setTimeout(done, 300));
  const taken = [];
  for (const share of positions) {
    const begun = performance.now();
    slider.value = Math.round(Number(slider.min) + share * (slider.max - slider.min));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    taken.push(performance.now() - begun);
  }
  return taken;
}"""


def report_of(kind: str):
    """A report of some kind, all of whose numbers exist."""
    import logitwise as lw

    rng = np.random.default_rng(7)
    if kind == "sigmoid, 65,536 cells":
        grid = np.sort(rng.normal(size=65_536) * 2)
        z = np.concatenate([grid, rng.choice(grid, 400_000)])
        y = rng.random(len(z)) < 1 / (1 + np.exp(-1.2 * z + 1))
        report = lw.evaluate(y, logits=z, policy="baseline")
    elif kind == "100 labels":
        y = (rng.random((10_000, 100)) < 0.2).astype(np.uint8)
        report = lw.evaluate(y, logits=3.0 * y + rng.normal(size=y.shape) - 2, head="multilabel", policy="baseline")
    else:
        classes = int(kind.split(maxsplit=1)[0].replace(",", ""))
        y = rng.integers(0, classes, 20_000)
        z = rng.normal(size=(len(y), classes))
        z[np.arange(len(y)), y] += 3
        report = lw.evaluate(y, logits=z, policy="baseline")
    report.summary  # noqa: B018  computes what every rendering says
    return report


def written(kind: str, place: Path) -> None:
    """Print the seconds that the first page and the next take."""
    report = report_of(kind)
    taken = []
    for _ in range(4):
        begun = time.perf_counter()
        report.save(place)
        taken.append(time.perf_counter() - begun)
    print(taken[0], min(taken[1:]))


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--kind", help=argparse.SUPPRESS)
    parser.add_argument("--place", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--write", type=Path, help="also write the table to this Markdown file")
    said = parser.parse_args()
    if said.kind:
        written(said.kind, said.place)
        return
    with tempfile.TemporaryDirectory() as folder:
        lines = measured(Path(folder), said.times)
    print("\n".join(lines))
    if said.write:
        write(said.write, "report", [*lines, ""])


def measured(folder: Path, times: int) -> list[str]:
    """A line a kind of report."""
    from playwright.sync_api import sync_playwright

    lines = [
        "| report | written s, first | next | MB | first paint ms | slider ms, median | 95 % |",
        "|---|---:|---:|---:|---:|---:|---:|",
        ASKED,
    ]
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        for number, kind in enumerate(KINDS):
            place = folder / f"{number}.html"
            words = [sys.executable, __file__, "--kind", kind, "--place", place]
            told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
            first, then = map(float, told.splitlines()[-1].split())
            paint, slider = looked(browser, place, times)
            size = place.stat().st_size / 1e6
            lines.append(f"| {kind} | {first:.2f} | {then:.2f} | {size:.2f} | {paint:.0f} | {slider} |")
        browser.close()
    return lines


def looked(browser, place: Path, times: int) -> tuple[float, str]:
    """First paint, the median of five openings, and the slider's answers; a dash where a page has none."""
    paints = []
    for _ in range(5):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(place.as_uri())
        page.wait_for_selector("html[data-drawn]", state="attached", timeout=60_000)
        paints.append(page.evaluate(PAINTED))
        if len(paints) < 5:
            page.close()
    positions = np.random.default_rng(0).random(times).tolist()
    taken = sorted(page.evaluate(MOVED, positions))
    page.close()
    paint = statistics.median(each for each in paints if each is not None)
    if not taken:
        return paint, "– | –"
    return paint, f"{statistics.median(taken):.1f} | {taken[int(0.95 * len(taken))]:.1f}"


if __name__ == "__main__":
    main()
