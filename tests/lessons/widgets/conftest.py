"""Rows of the example files, read without the project, and views by settings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


@pytest.fixture(scope="session")
def rows():
    """Logits and truths by data set: ``(rows,)`` and booleans, or ``(rows, classes)`` and codes."""
    csv = [line.split(",") for line in (EXAMPLES / "breast_cancer.csv").read_text().splitlines()]
    head, body = csv[0], csv[1:]
    label, logit = head.index("label"), head.index("logit")
    cancer = np.array([float(line[logit]) for line in body]), np.array([line[label] == "malignant" for line in body])
    with np.load(EXAMPLES / "is_it_an_8.npz") as arrays:
        p = arrays["probabilities"].astype(np.float64).ravel()
        eight = np.log(p / (1 - p)), arrays["labels"].ravel() == 1
    return {"breast_cancer": cancer, "is_it_an_8": eight, "digits": digits()}


def digits():
    from pyarrow import parquet

    table = parquet.read_table(EXAMPLES / "digits_logits.parquet")
    logits = np.stack([table[f"logit_{k}"].to_numpy() for k in range(10)], axis=1).astype(np.float64)
    return logits, table["label"].to_numpy().astype(int)
