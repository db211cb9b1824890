"""What stands beside the labels of a model's inputs."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw

X = np.random.default_rng(1).normal(size=(40, 2))
Y = (X[:, 0] + np.random.default_rng(2).normal(size=40) > 0).astype(int)
W = np.linspace(0.5, 2, 40)


@pytest.fixture
def model():
    linear_model = pytest.importorskip("sklearn.linear_model")
    return linear_model.LogisticRegression().fit(X, Y)


def test_columns_beside_follow_the_rows_that_a_model_is_shown(model):
    by_model = lw.tally(Y, model=model, inputs=X, sample_weight=W, groups=np.arange(40) // 4, slices={"half": Y})
    assert by_model.weighted.total == round(W.sum() * 2**28)
    assert (by_model.groups.distinct, list(by_model.slices["half"])) == (10, ["0", "1"])


def test_a_column_of_another_length_is_refused(model):
    with pytest.raises(lw.InputError, match="weights: 3 values for 40 rows of inputs"):
        lw.tally(Y, model=model, inputs=X, sample_weight=[1, 2, 3])


def test_a_data_set_has_no_place_for_columns_but_for_class_weights():
    torch = pytest.importorskip("torch")
    rows = torch.utils.data.TensorDataset(torch.tensor(X, dtype=torch.float32), torch.tensor(Y))
    loader, net = torch.utils.data.DataLoader(rows, batch_size=16), torch.nn.Linear(2, 2)
    with pytest.raises(lw.InputError, match=r"weights: a dataset .* give labels and inputs as arrays"):
        lw.tally(loader, model=net, head="softmax", sample_weight=W)
    tally = lw.tally(loader, model=net, head="softmax", class_weight={"1": 3.0})
    assert tally.weighted.total == int(2**28 * (40 + 2 * Y.sum()))
