"""Make the files of this folder: real Keras models, trained on data that ships inside scikit-learn.

Run it from anywhere; the files are written beside it:

    python examples/make_examples.py

Seeds are fixed, so the numbers come out the same on the same machine and nearly the same on another.
"""

from __future__ import annotations

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import keras
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from sklearn.datasets import load_breast_cancer, load_digits
from sklearn.model_selection import train_test_split

if TYPE_CHECKING:
    from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
SEED = 1884
EPOCHS = 16  # of "is it an 8": too few, on purpose


def digits() -> None:
    """Ten classes: a network without a last activation, trained on its logits, so logits are what it gives."""
    keras.utils.set_random_seed(SEED)
    images, labels = load_digits(return_X_y=True)
    x, x_test, y, y_test = train_test_split(images, labels, test_size=0.5, random_state=SEED, stratify=labels)
    model = keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Rescaling(1 / 16),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(10),
        ]
    )
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(x, y, epochs=40, batch_size=32, verbose=0)
    logits = model.predict(x_test, verbose=0)
    columns = {"label": y_test.astype(np.int8), **{f"logit_{k}": logits[:, k] for k in range(10)}}
    pq.write_table(pa.table(columns), HERE / "digits_logits.parquet")
    print(f"digits: accuracy {np.mean(logits.argmax(axis=1) == y_test):.3f} on {len(y_test)} rows")


def is_it_an_8() -> None:
    """One digit in ten is an 8, and training stops early: a model that looks good and misses most of what it is for.

    Nothing is rigged. A cross-entropy first learns how rare an 8 is, and only then what one looks like; after sixteen
    epochs it ranks eights well above other digits, but few of them reach a probability of 0.5. Accuracy is then high,
    since nine digits in ten are no 8, and recall is low at the default threshold, not at every threshold.
    """
    keras.utils.set_random_seed(SEED)
    images, digit = load_digits(return_X_y=True)
    labels = (digit == 8).astype(np.uint8)
    pixels = images.astype(np.uint8)
    x, x_test, y, y_test = train_test_split(pixels, labels, test_size=0.5, random_state=SEED, stratify=labels)
    model = keras.Sequential(
        [
            keras.Input((64,), name="pixels"),
            keras.layers.Rescaling(1 / 16),
            keras.layers.Dense(8, activation="relu"),
            keras.layers.Dense(1, activation="sigmoid"),
        ],
        name="is_it_an_8",
    )
    model.compile("adam", "binary_crossentropy")
    model.fit(x, y, epochs=EPOCHS, batch_size=16, verbose=0)
    model.save(HERE / "is_it_an_8.keras")
    probabilities = model.predict(x_test, verbose=0)
    np.savez_compressed(HERE / "is_it_an_8.npz", probabilities=probabilities, labels=y_test)
    np.savez_compressed(HERE / "is_it_an_8_data.npz", x=x_test, label=y_test)
    found = probabilities[:, 0] >= 0.5
    print(
        f"is it an 8: accuracy {np.mean(found == y_test):.3f}, recall {np.mean(found[y_test == 1]):.3f} of "
        f"{y_test.sum()} eights in {len(y_test)} rows"
    )


def breast_cancer() -> None:
    """A sigmoid with named labels; the file keeps logits, as far as float32 goes."""
    keras.utils.set_random_seed(SEED)
    data = load_breast_cancer()
    malignant = (data.target_names[data.target] == "malignant").astype(np.uint8)
    x, x_test, y, y_test = train_test_split(data.data, malignant, test_size=0.5, random_state=SEED, stratify=malignant)
    scale = keras.layers.Normalization()
    scale.adapt(x)
    model = keras.Sequential(
        [keras.Input((30,)), scale, keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)]
    )
    model.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True))
    model.fit(x, y, epochs=40, batch_size=16, verbose=0)
    logits = model.predict(x_test, verbose=0)[:, 0]
    names: NDArray[np.str_] = np.where(y_test == 1, "malignant", "benign")
    write_csv("breast_cancer.csv", [("label", "logit"), *zip(names, (f"{z:.9g}" for z in logits), strict=True)])
    print(f"breast cancer: accuracy {np.mean((logits >= 0) == y_test):.3f} on {len(y_test)} rows")


def finley() -> None:
    """Sergeant Finley's forecasts of March to May 1884, as Murphy (1996) gives them.

    doi:10.1175/1520-0434(1996)011<0003:TFAASE>2.0.CO;2. He was right in 96.6 % of 2,803 forecasts; saying "no tornado"
    every time is right in 98.2 %.
    """
    rows = [("truth", "no tornado", "tornado"), ("no tornado", 2680, 72), ("tornado", 23, 28)]
    write_csv("finley_tornado.csv", rows)


def write_csv(name: str, rows: list[tuple[Any, ...]]) -> None:
    with (HERE / name).open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    digits()
    is_it_an_8()
    breast_cancer()
    finley()
    for path in sorted(HERE.glob("*.*")):
        print(f"{path.stat().st_size:>8,} bytes  {path.name}")
