"""What can be asked of a report: one maker a file, which makes a question or says why not."""

from __future__ import annotations
