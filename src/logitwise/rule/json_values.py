"""Values of a rule file, each what it has to be; the message names the key."""

from __future__ import annotations

from math import isfinite
from typing import Any

from logitwise.errors import FormatError


def check_keys(given: Any, wanted: tuple[str, ...], what: str) -> None:
    """All keys and no other: what nobody reads might have changed the decisions."""
    if not isinstance(given, dict):
        raise FormatError(f"{what}: expected {', '.join(wanted)}; got {short(given)}")
    for name in wanted:
        if name not in given:
            raise FormatError(f"{what}: {name!r} is missing")
    for name in given:
        if name not in wanted:
            raise FormatError(f"{what}: {short(name)} is unknown; expected {', '.join(wanted)}")


def list_of(given: Any, name: str) -> list[Any]:
    """A list."""
    if not isinstance(given, list):
        raise FormatError(f"{name}: expected a list, got {short(given)}")
    return given


def texts_of(given: Any, name: str) -> tuple[str, ...]:
    """A list of texts."""
    for each in list_of(given, name):
        if not isinstance(each, str):
            raise FormatError(f"{name}: expected text, got {short(each)}")
    return tuple(given)


def numbers_or_none(given: Any, name: str) -> tuple[float, ...] | None:
    """A list of finite numbers, or nothing."""
    return None if given is None else numbers_of(given, name)


def numbers_of(given: Any, name: str) -> tuple[float, ...]:
    """A list of finite numbers."""
    return tuple(number_of(each, name) for each in list_of(given, name))


def number_of(given: Any, name: str) -> float:
    """A finite number."""
    try:
        if not isinstance(given, bool) and isinstance(given, int | float) and isfinite(given):
            return float(given)
    except OverflowError:  # a whole number beyond 1e308
        pass
    raise FormatError(f"{name}: expected a finite number, got {short(given)}")


def whole_of(given: Any, name: str, *, most: int) -> int:
    """A whole number from 0 to `most`."""
    if type(given) is not int or not 0 <= given <= most:
        raise FormatError(f"{name}: expected a whole number from 0 on, got {short(given)}")
    return given


def plain(value: Any) -> Any:
    """As JSON has it: tuples are lists, and a number that is undefined is null."""
    if isinstance(value, dict) or hasattr(value, "items"):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    value = value.item() if hasattr(value, "item") else value  # NumPy's numbers are no JSON
    return None if isinstance(value, float) and not isfinite(value) else value


def short(given: Any) -> str:
    """What stood there, for a message."""
    text = (
        "nothing" if given is None else repr(given) if isinstance(given, str | float | bool) else type(given).__name__
    )
    if type(given) is int and abs(given) < 10**12:
        text = str(given)
    return text if len(text) <= 60 else text[:59] + "…"
