"""The error tree: what a caller may catch, and where a fault was found.

Everything derives from `LogitwiseError`. Faults of the input are `ValueError` too, so that code which knows nothing of
this package still catches them as what they are.
"""

from __future__ import annotations


class LogitwiseError(Exception):
    """The root of every error that logitwise raises on purpose."""


class InputError(LogitwiseError, ValueError):
    """The input cannot be judged: the message names the place, what stood there and what was expected."""


class ScoreError(InputError):
    """A score (logit or probability) that cannot be one: NaN, out of range, rows that do not sum to one."""


class LabelError(InputError):
    """A label that is missing, belongs to no class, or has a coding that was not declared."""


class ShapeError(InputError):
    """Arrays whose shapes do not fit each other or the head."""


class ColumnError(InputError):
    """Columns or keys that are missing, doubled, unnamed or numbered with a gap."""


class FormatError(InputError):
    """A file that is broken, or is not what its suffix says."""


class EmptyError(InputError):
    """No rows to judge."""


class LimitError(InputError):
    """A file that exceeds a limit against hostile input; the message names the limit."""


class UnsafeError(InputError):
    """A file whose loading could run code or leave its folder."""


class FileError(InputError):
    """A path that does not exist, is a directory, or is not local."""


class SuffixError(InputError):
    """A kind of file that is not supported."""


class OptionError(InputError):
    """An argument or option with a value it cannot have."""


class PolicyError(InputError):
    """A policy that cannot be read or asks for what cannot be had."""


class ModelError(InputError):
    """A model from which no probabilities can be read."""


class MergeError(InputError):
    """Two tallies that cannot be added."""


class RemedyError(InputError):
    """A remedy that cannot be fitted to these rows: one class, inverted scores, infinite logits."""


class AnswerError(InputError):
    """An answer that cannot be graded: no such option, position or cell."""


class ProgressError(InputError):
    """A store of progress that is corrupt, newer, or in use; it is never overwritten."""


class NoGuaranteeError(LogitwiseError):
    """What was asked cannot be guaranteed on so few rows; the message says how many are needed."""
