"""Why a question does not enter the bank."""

from __future__ import annotations


class RejectedError(Exception):
    """A question without a unique, executed key, or that says too little; the message says which and why."""


class UnluckyError(RejectedError):
    """Numbers with which two options coincide, or nothing satisfies; another seed may do."""
