"""A bound written twice, or beside bounds of single classes: told in words of policies instead of TOML's."""

from __future__ import annotations

import re

from logitwise.metrics.names import METRICS

_TWICE = re.compile(r"Cannot (?:overwrite|mutate|declare)\b.*\(at line (\d+),")


def said_twice(text: str, error: str) -> str | None:
    r"""Why a metric is written in two ways that TOML cannot hold together, and how to write both; None: another fault.

    Args:
        text: of the whole file.
        error: what the reader of TOML said.

    >>> print(said_twice('f1 = ">= 0.8"\nf1.macro = ">= 0.7"', "Cannot overwrite a value (at line 2, column 9)")[:87])
    line 2 writes f1 again: TOML lets a name hold one bound or names of its own, so name wh
    """
    found = _TWICE.match(error)
    lines = text.split("\n")
    if found is None or int(found[1]) > len(lines):
        return None
    metric = _metric(lines[int(found[1]) - 1])
    if metric is None:
        return None
    average = next(iter(METRICS[metric].averages or METRICS[metric].over_labels), None)
    both = f' and {metric}.{average} = ">= 0.7"' if average else f' and {metric}.OTHER_CLASS = ">= 0.7"'
    return (
        f"line {found[1]} writes {metric} again: TOML lets a name hold one bound or names of its own, so name what "
        f'each is of, like {metric}.POSITIVE_CLASS = ">= 0.8"{both} (bounds on both sides: '
        f'{metric} = [">= 0.8", "<= 0.9"])'
    )


def _metric(line: str) -> str | None:
    """The metric that a line of a policy is about."""
    written = line.partition("]" if line.lstrip().startswith("[") else "=")[0]
    parts = (part.strip(" \t[\"'") for part in written.split("."))
    return next((part for part in parts if part in METRICS), None)
