"""What a learner set, read strictly: a text for each name, each refusal one clear sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from math import isfinite
from typing import TYPE_CHECKING, Final

from logitwise.errors import InputError, OptionError

if TYPE_CHECKING:
    from logitwise.lessons.widgets.view import View
    from logitwise.lessons.yours.own import Own

Settings = Mapping[str, str]
Widget = Callable[..., "View"]

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_APART: Final = re.compile(r"[\s,;]+")
_LONGEST_NUMBER: Final = 40
_LONGEST_LIST: Final = 1_000
_SHOWN: Final = 30
_YOURS: Final = "yours"


def widget(draw: Callable[[Settings, Own | None], View]) -> Widget:
    """A widget that never raises: of settings that it refuses it tells the fault, and shows its defaults.

    Those of the learner's own data, where these are chosen; where they cannot be shown at all, the fault alone.
    """

    @wraps(draw)
    def view(settings: Settings, own: Own | None = None) -> View:
        try:
            return draw(settings, own)
        except InputError as fault:
            plain = draw({}, own)
            if own is None or settings.get("dataset") != _YOURS or not any(c.name == "dataset" for c in plain.controls):
                return replace(plain, fault=str(fault))
            try:
                return replace(draw({"dataset": _YOURS}, own), fault=str(fault))
            except InputError:
                return _fault_alone(plain, str(fault))

    return view


def _fault_alone(plain: View, fault: str) -> View:
    """Nothing of other data under the name of the learner's own."""
    controls = tuple(replace(c, value=_YOURS) if c.name == "dataset" else c for c in plain.controls)
    return replace(plain, controls=controls, sentence="", charts=(), tables=(), prediction=None, facts={}, fault=fault)


def number(  # noqa: PLR0913  a number with its limits
    settings: Settings, name: str, *, default: float, low: float, high: float, label: str
) -> float:
    """A number between two limits.

    Raises:
        OptionError: another text, or a number beyond a limit.

    >>> number({"x": "2.5"}, "x", default=0.0, low=-10.0, high=10.0, label="x")
    2.5
    """
    said = settings.get(name)
    return default if said is None else _between(said.strip(), low=low, high=high, label=label)


def numbers(  # noqa: PLR0913  the limits of each number and of how many
    settings: Settings, name: str, *, default: tuple[float, ...], low: float, high: float, label: str, most: int
) -> tuple[float, ...]:
    """Numbers with spaces, commas or semicolons between them.

    Raises:
        OptionError: none, too many, or one that is no number between the limits.

    >>> numbers({"z": "1, -2 .5"}, "z", default=(), low=-10.0, high=10.0, label="numbers", most=3)
    (1.0, -2.0, 0.5)
    """
    said = settings.get(name)
    if said is None:
        return default
    parts = [part for part in _APART.split(said[: _LONGEST_LIST + 1]) if part]
    if len(said) > _LONGEST_LIST or not 0 < len(parts) <= most:
        raise OptionError(f"{label}: expected one to {most} numbers with commas or spaces between them")
    return tuple(_between(part, low=low, high=high, label=label) for part in parts)


def choice(settings: Settings, name: str, *, default: str, among: Sequence[str], label: str) -> str:
    """One of several.

    Raises:
        OptionError: none of them.

    >>> choice({}, "depth", default="2", among=["1", "2"], label="depth")
    '2'
    """
    said = settings.get(name, default)
    if said not in among:
        raise OptionError(f"{label}: there is no {_told(said)}; choose one of {', '.join(among)}")
    return said


def _between(said: str, *, low: float, high: float, label: str) -> float:
    """A number written with digits: neither nan nor infinity, nor a text that only overflows to it."""
    plain = said.replace("−", "-")
    value = float(plain) if len(plain) <= _LONGEST_NUMBER and _NUMBER.fullmatch(plain) else None
    if value is None or not isfinite(value) or not low <= value <= high:
        raise OptionError(f"{label}: {_told(said)} is no number from {low:g} to {high:g}")
    return value + 0.0  # a negative zero becomes the one that people know


def _told(said: str) -> str:
    return repr(said if len(said) <= _SHOWN else said[:_SHOWN] + "…")
