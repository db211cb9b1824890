"""Model files: what they may hold, what is refused before Keras sees it, and the way back from a file."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile

import numpy as np
import pytest

from logitwise.errors import FileError, FormatError, LimitError, SuffixError, UnsafeError
from logitwise.frameworks.keras_file import check_config
from logitwise.frameworks.models import framework_of, open_model

X = np.zeros((3, 4), np.float32)
DENSE = {"module": "keras.layers", "class_name": "Dense", "config": {"activation": "sigmoid"}, "registered_name": None}


def archive(path, config=DENSE, members=()):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("config.json", json.dumps(config))
        for name, content in members:
            file.writestr(name, content)
    return path


def test_plain_parts_of_keras_pass():
    loss = {
        "module": "builtins",
        "class_name": "function",
        "config": "binary_crossentropy",
        "registered_name": "function",
    }
    policy = {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": None}
    inner = {"module": "keras.src.models.functional", "class_name": "Functional", "config": {"layers": [DENSE, policy]}}
    check_config({**inner, "compile_config": {"loss": loss}}, name="m.keras")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"module": "keras.layers", "class_name": "Lambda", "config": {}}, "Lambda layer"),
        ({"class_name": "Lambda", "config": {}}, "Lambda layer"),  # as .h5 files write it
        ({"class_name": "__lambda__", "config": {"value": "x"}}, "Lambda layer"),
        ({"module": "keras.layers", "class_name": "TFSMLayer", "config": {"filepath": "/x"}}, "TFSMLayer"),
        ({"module": "builtins", "class_name": "exec", "config": {}}, "exec of module 'builtins'"),
        ({"module": "os", "class_name": "function", "config": "system"}, "function of module 'os'"),
        ({"module": "kerasx", "class_name": "Dense", "config": {}}, "module 'kerasx'"),
        ({"module": "mine.layers", "class_name": "Own", "config": {}}, "module 'mine.layers'"),
        ({"module": "keras.utils", "class_name": "function", "config": "get_file"}, "module 'keras.utils'"),
        ({"module": "keras.models", "class_name": "function", "config": "load_model"}, "module 'keras.models'"),
        ({"module": "keras.models", "class_name": "load_model", "config": {}}, "is no class"),
        (
            {"module": "keras.config", "class_name": "enable_unsafe_deserialization", "config": {}},
            "module 'keras.config'",
        ),
        ({"module": None, "class_name": "Own", "registered_name": "mine>Own", "config": {}}, "custom part"),
        ({"class_name": "StringLookup", "config": {"vocabulary": "/some/file"}}, "path to another file"),
    ],
)
def test_a_config_that_names_anything_else_is_refused(part, said):
    with pytest.raises(UnsafeError, match=said):
        check_config({"config": {"layers": [DENSE, part]}}, name="m.keras")


def test_a_deeply_nested_config_is_walked_without_recursion():
    config = {"class_name": "Lambda"}
    for _ in range(100_000):
        config = [config]
    with pytest.raises(UnsafeError, match="Lambda"):
        check_config(config, name="m.keras")


def test_a_lambda_is_refused_before_tensorflow_is_imported(tmp_path):
    path = archive(tmp_path / "m.keras", {"class_name": "Lambda", "config": {}})
    code = (
        "import sys\nfrom logitwise.frameworks.models import open_model\n"
        f"try: open_model({str(path)!r}, example=None)\n"
        "except ValueError as error: print(type(error).__name__, 'Lambda' in str(error), 'tensorflow' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["UnsafeError", "True", "False"]


@pytest.mark.parametrize("name", ["../out", "/abs", "a/../../b", "C:/x"])
def test_a_member_that_leaves_its_folder_is_refused(tmp_path, name):
    with pytest.raises(UnsafeError, match="outside its folder"):
        open_model(archive(tmp_path / "m.keras", members=[(name, "x")]), example=X)


def test_a_config_that_unfolds_into_far_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("logitwise.frameworks.keras_file.CONFIG_BYTES", 10)
    with pytest.raises(LimitError, match=r"config\.json has .* bytes; expected at most 10"):
        open_model(archive(tmp_path / "m.keras"), example=X)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut short"])
def test_a_broken_keras_file_is_refused(tmp_path, content):
    (tmp_path / "m.keras").write_bytes(content)
    with pytest.raises(FormatError, match=r"m\.keras: not a \.keras file, or broken"):
        open_model(tmp_path / "m.keras", example=X)


def test_an_archive_without_config_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "m.keras", "w") as file:
        file.writestr("other.txt", "x")
    with pytest.raises(FormatError, match=r"config\.json"):
        open_model(tmp_path / "m.keras", example=X)


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(FileError, match="no such file"):
        open_model(tmp_path / "m.keras", example=X)


def test_a_folder_is_said_to_be_one(tmp_path):
    (tmp_path / "m.keras").mkdir()
    with pytest.raises(FileError, match="is a folder"):
        open_model(tmp_path / "m.keras", example=X)


@pytest.mark.parametrize("path", ["hf://someone/model.keras", "s3://bucket/model.keras"])
def test_a_remote_path_is_refused(path):
    with pytest.raises(FileError, match="not a local file"):
        framework_of(path)


@pytest.mark.parametrize("suffix", [".pkl", ".joblib"])
def test_a_pickle_is_refused_without_opening_it(suffix):
    with pytest.raises(UnsafeError, match="unpickling, which runs whatever code it holds; open it yourself"):
        framework_of("model" + suffix)


@pytest.mark.parametrize("suffix", [".onnx", ".tflite", ""])
def test_another_kind_of_file_is_refused_with_what_is_supported(suffix):
    with pytest.raises(SuffixError, match=r"\.keras and \.h5 files"):
        framework_of("model" + suffix)


@pytest.fixture(scope="module")
def hostile(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    subprocess.run([sys.executable, shared / "make_bad_inputs.py", folder], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize(("name", "said"), [("keras_lambda", "Lambda"), ("keras_module_injection", "module")])
def test_hostile_files_are_refused_and_run_nothing(hostile, name, said):
    with pytest.raises(UnsafeError, match=said):
        open_model(next(hostile.rglob(f"{name}.keras")), example=X)
    assert not list(hostile.rglob(f"canary/{name}"))


def probabilities(network, x):
    return 1 / (1 + np.exp(-network.predict(x).astype(np.float64)))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")
@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_a_model_comes_back_from_its_file_with_its_loss(dense, x, tmp_path, suffix):
    model = dense(loss="binary_crossentropy")
    path = tmp_path / f"model{suffix}"
    model.save(path)
    network = open_model(path, example=x)
    assert (network.kind, network.scale, network.notes) == ("sigmoid", "logits", ())
    assert f"(model{suffix})" in network.read_from
    assert "compiled loss binary_crossentropy (from_logits=False)" in network.read_from
    np.testing.assert_allclose(probabilities(network, x), model.predict(x, verbose=0)[:, 0], atol=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_a_real_lambda_is_refused(keras, x, tmp_path, suffix):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Lambda(lambda v: v), keras.layers.Dense(1)])
    model.save(tmp_path / f"m{suffix}")
    with pytest.raises(UnsafeError, match="Lambda"):
        open_model(tmp_path / f"m{suffix}", example=x)


@pytest.mark.slow
def test_a_loss_that_this_process_does_not_know_is_left_out_and_said(keras, dense, x, tmp_path):
    @keras.saving.register_keras_serializable(package="mine")
    def own_loss(y, p):
        return keras.ops.mean((y - p) ** 2)

    dense(loss=own_loss).save(tmp_path / "m.keras")
    keras.saving.get_custom_objects().pop("mine>own_loss")
    network = open_model(tmp_path / "m.keras", example=x)
    assert network.scale == "logits"
    assert "no compiled loss" in network.read_from
    assert "could not be read" in network.notes[0]


@pytest.mark.slow
def test_a_layer_of_ones_own_is_refused_with_the_way_out(keras, x, tmp_path):
    @keras.saving.register_keras_serializable(package="mine")
    class Own(keras.layers.Dense):
        pass

    keras.Sequential([keras.Input((4,)), Own(1, activation="sigmoid")]).save(tmp_path / "m.keras")
    with pytest.raises(UnsafeError, match=r"load it yourself with keras\.models\.load_model and pass the model"):
        open_model(tmp_path / "m.keras", example=x)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_weights_that_link_to_another_file_are_refused(dense, x, tmp_path, suffix):
    import h5py

    path = tmp_path / f"m{suffix}"
    dense().save(path)
    weights = path
    if suffix == ".keras":
        with zipfile.ZipFile(path) as file:
            config, weights = file.read("config.json"), tmp_path / "weights.h5"
            weights.write_bytes(file.read("model.weights.h5"))
    with h5py.File(weights, "a") as file:
        file["elsewhere"] = h5py.ExternalLink("other.h5", "/secret")
    if suffix == ".keras":
        archive(path, json.loads(config), [("model.weights.h5", weights.read_bytes())])
    with pytest.raises(UnsafeError, match="link to elsewhere"):
        open_model(path, example=x)


@pytest.mark.slow
def test_h5_weights_alone_are_no_model(dense, x, tmp_path):
    dense().save_weights(tmp_path / "m.weights.h5")
    with pytest.raises(FormatError, match="no model_config; expected a whole Keras model"):
        open_model(tmp_path / "m.weights.h5", example=x)


@pytest.mark.slow
def test_a_broken_h5_file_is_refused(keras, x, tmp_path):
    (tmp_path / "m.h5").write_bytes(b"no HDF5")
    with pytest.raises(FormatError, match=r"m\.h5: not an HDF5 file, or broken"):
        open_model(tmp_path / "m.h5", example=x)


@pytest.mark.slow
def test_a_config_that_keras_cannot_build_is_a_broken_file(keras, x, tmp_path):
    with pytest.raises(FormatError, match="Keras cannot load this model"):
        open_model(archive(tmp_path / "m.keras"), example=x)
