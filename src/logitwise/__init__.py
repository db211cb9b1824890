"""logitwise: is this classifier good, how sure are we, and is it ready?

Importing this package imports nothing heavy: each public name is fetched when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from logitwise import activations as activations
    from logitwise.errors import InputError as InputError
    from logitwise.errors import LogitwiseError as LogitwiseError
    from logitwise.head import Head as Head
    from logitwise.policy import Policy as Policy
    from logitwise.report import Report as Report
    from logitwise.rule import Rule as Rule
    from logitwise.rule import load_rule as load_rule
    from logitwise.tallies import Tally as Tally
    from logitwise.tallies import load_tally as load_tally
    from logitwise.verbs.evaluate import evaluate as evaluate
    from logitwise.verbs.tally import tally as tally
    from logitwise.verbs.tune import tune as tune

__version__ = "0.1.0"

_HOMES = {
    "Head": "logitwise.head",
    "InputError": "logitwise.errors",
    "LogitwiseError": "logitwise.errors",
    "Policy": "logitwise.policy",
    "Report": "logitwise.report",
    "Rule": "logitwise.rule",
    "Tally": "logitwise.tallies",
    "evaluate": "logitwise.verbs.evaluate",
    "load_rule": "logitwise.rule",
    "load_tally": "logitwise.tallies",
    "tally": "logitwise.verbs.tally",
    "tune": "logitwise.verbs.tune",
}

__all__ = [
    "Head",
    "InputError",
    "LogitwiseError",
    "Policy",
    "Report",
    "Rule",
    "Tally",
    "activations",
    "evaluate",
    "load_rule",
    "load_tally",
    "tally",
    "tune",
]


def __getattr__(name: str) -> Any:
    if name == "activations":
        return import_module("logitwise.activations")
    if name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'logitwise' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
