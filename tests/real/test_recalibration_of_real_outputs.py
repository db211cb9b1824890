"""Recalibration of real outputs of two classes, against scikit-learn 1.9 on the same rows."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.errors import RemedyError
from logitwise.remedies.affine import affine
from logitwise.remedies.recalibrate import recalibrate
from logitwise.remedies.temperature import temperature


@pytest.fixture(scope="module")
def table(shared):
    """Columns of a data set by name."""
    import pyarrow.parquet as pq

    def read(name):
        found = pq.read_table(shared / "data" / f"{name}.parquet")
        return {column: found[column].to_numpy() for column in found.column_names}

    return read


@pytest.fixture(scope="module")
def imdb(table):
    """Log-odds of the probabilities of a review being positive, and whether it is."""
    found = table("imdb_cv_probs_raw")
    return np.log(found["p_1"].astype(float)) - np.log(found["p_0"].astype(float)), found["label"].astype(int)


def slope_and_intercept(z, y):
    """Scikit-learn's unpenalised logistic regression."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-9).fit(z[:, None], y)
    return model.coef_[0, 0], model.intercept_[0]


def test_temperature_and_affine_of_reviews_are_those_of_scikit_learn(imdb):
    from sklearn.linear_model import LogisticRegression

    z, y = imdb
    cells = lw.tally(y, logits=z).cells(1)
    slope = LogisticRegression(C=np.inf, fit_intercept=False, solver="newton-cholesky", tol=1e-9).fit(z[:, None], y)
    # 24,790 distinct scores are put together in some 800 cells; a standard error of T is 1.4e-2 of it
    assert temperature(cells).temperature == pytest.approx(1 / slope.coef_[0, 0], rel=1e-4)
    found = affine(cells)
    assert (found.slope, found.intercept) == pytest.approx(slope_and_intercept(z, y), rel=5e-4)


def test_reviews_are_over_confident_and_are_mended(imdb):
    z, y = imdb
    half = np.random.default_rng(0).random(len(y)) < 0.5
    found = recalibrate(lw.tally(y[half], logits=z[half]), 1)
    assert found.diagnosis.startswith("over-confident: log-odds are 1.7")
    other = 1 - 2 * y[~half]
    gain = (np.logaddexp(0, other * z[~half]) - np.logaddexp(0, other * found.calibration(z[~half]))).mean()
    assert found.gain_low < gain < found.gain_high
    assert gain > 0.03


def test_forecasts_of_games_need_nothing(table):
    found = table("f538_nfl_games")
    decided = found["label"] != 0.5
    p, y = found["p"][decided], found["label"][decided].astype(int)
    cells = lw.tally(y, probabilities=p).cells(1)
    fitted = affine(cells)
    assert (fitted.slope, fitted.intercept) == pytest.approx(slope_and_intercept(np.log(p / (1 - p)), y), rel=1e-6)
    assert recalibrate(lw.tally(y, probabilities=p), 1).method == "none"


def test_what_a_curve_gains_by_row_is_gone_by_season_and_team(table):
    found = table("f538_mlb_win_world_series")
    y, groups = found["label"].astype(int), np.char.add(found["season"].astype(str), found["team"].astype(str))
    assert recalibrate(lw.tally(y, probabilities=found["p"]), 1).method == "isotonic"
    assert recalibrate(lw.tally(y, probabilities=found["p"], groups=groups), 1).method == "none"


def test_probabilities_rounded_to_zero_and_one_are_refused_by_label(table):
    found = table("ecg_dnn_multilabel")
    names = ["1dAVb", "RBBB"]
    tally = lw.tally(
        np.stack([found[f"y_{name}"] for name in names], axis=1),
        probabilities=np.stack([found[f"p_{name}"] for name in names], axis=1),
        classes=names,
        head="multilabel",
    )
    with pytest.raises(RemedyError, match="label RBBB cannot be recalibrated: 41 rows have probability 0 or 1"):
        recalibrate(tally, 1)
