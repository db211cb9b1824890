"""Where a learner's work is kept: one folder, no account, nothing sent anywhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

VARIABLE: Final = "LOGITWISE_HOME"
NAME: Final = "logitwise"
FILE: Final = "progress.db"


def home() -> Path:
    r"""The folder of a learner's work: ``LOGITWISE_HOME``, else the platform's folder for data.

    That is ``$XDG_DATA_HOME/logitwise`` or ``~/.local/share/logitwise``, on macOS ``~/Library/Application
    Support/logitwise``, on Windows ``%LOCALAPPDATA%\logitwise``. The folder need not exist yet.
    """
    said = os.environ.get(VARIABLE)
    if said:
        return Path(said).expanduser().absolute()
    return _data_folder() / NAME


def _data_folder() -> Path:
    if sys.platform == "win32":
        return _named("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return _named("XDG_DATA_HOME") or Path.home() / ".local" / "share"


def _named(variable: str) -> Path | None:
    """The folder that a variable names; a relative one counts for nothing, as the XDG specification asks."""
    said = os.environ.get(variable, "")
    return Path(said) if said and Path(said).is_absolute() else None
