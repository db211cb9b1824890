"""A confusion matrix has names in any order and whole counts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from logitwise.errors import (
    ColumnError,
    EmptyError,
    FileError,
    FormatError,
    LabelError,
    OptionError,
    ScoreError,
    ShapeError,
    SuffixError,
)
from logitwise.sources import open_confusion


def test_a_matrix_takes_the_names_it_is_given():
    head, counts, told = open_confusion([[50, 2, 3], [4, 45, 1], [2, 3, 48]], classes=["A", "B", "C"])
    assert (head.kind, head.classes, counts.sum()) == ("softmax", ("A", "B", "C"), 158)
    assert "A, B, C" in told


def test_two_classes_have_a_positive():
    assert open_confusion([[1, 2], [3, 4]])[0].positive_class == "1"
    assert open_confusion([[1, 2], [3, 4]], classes=["n", "p"], positive="n")[0].positive_class == "n"
    with pytest.raises(OptionError, match="none of the classes 0, 1"):
        open_confusion([[1, 2], [3, 4]], positive="yes")
    with pytest.raises(OptionError, match="two classes"):
        open_confusion(np.eye(3, dtype=int), positive="1")


def test_rows_and_columns_of_a_csv_are_joined_by_name(folder):
    head, counts, _ = open_confusion(folder.csv(",B,C,A\nC,3,48,2\nA,2,3,50\nB,45,1,4\n"))
    assert (head.classes, counts.tolist()) == (("B", "C", "A"), [[45, 1, 4], [3, 48, 2], [2, 3, 50]])
    _, counts, _ = open_confusion(folder.csv(",B,A\nA,2,50\nB,45,4\n"), classes=["A", "B"])
    assert counts.tolist() == [[50, 2], [4, 45]]


def test_a_frame_is_joined_by_name():
    frame = pd.DataFrame([[1, 2], [3, 4]], index=["b", "a"], columns=["a", "b"])
    head, counts, _ = open_confusion(frame)
    assert (head.classes, counts.tolist()) == (("a", "b"), [[3, 4], [1, 2]])


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        (",A,B,C\nA,50,2,3\nB,4,45,1\n", ShapeError, "C x C.*got 2 x 3"),
        (",A,B\nA,50,-2\nB,4,45\n", ScoreError, "negative count, -2, at row 1, column B"),
        (",A,B\nA,0.96,0.04\nB,0.1,0.9\n", ScoreError, "0.96 at row 1, column A is no whole number"),
        (",A,B\nA,x,2\nB,4,45\n", FormatError, "'x' at row 1, column A is no count"),
        (",A,B\nA,nan,2\nB,4,45\n", ScoreError, "no whole number"),
        (",A,B\nA,1e300,2\nB,4,45\n", ScoreError, "2.53"),
        (",A,B\nA,1,2\nC,4,45\n", LabelError, "same classes.*B, C"),
        (",A,A\nA,1,2\nA,4,45\n", ColumnError, "named twice"),
        (",A, \nA,1,2\n ,4,45\n", ColumnError, "empty"),
        (",A,B\nA,1\nB,4,45\n", FormatError, r"row 1 \(line 2\) has 2 fields"),
        (",A,B\nA,0,0\nB,0,0\n", EmptyError, "every cell is 0"),
        (",A,B\n", EmptyError, "no rows"),
    ],
)
def test_what_is_refused(folder, text, error, message):
    with pytest.raises(error, match=f"t.csv.*{message}"):
        open_confusion(folder.csv(text))


def test_names_have_to_be_those_of_the_matrix(folder):
    with pytest.raises(ColumnError, match="classes named are A, X"):
        open_confusion(folder.csv(",A,B\nA,1,2\nB,4,45\n"), classes=["A", "X"])
    with pytest.raises(ShapeError, match="2 classes in the matrix, 3 were named"):
        open_confusion([[1, 2], [3, 4]], classes=["a", "b", "c"])


def test_only_a_csv_is_read(folder):
    with pytest.raises(SuffixError, match=r"\.csv"):
        open_confusion(folder.npz(a=np.eye(2)))
    with pytest.raises(FileError, match="does not exist"):
        open_confusion("nothing.csv")


@pytest.mark.parametrize("value", [5, [[1, 2], [3]], [1, 2], [[3]]])
def test_what_is_no_matrix_is_refused(value):
    with pytest.raises(ShapeError):
        open_confusion(value)
