"""Models with data, as readings: batches that kernels can count."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from logitwise.batch import Beside, Column
from logitwise.errors import (
    ColumnError,
    InputError,
    LabelError,
    ModelError,
    OptionError,
    ShapeError,
    SuffixError,
    UnsafeError,
)
from logitwise.sources.models import open_model_data, open_model_file

X = np.random.default_rng(2).normal(size=(200, 4))
TWO = np.where(X[:, 0] > 0, "owl", "cat")
THREE = np.digitize(X[:, 0], [-0.5, 0.5]) * 10


def named(ids):
    return Beside(ids=Column.of(ids))


def rows_of(reading):
    found = list(reading.batches())
    return np.concatenate([b.labels for b in found]), np.concatenate([b.scores for b in found])


def test_labels_join_the_classes_of_a_classifier_by_value():
    model = LogisticRegression().fit(X, TWO)
    reading = open_model_data(TWO, model=model, inputs=X)
    labels, scores = rows_of(reading)
    assert (reading.head.classes, reading.head.positive_class, reading.scale) == (("cat", "owl"), "owl", "logits")
    np.testing.assert_array_equal(labels, TWO == "owl")
    np.testing.assert_allclose(scores, model.decision_function(X), atol=1e-12)


def test_numbers_that_are_no_codes_join_by_value_too():
    reading = open_model_data(THREE, model=GaussianNB().fit(X, THREE), inputs=X)
    assert reading.head.classes == ("0", "10", "20")
    np.testing.assert_array_equal(rows_of(reading)[0], THREE // 10)


def test_float_classes_are_the_whole_numbers_they_stand_for():
    reading = open_model_data(THREE.astype(float), model=GaussianNB().fit(X, THREE.astype(float)), inputs=X)
    assert reading.head.classes == ("0", "10", "20")


def test_a_label_that_the_classifier_never_saw_is_refused():
    model = GaussianNB().fit(X, THREE)
    with pytest.raises(LabelError, match="30"):
        rows_of(open_model_data(THREE + 10, model=model, inputs=X))


def test_names_may_be_given_to_codes():
    model = LogisticRegression().fit(X, TWO == "owl")
    codes = LogisticRegression().fit(X, (TWO == "owl").astype(int))
    assert open_model_data(TWO == "owl", model=model, inputs=X).head.classes == ("False", "True")
    named = open_model_data(TWO, model=codes, inputs=X, classes=["cat", "owl"])
    np.testing.assert_array_equal(rows_of(named)[0], TWO == "owl")


def test_names_that_are_not_the_classifiers_are_refused():
    with pytest.raises(OptionError, match="classes name dog, owl; the model was fitted on cat, owl"):
        open_model_data(TWO, model=LogisticRegression().fit(X, TWO), inputs=X, classes=["dog", "owl"])


def test_the_other_class_may_be_the_positive_one():
    reading = open_model_data(TWO, model=LogisticRegression().fit(X, TWO), inputs=X, positive="cat")
    assert reading.head.positive_class == "cat"
    np.testing.assert_array_equal(rows_of(reading)[0], TWO == "cat")


def test_frames_go_in_as_they_are():
    frame, labels = pd.DataFrame(X, columns=list("abcd")), pd.Series(TWO)
    model = LogisticRegression().fit(frame, labels)
    np.testing.assert_allclose(
        rows_of(open_model_data(labels, model=model, inputs=frame))[1], model.decision_function(frame), atol=1e-12
    )


def test_a_pipeline_of_texts_takes_a_list():
    from sklearn.feature_extraction.text import CountVectorizer

    texts, y = ["good day", "bad day", "good", "bad"] * 5, [1, 0, 1, 0] * 5
    model = make_pipeline(CountVectorizer(), LogisticRegression()).fit(texts, y)
    assert open_model_data(y, model=model, inputs=texts).rows == 20


def test_decisions_are_read_where_there_is_nothing_else():
    model = LinearSVC().fit(X, TWO)
    reading = open_model_data(TWO, model=model, inputs=X)
    labels, decided = rows_of(reading)
    assert reading.scale == "decisions"
    assert np.mean(labels == decided) == model.score(X, TWO)


def test_rows_keep_their_numbers_over_batches(monkeypatch):
    monkeypatch.setattr("logitwise.frameworks.inputs.rows_per_batch", lambda _inputs: 64)
    wrong = TWO.astype(object)
    wrong[150] = "dog"
    with pytest.raises(LabelError, match="row 150"):
        rows_of(open_model_data(wrong, model=LogisticRegression().fit(X, TWO), inputs=X))


def test_batches_start_anew_each_time(monkeypatch):
    monkeypatch.setattr("logitwise.frameworks.inputs.rows_per_batch", lambda _inputs: 64)
    reading = open_model_data(TWO, model=LogisticRegression().fit(X, TWO), inputs=X, beside=named(np.arange(200)))
    assert [b.rows for b in reading.batches()] == [64, 64, 64, 8] == [b.rows for b in reading.batches()]
    assert len(np.unique(np.concatenate([b.ids for b in reading.batches()]))) == 200


@pytest.mark.parametrize(("y", "ids", "what"), [(TWO[:9], None, "y: 9"), (TWO, np.arange(9), "ids: 9")])
def test_labels_and_ids_are_one_a_row(y, ids, what):
    with pytest.raises(ShapeError, match=f"{what} values for 200 rows of inputs"):
        open_model_data(y, model=LogisticRegression().fit(X, TWO), inputs=X, beside=None if ids is None else named(ids))


def test_a_head_that_contradicts_the_model_is_refused():
    with pytest.raises(OptionError, match=r"head .* says multilabel, the model says softmax"):
        open_model_data(THREE, model=GaussianNB().fit(X, THREE), inputs=X, head="multilabel")


def test_nothing_but_a_dataset_may_come_without_inputs():
    with pytest.raises(OptionError, match="give labels and inputs="):
        open_model_data(TWO, model=LogisticRegression().fit(X, TWO))


def test_a_file_has_inputs_and_labels_by_name(tmp_path):
    np.savez(tmp_path / "d.npz", inputs=X, target=THREE)
    reading = open_model_file(tmp_path / "d.npz", model=GaussianNB().fit(X, THREE))
    assert reading.rows == 200
    assert "inputs inputs, labels target" in reading.read_from


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"y": TWO}, "no key of the inputs of the model; there are y, and x, inputs are looked for"),
        ({"x": X, "inputs": X, "y": TWO}, "x, inputs may each hold the inputs"),
        ({"x": X, "truth": TWO}, "no key of the labels; .*name it with --label"),
        ({"x": X, "y": TWO, "label": TWO}, "label, y may each hold the labels; .*--label"),
    ],
)
def test_a_file_without_a_clear_key_is_refused(tmp_path, members, said):
    np.savez(tmp_path / "d.npz", **members)
    with pytest.raises(ColumnError, match=said):
        open_model_file(tmp_path / "d.npz", model=LogisticRegression().fit(X, TWO))


def test_a_label_key_may_be_named(tmp_path):
    np.savez(tmp_path / "d.npz", x=X, truth=TWO)
    model = LogisticRegression().fit(X, TWO)
    assert open_model_file(tmp_path / "d.npz", model=model, label="truth").rows == 200
    with pytest.raises(ColumnError, match="--label names truht, which is not there; the keys are x, truth"):
        open_model_file(tmp_path / "d.npz", model=model, label="truht")


def test_a_table_with_a_model_is_refused(tmp_path):
    with pytest.raises(SuffixError, match=r"\.npz file"):
        open_model_file(tmp_path / "d.csv", model=LogisticRegression().fit(X, TWO))


def test_the_model_is_looked_at_before_the_data(tmp_path):
    with pytest.raises(UnsafeError, match="unpickling"):
        open_model_file(tmp_path / "missing.npz", model="model.pkl")


@pytest.fixture
def dataset(keras, x):
    import tensorflow as tf

    def make(*parts, batch=20):
        made = tf.data.Dataset.from_tensor_slices(parts)
        return made.batch(batch) if batch else made

    return make


@pytest.mark.slow
def test_a_keras_model_with_arrays_gives_its_logits(dense, x):
    model, y = dense(scale=40), (x[:, 0] > 0).astype(int)
    reading = open_model_data(y.reshape(-1, 1), model=model, inputs=x)
    labels, scores = rows_of(reading)
    np.testing.assert_array_equal(labels, y)
    np.testing.assert_allclose(scores, x @ np.asarray(model.layers[-1].kernel)[:, 0], rtol=1e-5, atol=1e-4)


@pytest.mark.slow
def test_a_dataset_gives_what_arrays_give(dense, dataset, x):
    model, y = dense(3, "softmax"), np.arange(50) % 3
    by_arrays = rows_of(open_model_data(y, model=model, inputs=x))
    reading = open_model_data(dataset(x, y), model=model)
    assert reading.rows is None
    for ours, theirs in zip(rows_of(reading), by_arrays, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-6)


@pytest.mark.slow
def test_one_hot_labels_of_a_dataset_are_classes(dense, dataset, keras, x):
    y = np.arange(50) % 3
    labels, _ = rows_of(open_model_data(dataset(x, keras.utils.to_categorical(y)), model=dense(3, "softmax")))
    np.testing.assert_array_equal(labels, y)


@pytest.mark.slow
def test_named_inputs_pass_through_a_dataset(keras, dataset, x):
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    model = keras.Model(
        {"a": a, "b": b}, keras.layers.Dense(1, activation="sigmoid")(keras.layers.Concatenate()([a, b]))
    )
    reading = open_model_data(dataset({"a": x, "b": x}, np.arange(50) % 2), model=model)
    assert sum(batch.rows for batch in reading.batches()) == 50


OTHER_KINDS = {
    r"single rows; expected batches: add \.batch": lambda d: d.unbatch(),
    r"repeats for ever; .*leave \.repeat\(\) out": lambda d: d.repeat(),
    "weights cannot be counted yet": lambda d: d.map(lambda x, y: (x, y, y)),
    r"expected a tuple \(inputs, labels\)": lambda d: d.map(lambda x, _y: x),
}


@pytest.mark.slow
@pytest.mark.parametrize("said", OTHER_KINDS)
def test_a_dataset_of_another_kind_is_refused(dense, dataset, x, said):
    with pytest.raises((ShapeError, OptionError), match=said):
        open_model_data(OTHER_KINDS[said](dataset(x, np.arange(50) % 2)), model=dense())


@pytest.mark.slow
def test_unbatched_one_hot_rows_are_refused(dense, dataset, x):
    with pytest.raises(ShapeError, match=r"is \.batch\(256\) missing"):
        open_model_data(dataset(x, np.eye(3)[np.arange(50) % 3], batch=0), model=dense(3, "softmax"))


@pytest.mark.slow
def test_a_dataset_goes_with_keras_alone(dataset, x):
    with pytest.raises(ModelError, match="goes with a Keras model"):
        open_model_data(dataset(x, x[:, 0]), model=LogisticRegression().fit(X, TWO))


@pytest.mark.slow
def test_a_declared_head_decides_where_the_model_has_no_activation(dense, x):
    y = (x[:, :3] > 0).astype(int)
    reading = open_model_data(y, model=dense(3, None), inputs=x, head="multilabel")
    assert reading.head.kind == "multilabel"
    assert reading.read_from.endswith("head multilabel, as declared")


@pytest.mark.slow
def test_the_example_model_reads_its_own_example_data():
    from pathlib import Path

    folder = Path(__file__).resolve().parents[2] / "examples"
    reading = open_model_file(folder / "is_it_an_8_data.npz", model=folder / "is_it_an_8.keras")
    labels, logits = rows_of(reading)
    kept = np.load(folder / "is_it_an_8.npz")
    np.testing.assert_array_equal(labels, kept["labels"])
    np.testing.assert_allclose(1 / (1 + np.exp(-logits)), kept["probabilities"][:, 0], atol=1e-6)


@pytest.mark.slow
def test_an_error_of_a_pipeline_says_in_which_batch(dense, keras, x):
    import tensorflow as tf

    def rows():
        yield from zip(x[:45], np.arange(45) % 2, strict=True)
        message = "no such picture: owl.jpg"
        raise ValueError(message)

    signature = (tf.TensorSpec((4,)), tf.TensorSpec((), tf.int32))
    broken = tf.data.Dataset.from_generator(rows, output_signature=signature).batch(20)
    with pytest.raises(
        InputError, match=r"dataset, batch 2 \(counted from 0\).*: ValueError: no such picture"
    ) as caught:
        rows_of(open_model_data(broken, model=dense()))
    assert isinstance(caught.value.__cause__, tf.errors.InvalidArgumentError)
