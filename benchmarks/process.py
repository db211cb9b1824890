"""One work in a process of its own, so that neither imports, threads nor memory of one disturb another.

    python benchmarks/process.py MODULE WORK FOLDER

prepares `WORK` of `MODULE` on the data in `FOLDER`, runs it once to warm it, then again within the time it is given,
and prints the smallest time: what else runs on a machine only ever adds.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).parent
CAP = 300  # seconds that a process may take before it is given up
ENOUGH = 5.0  # seconds of runs that are enough
MOST_RUNS = 7


@dataclass(frozen=True, slots=True)
class Measured:
    """What a work took, or why it could not be measured.

    Attributes:
        seconds: the smallest time of the runs.
        runs: how many there were; a work that takes longer than `ENOUGH` is run once, without warming.
        peak: largest resident memory of the process in MB (10^6 bytes), data and imports included.
        reason: why there is no time.
    """

    seconds: float | None
    runs: int = 0
    peak: float = 0.0
    reason: str | None = None


def smallest(work: Callable[[], object]) -> tuple[float, int]:
    """The smallest time, and the number of runs; the first warms caches and compiled loops and is not counted."""
    start = time.perf_counter()
    work()
    first = time.perf_counter() - start
    if first > ENOUGH:
        return first, 1
    times: list[float] = []
    while len(times) < MOST_RUNS and sum(times) + first < ENOUGH:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return (min(times), len(times)) if times else (first, 1)


def measure(module: str, work: str, folder: Path) -> Measured:
    """Run a work in its own process."""
    command = [sys.executable, "-W", "ignore", str(HERE / "process.py"), module, work, str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=CAP, check=False, env=quiet())
    except subprocess.TimeoutExpired:
        return Measured(None, reason=f"more than {CAP} s")
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return Measured(None, reason=last[:160])
    return Measured(**json.loads(done.stdout.strip().splitlines()[-1]))


def quiet() -> dict[str, str]:
    """The environment without what would switch off caches of compiled code or talk on the way."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "OPENBLAS_CORETYPE")}
    return kept | {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "KERAS_BACKEND": "tensorflow"}


def command_line(*words: str) -> Measured:
    """Wall time and peak memory of one command, as the operating system accounts for it."""
    start = time.perf_counter()
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=quiet())
    assert child.stderr is not None
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode in (2, 4) or child.returncode < 0:
        return Measured(None, reason=said.strip()[-160:])
    return Measured(seconds, 1, used.ru_maxrss * 1024 / 1e6)


def main() -> None:
    """Run the work that the arguments name, and print what it took."""
    module, work, folder = sys.argv[1:]
    run = importlib.import_module(module).WORKS[work].prepare(Path(folder))
    seconds, runs = smallest(run)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    sys.stdout.write("\n" + json.dumps(asdict(Measured(seconds, runs, peak))) + "\n")


if __name__ == "__main__":
    main()
