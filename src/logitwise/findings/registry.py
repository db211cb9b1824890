"""All pitfalls, in the order of their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logitwise.findings.finding import Pitfall

PITFALLS: tuple[Pitfall, ...] = ()
