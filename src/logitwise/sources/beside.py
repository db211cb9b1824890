"""Ids, groups, weights, confidence and slices as a caller gives them: arrays, or names of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from logitwise.batch import Beside, Column
from logitwise.batch.shown import shown
from logitwise.errors import OptionError
from logitwise.sources.arrays import columns_of_frame, given
from logitwise.sources.frames import is_frame
from logitwise.sources.names import BesideNames

KEYWORDS = {"ids": "ids", "groups": "groups", "weights": "sample_weight", "confidence": "confidence"}


def beside_of_arrays(values: Mapping[str, Any], slices: Any, class_weights: Mapping[str, float]) -> Beside:
    """Columns beside labels and scores in memory.

    Args:
        values: ids, groups, weights and confidence, by those names; None where not given.
        slices: a mapping of names to columns, or a frame.
        class_weights: a factor for the rows of some classes.

    Raises:
        OptionError: slices without names.
        ShapeError: something that is no array.
    """
    columns = {}
    for what, value in values.items():
        if isinstance(value, str):
            raise OptionError(
                f"{KEYWORDS[what]} names a column, {shown(value)}, but labels and scores came as arrays: give an array"
            )
        if value is not None:
            columns[what] = given(value, KEYWORDS[what]).column
    return Beside(**columns, slices=_slices(slices), class_weights=class_weights, places=KEYWORDS)


def _slices(slices: Any) -> dict[str, Column]:
    if slices is None:
        return {}
    if is_frame(slices):
        return columns_of_frame(slices, "slices")
    if not isinstance(slices, Mapping):
        raise OptionError("slices are columns with names, like {'site': site}; a mapping or a frame was expected")
    return {str(name): given(column, f"slice {name}").column for name, column in slices.items()}


def beside_of_names(values: Mapping[str, Any], slices: Any) -> BesideNames:
    """Names of columns of a file or frame.

    Raises:
        OptionError: an array where the name of a column was expected.
    """
    for what, value in values.items():
        if value is not None and not isinstance(value, str):
            raise OptionError(
                f"{KEYWORDS[what]} is the name of a column where a file or frame is judged, not {type(value).__name__}"
            )
    several = [slices] if isinstance(slices, str) else [] if slices is None else slices
    if not isinstance(several, Sequence) or not all(isinstance(name, str) for name in several):
        raise OptionError("slices are names of columns where a file or frame is judged, like ['site', 'device']")
    return BesideNames(**values, slices=tuple(several))
