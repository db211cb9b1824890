"""Spot checks on the list of malformed inputs; all of them are held against the command line elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from logitwise.errors import LogitwiseError
from logitwise.sources import open_table

CASES = [
    "nan_logit",
    "float16_overflow",
    "rows_sum_1_002",
    "sigmoid_outputs_as_softmax",
    "percent_probs",
    "int8_labels_300_classes",
    "plus_minus_one_labels",
    "multilabel_head_not_said",
    "transposed",
    "square_transposed",
    "missing_score_column",
    "nullable_score",
    "npz_header_lies",
    "npz_pickled_object",
    "parquet_bitflip",
    "csv_na_strings",
    "csv_inf_1e400",
    "symlink_outside",
    "empty_class_name",
    "npz_other_keys",
]


@pytest.fixture(scope="module")
def bad(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("inputs")
    subprocess.run([sys.executable, shared / "make_bad_inputs.py", folder], check=True, capture_output=True)
    return folder / "bad"


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_known_bad_input_is_refused_in_the_words_it_asks_for(name, shared, bad):
    cases = {case["id"]: case for case in json.loads((shared / "bad_inputs.json").read_text())["cases"]}
    case = cases[name]
    with pytest.raises(LogitwiseError) as caught:
        list(open_table(bad / case["file"]).batches())
    message = str(caught.value).lower()
    assert [word for word in (*case["must_mention"], case["file"]) if word.lower() not in message] == []
