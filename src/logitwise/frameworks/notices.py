"""TensorFlow's start-up notices, which no setting of it silences, kept out of a report's terminal."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator

# What it writes before its own log levels are in force, and below warnings afterwards.
_NOTICE = re.compile(rb"WARNING: All log messages before absl::InitializeLog|[IW]\d{4} \d\d:\d\d:\d\d|[IW]0000 00:00:")


@contextlib.contextmanager
def without_notices() -> Iterator[None]:
    """While this is open, native notices on standard error are held back; all else is written there at the end."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    try:
        stderr = os.dup(2)
    except OSError:  # no standard error at all
        yield
        return
    with tempfile.TemporaryFile() as held:
        try:
            if sys.stderr is not None:
                sys.stderr.flush()
            os.dup2(held.fileno(), 2)
            yield
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
            held.seek(0)
            for line in held:
                if not _NOTICE.match(line):
                    os.write(2, line)
