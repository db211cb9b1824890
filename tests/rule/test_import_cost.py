"""What serving code pays for a rule: NumPy and modules of our own, nothing else."""

from __future__ import annotations

import os
import subprocess
import sys

PROGRAM = """
import sys, time
import numpy, numpy.typing
begun = time.process_time()
from logitwise.rule import load_rule
print(time.process_time() - begun, *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def imported(bytecode) -> tuple[float, set[str]]:
    """Processor seconds beyond NumPy's, and the packages that are there."""
    here = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = here | {"PYTHONPYCACHEPREFIX": str(bytecode)}
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, env=environment)
    seconds, *names = done.stdout.split()
    return float(seconds), set(names)


def test_loading_rules_imports_numpy_and_nothing_heavy(tmp_path):
    heavy = {"scipy", "pyarrow", "numba", "pydantic", "pandas", "typer", "rich", "torch", "tensorflow", "keras"}
    assert not imported(tmp_path)[1] & heavy


def test_our_own_part_of_the_import_stays_below_a_tenth_of_a_second(tmp_path):
    imported(tmp_path)  # writes the bytecode, as an installation does
    assert min(imported(tmp_path)[0] for _ in range(3)) < 0.1
