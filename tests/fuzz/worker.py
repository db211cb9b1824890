"""Reads damaged files until its time is over, and prints those that were not refused in our own words, one a fault.

    python tests/fuzz/worker.py FOLDER SECONDS FIRST [SUFFIX:NUMBER]

FOLDER holds the case that is being read (`current`), so that even a crash of the process leaves its name. With a case
at the end, only that one is read.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import resource
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parent))
from mutations import damaged
from seeds import seeds

from logitwise.errors import LogitwiseError
from logitwise.policy import read_policy
from logitwise.sources import open_confusion, open_table
from logitwise.tallies import load_tally

SECONDS_A_CASE = 10
MOST_MEMORY = 2**30
MOST_FAULTS = 40


class TooLongError(BaseException):
    """A case took longer than it may."""


def read(path: Path) -> None:
    """Take what a file holds, to its last row."""
    for _ in open_table(path).batches():
        pass


READERS: dict[str, Callable[[Path], object]] = {
    ".tally": load_tally,
    "confusion.csv": open_confusion,
    "policy.toml": read_policy,
}


def late(signum: int, frame: object) -> None:
    raise TooLongError


def take(suffix: str, number: int, files: dict[str, list[bytes]], folder: Path) -> str | None:
    """Read one damaged file; what went wrong, in words, or None."""
    path = folder / (f"t{suffix}" if suffix.startswith(".") else suffix)
    (folder / "current").write_text(f"{suffix}:{number}")
    path.write_bytes(damaged(suffix, number, files))
    faulthandler.dump_traceback_later(2 * SECONDS_A_CASE, exit=True)  # a loop outside Python hears no signal
    signal.setitimer(signal.ITIMER_REAL, SECONDS_A_CASE)
    try:
        with contextlib.suppress(LogitwiseError):
            READERS.get(suffix, read)(path)
    except BaseException:  # noqa: BLE001  whatever else came is what is looked for
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()
    used = peak()
    return f"{used:,} bytes of memory" if used > MOST_MEMORY else None


def peak() -> int:
    """Most memory that this process held; the usage that the system reports may be its parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main(arguments: list[str]) -> int:
    folder, seconds, first = Path(arguments[0]), float(arguments[1]), int(arguments[2])
    faulthandler.enable()
    signal.signal(signal.SIGALRM, late)
    pa.set_cpu_count(1)
    warnings.simplefilter("error")
    files, counts = seeds(), {}
    for suffix, contents in files.items():  # what is whole is read, and what is slow to begin with is begun
        path = folder / (f"t{suffix}" if suffix.startswith(".") else suffix)
        for content in contents:
            path.write_bytes(content)
            READERS.get(suffix, read)(path)
    if arguments[3:]:
        suffix, _, number = arguments[3].rpartition(":")
        sys.stdout.write(f"{take(suffix, int(number), files, folder)}\n")
        return 0
    end, number, faults = time.monotonic() + seconds, first, {}
    while time.monotonic() < end and len(faults) < MOST_FAULTS:
        for suffix in files:
            wrong = take(suffix, number, files, folder)
            counts[suffix] = counts.get(suffix, 0) + 1
            if wrong is not None:
                faults.setdefault(where(wrong), f"{suffix}:{number}\n{wrong}")
        number += 1
    sys.stdout.write(json.dumps({"read": counts, "faults": list(faults.values())}))
    return int(bool(faults))


def where(wrong: str) -> str:
    """The last line of ours in a traceback, and what was raised."""
    lines = wrong.strip().splitlines()
    ours = [line for line in lines if "logitwise" in line]
    return f"{ours[-1:]} {lines[-1].partition(':')[0]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
