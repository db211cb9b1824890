"""A lesson that is served as its user has it."""

import contextlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


@contextlib.contextmanager
def lesson(home, *arguments):
    """The address of a lesson of its own process, with its store in `home`."""
    environment = {**os.environ, "LOGITWISE_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "logitwise", "learn", "--no-browser", *map(str, arguments)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            said = ""
            for line in process.stdout:
                said += line
                found = re.search(r"http://127\.0\.0\.1:\d+", line)
                if found:
                    yield found[0]
                    return
            pytest.fail(f"the lesson did not start: {said}")
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """A lesson that several tests read."""
    pytest.importorskip("starlette", reason="the extra `learn` is not installed")
    with lesson(tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture(scope="session")
def own_address(tmp_path_factory):
    """A lesson with a learner's own report."""
    pytest.importorskip("starlette", reason="the extra `learn` is not installed")
    import logitwise as lw

    folder = tmp_path_factory.mktemp("own")
    report = lw.evaluate(Path(__file__).parents[3] / "examples" / "is_it_an_8.npz", policy="baseline")
    (folder / "mine.json").write_text(json.dumps(report.to_dict()))
    with lesson(folder / "home", "--report", folder / "mine.json") as found:
        yield found
