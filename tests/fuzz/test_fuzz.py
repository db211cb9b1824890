"""Whatever stands in a file, it is read or refused in our own words: no other error, no hang, no flood of memory.

`LOGITWISE_FUZZ_SECONDS` says for how long the slow test damages files, `LOGITWISE_FUZZ_FIRST` with which number it
begins: the same one unless said, so that a red run is a change's doing; any other number looks where nobody has looked.
A case that fails is read again with ``python tests/fuzz/worker.py FOLDER 0 0 SUFFIX:NUMBER``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

WORKER = Path(__file__).with_name("worker.py")
FORMATS = 10


def damage(folder: Path, *, seconds: float, first: int) -> dict[str, int]:
    """Damaged files read by format; fails with the cases that were neither read nor refused."""
    command = [sys.executable, str(WORKER), str(folder), str(seconds), str(first)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds + 120)
    told = done.stdout.strip().splitlines()
    if done.returncode not in {0, 1} or not told:  # a crash of a parser, or a loop outside Python
        case = (folder / "current").read_text()
        pytest.fail(f"reading {case} ended the process ({done.returncode}):\n{done.stderr[-3000:]}")
    found = json.loads(told[-1])
    assert found["faults"] == [], "\n\n".join(found["faults"])
    return found["read"]


def test_a_few_damaged_files_of_every_format_are_read_or_refused(tmp_path):
    read = damage(tmp_path, seconds=3, first=0)
    assert len(read) == FORMATS
    assert min(read.values()) >= 1


@pytest.mark.slow
def test_many_damaged_files_of_every_format_are_read_or_refused(tmp_path):
    first = int(os.environ.get("LOGITWISE_FUZZ_FIRST", "0"))
    read = damage(tmp_path, seconds=float(os.environ.get("LOGITWISE_FUZZ_SECONDS", "600")), first=first)
    assert len(read) == FORMATS


@pytest.mark.parametrize(
    "case",
    [
        ".parquet:1795799644",  # a footer whose level histograms are too long
        ".parquet:428",  # a page that claims two gigabytes
        ".arrow:12535",  # infinities of either sign in a column
    ],
)
def test_what_once_was_a_fault_is_refused(case, tmp_path):
    command = [sys.executable, str(WORKER), str(tmp_path), "0", "0", case]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (0, "None\n"), done.stderr[-2000:]


def test_the_same_number_gives_the_same_damage():
    code = (
        "from mutations import damaged; from seeds import seeds; import hashlib; "
        "print(hashlib.sha256(b''.join(damaged(s, n, f) for f in [{'.csv': [b'label,p'], '.npz': [b'x' * 99]}] "
        "for s in ['.csv'] for n in range(50))).hexdigest())"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=WORKER.parent)
        for _ in range(2)
    ]
    assert runs[0].stdout == runs[1].stdout
