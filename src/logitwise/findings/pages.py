"""The page of each code, shipped beside its code: what it finds, why it hurts, how it is decided, what to do."""

from __future__ import annotations

from importlib.resources import files

from logitwise.errors import OptionError
from logitwise.policy.codes import CODES
from logitwise.policy.nearest import did_you_mean


def page(code: str) -> str:
    """The page of a code, as Markdown.

    Raises:
        OptionError: there is no such code; the nearest is suggested.
    """
    wanted = code.strip().upper()
    if wanted not in CODES:
        raise OptionError(f"there is no finding {code!r}{did_you_mean(wanted, tuple(CODES))}; {len(CODES)} are known")
    return files("logitwise.findings").joinpath(f"{wanted}.md").read_text(encoding="utf-8")
