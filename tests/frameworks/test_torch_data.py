"""PyTorch modules with arrays and with DataLoaders, as readings and as reports."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

import logitwise as lw
from logitwise.errors import InputError, LabelError, ModelError, OptionError, ShapeError, UnsafeError
from logitwise.sources.models import open_model_data, open_model_file

pytestmark = pytest.mark.slow

Y = np.arange(50) % 3


def rows_of(reading):
    found = list(reading.batches())
    return np.concatenate([b.labels for b in found]), np.concatenate([b.scores for b in found])


@pytest.fixture
def linear(torch):
    torch.manual_seed(0)
    return torch.nn.Linear(4, 3).eval()


@pytest.fixture
def loader(torch, x):
    """A DataLoader of rows as they come, or of `change`d ones."""

    def make(change=lambda row, label: (row, label), *, labels=Y, batch_size=20, **said):
        rows = [change(torch.from_numpy(row), label) for row, label in zip(x, labels, strict=True)]
        return torch.utils.data.DataLoader(rows, batch_size=batch_size, **said)

    return make


def test_arrays_give_what_the_module_gives(torch, linear, x):
    labels, scores = rows_of(open_model_data(Y, model=linear, inputs=x))
    np.testing.assert_array_equal(labels, Y)
    np.testing.assert_allclose(scores, linear(torch.from_numpy(x)).detach().numpy(), atol=1e-6)


def test_a_loader_gives_what_arrays_give(linear, loader, x):
    reading = open_model_data(loader(), model=linear)
    assert reading.rows == 50
    for ours, theirs in zip(rows_of(reading), rows_of(open_model_data(Y, model=linear, inputs=x)), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-6)


def test_a_shuffled_loader_gives_the_same_report(linear, loader, x):
    shuffled, plain = (
        lw.evaluate(source, model=linear, policy="baseline") for source in (loader(shuffle=True), loader())
    )
    assert shuffled.metric("accuracy") == plain.metric("accuracy")
    assert shuffled.metric("accuracy").value == np.mean(linear(linear.weight.new_tensor(x)).argmax(1).numpy() == Y)


PAIRS = {
    "a pair": lambda row, label: ((row[:2], row[2:]), label),
    "a dict": lambda row, label: {"first": row[:2], "labels": label, "second": row[2:]},
    "a dict with label": lambda row, label: {"second": row[2:], "first": row[:2], "label": label},
    "a dict beside labels": lambda row, label: ({"second": row[2:], "first": row[:2]}, label),
}


@pytest.mark.parametrize("name", PAIRS)
def test_a_loader_may_yield_several_inputs(torch, linear, loader, x, name):
    class Two(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = linear

        def forward(self, first, second):
            return self.layer(torch.cat([first, second], 1))

    labels, scores = rows_of(open_model_data(loader(PAIRS[name]), model=Two()))
    np.testing.assert_array_equal(labels, Y)
    np.testing.assert_allclose(scores, linear(torch.from_numpy(x)).detach().numpy(), atol=1e-6)


def test_labels_of_a_loader_may_be_text_one_hot_or_floats(torch, linear, loader):
    names = np.array(["cat", "dog", "owl"])[Y]
    named = open_model_data(loader(labels=names.tolist()), model=linear, classes=["cat", "dog", "owl"])
    np.testing.assert_array_equal(rows_of(named)[0], Y)
    np.testing.assert_array_equal(rows_of(open_model_data(loader(labels=np.eye(3)[Y]), model=linear))[0], Y)
    binary = loader(lambda row, label: (row, torch.tensor([float(label > 0)])))
    np.testing.assert_array_equal(rows_of(open_model_data(binary, model=torch.nn.Linear(4, 1)))[0], Y > 0)


def test_a_stream_is_read_once_and_told_without_a_total(torch, linear, x):
    opened = []

    class Stream(torch.utils.data.IterableDataset):
        def __iter__(self):
            opened.append(1)
            yield from zip(x, Y, strict=True)

    reading = open_model_data(torch.utils.data.DataLoader(Stream(), batch_size=20), model=linear)
    assert reading.rows is None
    assert len(rows_of(reading)[0]) == 50
    assert opened == [1]


def test_progress_knows_the_rows_of_a_loader(linear, loader):
    told = []
    lw.evaluate(loader(), model=linear, policy="baseline", progress=lambda *seen: told.append(seen))
    assert told == [(20, 50), (40, 50), (50, 50)]


def test_rows_left_out_by_the_loader_are_told(linear, loader):
    reading = open_model_data(loader(drop_last=True), model=linear)
    assert reading.rows == 40 == len(rows_of(reading)[0])
    assert "the DataLoader leaves out its last 10 rows (drop_last=True)" in reading.notes


def test_rows_drawn_with_replacement_are_refused(torch, linear, loader):
    sampler = torch.utils.data.WeightedRandomSampler([1.0] * 50, 50)
    with pytest.raises(OptionError, match="WeightedRandomSampler draws rows with replacement"):
        open_model_data(loader(sampler=sampler), model=linear)


def test_a_share_of_the_rows_is_told(torch, linear, loader, x):
    rows = list(zip(x, Y, strict=True))
    sampler = torch.utils.data.distributed.DistributedSampler(rows, num_replicas=2, rank=0)
    reading = open_model_data(torch.utils.data.DataLoader(rows, batch_size=20, sampler=sampler), model=linear)
    assert reading.rows == 25
    assert "this process's share" in reading.notes[0]


OTHER = {
    "yields 3 things a batch; expected": lambda row, label: (row, label, 1.0),
    "yields a Tensor a batch; expected": lambda row, _: row,
    "a dict of a, b: none of labels, label": lambda row, label: {"a": row, "b": label},
    "both of labels, label": lambda row, label: {"a": row, "label": label, "labels": label},
}


@pytest.mark.parametrize("said", OTHER)
def test_a_loader_that_yields_something_else_is_refused(linear, loader, said):
    with pytest.raises(OptionError, match=said):
        open_model_data(loader(OTHER[said]), model=linear)


def test_single_rows_are_refused(torch, linear, loader):
    with pytest.raises(ShapeError, match=r"yields single rows; .*batch_size=256"):
        open_model_data(loader(batch_size=None), model=linear)
    with pytest.raises(OptionError, match=r"yields single rows; .*DataLoader\(dataset, batch_size=256\)"):
        open_model_data(torch.utils.data.TensorDataset(torch.zeros(3, 4), torch.zeros(3)), model=linear)


def test_a_loader_goes_with_a_module_alone(linear, loader, x):
    with pytest.raises(ModelError, match=r"a DataLoader goes with a torch\.nn\.Module; give this scikit-learn"):
        open_model_data(loader(), model=LogisticRegression().fit(x, Y))


@pytest.mark.parametrize("workers", [0, 1])
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_an_error_of_the_dataset_says_in_which_batch(linear, loader, workers):
    def broken(row):
        if row[1] == 2:
            message = "no such picture: owl.jpg"
            raise KeyError(message) if not workers else ValueError(message)
        return row

    def collate(rows):
        return list(map(list, zip(*map(broken, rows), strict=True)))

    rows = loader(labels=[0] * 45 + [2] * 5, collate_fn=lambda rows: _stacked(collate(rows)), num_workers=workers)
    with pytest.raises(InputError, match=r"dataset, batch 2 \(counted from 0\): reading it failed.*owl\.jpg") as caught:
        rows_of(open_model_data(rows, model=linear))
    assert isinstance(caught.value.__cause__, ValueError if workers else KeyError)


def _stacked(parts):
    import torch

    return torch.stack(parts[0]), torch.tensor(parts[1])


def test_a_label_of_no_class_is_named_by_its_row(linear, loader):
    with pytest.raises(LabelError, match="row 45"):
        rows_of(open_model_data(loader(labels=[0] * 45 + [7] * 5), model=linear))


def test_a_declared_head_decides_where_the_module_has_no_activation(linear, x):
    y = (x[:, :3] > 0).astype(int)
    reading = open_model_data(y, model=linear, inputs=x, head="multilabel")
    assert reading.head.kind == "multilabel"
    assert reading.read_from.endswith("head multilabel, as declared")
    with pytest.raises(InputError, match="multilabel"):
        rows_of(open_model_data(y, model=linear, inputs=x))


def test_a_head_that_contradicts_the_module_is_refused(torch, linear, x):
    module = torch.nn.Sequential(linear, torch.nn.Softmax(dim=1))
    with pytest.raises(OptionError, match="says multilabel, the model says softmax"):
        open_model_data(Y, model=module, inputs=x, head="multilabel")


@pytest.mark.parametrize("suffix", ["pt", "pth", "ckpt", "bin"])
def test_a_saved_module_is_never_opened(tmp_path, suffix):
    with pytest.raises(UnsafeError, match=r"run whatever code it holds; .*weights_only=True.*model=module, inputs=x"):
        open_model_file(tmp_path / "d.npz", model=f"model.{suffix}")


def test_a_file_of_inputs_is_judged_with_a_module(tmp_path, linear, x):
    np.savez(tmp_path / "d.npz", x=x, y=Y)
    assert lw.evaluate(tmp_path / "d.npz", model=linear, policy="baseline").rows.used == 50
