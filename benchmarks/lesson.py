"""How fast the lesson answers: pages and slider moves, over HTTP, as a browser asks for them.

    python benchmarks/lesson.py [--times 40] [--write benchmarks/README.md]

Starts `logitwise learn` in a process of its own and prints the median and the 95th percentile of each address.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from marked import write

PAGES = (
    "/", "/concept", "/deep", "/trace", "/metrics", "/lab", "/try", "/challenge", "/recall", "/practice", "/findings",
    "/finding/LW401",
)  # fmt: skip
MOVES = {
    "activation": [f"x={k / 8 - 3:.2f}" for k in range(40)],
    "vector": [f"temperature={0.2 + k / 10:.2f}" for k in range(40)],
    "threshold": [f"threshold={k / 8 - 2.5:.3f}" for k in range(40)],
    "reliability": [f"scale={0.3 + k / 10:.2f}" for k in range(40)],
    "costs": [f"prevalence={0.01 + k / 50:.3f}" for k in range(40)],
    "gradients": [f"depth={(1, 2, 4, 8)[k % 4]}" for k in range(40)],
    "matrix": [f"cell={k % 3}{k // 3 % 3}" for k in range(40)],
}


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--write", type=Path, help="also write the table to this Markdown file")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "logitwise", "learn", "--no-browser"]
        environment = {**os.environ, "LOGITWISE_HOME": home, "PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as lesson:
            try:
                lines = measured(port_of(lesson), said.times)
            finally:
                lesson.terminate()
    print("\n".join(lines))
    if said.write:
        write(said.write, "lesson", [*lines, ""])


def port_of(lesson: subprocess.Popen[str]) -> int:
    """The port that the lesson says it listens at."""
    for line in lesson.stdout or ():
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        if found:
            return int(found[1])
    raise SystemExit("the lesson did not start")


def measured(port: int, times: int) -> list[str]:
    """A line an address; the first answer, which fills caches, is a column of its own."""
    asked = {page: [page] * times for page in PAGES}
    asked |= {f"slider: {name}": [f"/widget/{name}?{move}" for move in moves][:times] for name, moves in MOVES.items()}
    lines = ["| address | first ms | median ms | 95 % ms |", "|---|---:|---:|---:|"]
    for name, addresses in asked.items():
        taken = [answer_ms(port, address, fragment=name.startswith("slider")) for address in addresses]
        rest = sorted(taken[1:])
        lines.append(f"| {name} | {taken[0]:.1f} | {statistics.median(rest):.1f} | {rest[int(0.95 * len(rest))]:.1f} |")
    return lines


def answer_ms(port: int, address: str, *, fragment: bool) -> float:
    """Milliseconds from asking to the last byte."""
    started = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", address, headers={"HX-Request": "true"} if fragment else {})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{address}: {answer.status}")
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    main()
