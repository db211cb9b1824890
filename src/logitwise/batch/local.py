"""Paths that lead off this machine: told apart by their text alone, and never opened."""

from __future__ import annotations

import os
import re

from logitwise.batch.shown import shown

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
"""Two letters at least: one is a drive. A single slash is what `pathlib` leaves of two."""


def not_local(text: str) -> str | None:
    r"""Why a path is not opened, where it is a URL or names another machine; None for any other.

    >>> not_local("s3://bucket/preds.parquet").partition(":")[0]
    's3'
    >>> not_local("preds.parquet"), not_local("C:/preds.parquet")
    (None, None)
    """
    file = shown(text, longest=400)
    if text.lower().startswith("file:/"):
        return f"{file} is a URL, not a local file: give the path itself, without file://"
    if "://" in text or (SCHEME.match(text) and not os.path.exists(text)):  # noqa: PTH110  a name that has a colon
        return f"{file} is not a local file: nothing is fetched from the network; copy it to this machine and name that"
    if text.startswith("\\\\") or (os.name == "nt" and text.startswith("//")):
        return f"{file} is on another machine, not a local file: nothing is fetched; copy it here and name that"
    return None
