"""Things that hold rows, read as batches: arrays, frames, Parquet, CSV, NPZ, confusion matrices."""

from logitwise.sources.confusion import open_confusion
from logitwise.sources.limits import Limits
from logitwise.sources.npz import read_npz
from logitwise.sources.reading import Reading
from logitwise.sources.tables import open_table
from logitwise.sources.tensors import open_arrays

__all__ = ["Limits", "Reading", "open_arrays", "open_confusion", "open_table", "read_npz"]
