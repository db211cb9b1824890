"""The figures of the pages: read from ``figures.lock.json``, and put into text in place of their names."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from logitwise.errors import FormatError
from logitwise.policy.nearest import did_you_mean

Value = int | float | str | list[int] | list[float] | list[str]
NAME: Final = "figures.lock.json"
_BRACES: Final = re.compile(r"\{\{(.*?)\}\}")
_FIGURE: Final = re.compile(r"\s*(?P<name>[a-z0-9_]+(?:\.[a-z0-9_]+)+)\s*(?::(?P<spec>.*))?")


def figure(name: str) -> Value:
    """The value of a figure.

    Raises:
        FormatError: there is no such figure; the nearest is suggested.
    """
    known = figures()
    if name not in known:
        raise FormatError(f"{NAME} holds no figure {name!r}{did_you_mean(name, tuple(known))}")
    return known[name]


@cache
def figures() -> Mapping[str, Value]:
    """All figures by name.

    Raises:
        FormatError: the lock file is missing or broken.
    """
    try:
        document = json.loads(files("logitwise.lessons").joinpath(NAME).read_text(encoding="utf-8"))
        return MappingProxyType({name: each["value"] for name, each in document["figures"].items()})
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise FormatError(f"{NAME} cannot be read: {error!r}") from error


def filled(markdown: str, *, page: str = "text", known: Mapping[str, Value] | None = None) -> str:
    """The text with every ``{{ name }}`` or ``{{ name:format }}`` replaced by its figure.

    Of a list each item is formatted, and they are joined by commas.

    Args:
        markdown: the text.
        page: its name, for messages.
        known: figures by name; those of the lock file where None.

    Raises:
        FormatError: no such figure, or a format that its value cannot take; the message names page and line.

    >>> filled("{{ a.share:.1%}} of {{ a.list:d }}", known={"a.share": 0.5, "a.list": [1, 2]})
    '50.0% of 1, 2'
    """
    lines = markdown.split("\n")
    return "\n".join(_line(line, f"{page}, line {number}", known) for number, line in enumerate(lines, start=1))


def names(markdown: str) -> list[str]:
    """The names of the figures in a text, in order.

    >>> names("{{ a.b:.3f}}, {{ c.d }}")
    ['a.b', 'c.d']
    """
    found = (_FIGURE.fullmatch(each) for each in _BRACES.findall(markdown))
    return [each["name"] for each in found if each is not None]


def _line(line: str, where: str, known: Mapping[str, Value] | None) -> str:
    if line.count("{{") != len(_BRACES.findall(line)):
        raise FormatError(f"{where}: '{{{{' is not closed on its line; expected {{{{ topic.thing:format }}}}")
    return _BRACES.sub(lambda match: _shown(match[1], where, known), line)


def _shown(inside: str, where: str, known: Mapping[str, Value] | None) -> str:
    known = figures() if known is None else known
    match = _FIGURE.fullmatch(inside)
    if match is None:
        raise FormatError(f"{where}: {{{{{inside}}}}} is no figure; expected {{{{ topic.thing:format }}}}")
    name, spec = match["name"], (match["spec"] or "").strip()
    if name not in known:
        raise FormatError(f"{where}: there is no figure {name!r}{did_you_mean(name, tuple(known))}")
    value = known[name]
    try:
        return ", ".join(format(each, spec) for each in value) if isinstance(value, list) else format(value, spec)
    except (ValueError, TypeError) as error:
        raise FormatError(f"{where}: {name} is {value!r}, which the format {spec!r} does not take: {error}") from error
