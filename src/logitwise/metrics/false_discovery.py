"""Many p-values at once: what each becomes when the share of false discoveries, or any false one, is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def benjamini_hochberg(p: ArrayLike) -> NDArray[np.float64]:
    """Adjusted p-values: of those at or below q, at most a share q is false in expectation.

    Holds for independent tests and for those that tend to agree. NaN stays NaN and counts as no test.

    Source: Benjamini and Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.

    >>> benjamini_hochberg([0.01, 0.04, 0.5]).round(3).tolist()
    [0.03, 0.06, 0.5]
    """
    return _step_up(p, dependent=False)


def benjamini_yekutieli(p: ArrayLike) -> NDArray[np.float64]:
    """The same for tests that depend on each other in any way: larger by the factor 1 + 1/2 + ... + 1/tests.

    Source: Benjamini and Yekutieli (2001), doi:10.1214/aos/1013699998.

    >>> benjamini_yekutieli([0.01, 0.04, 0.5]).round(3).tolist()
    [0.055, 0.11, 0.917]
    """
    return _step_up(p, dependent=True)


def holm(p: ArrayLike) -> NDArray[np.float64]:
    """Adjusted p-values: where those at or below alpha are called found, a single false one has at most chance alpha.

    Source: Holm (1979), Scandinavian Journal of Statistics 6, 65.

    >>> holm([0.01, 0.04, 0.5]).round(3).tolist()
    [0.03, 0.08, 0.5]
    """
    values, known, order = _ascending(p)
    tests = len(order)
    raised = np.maximum.accumulate(values[known][order] * (tests - np.arange(tests)))
    return _back(values, known, order, raised)


def _step_up(p: ArrayLike, *, dependent: bool) -> NDArray[np.float64]:
    values, known, order = _ascending(p)
    ranks = np.arange(1, len(order) + 1)
    factor = (1 / ranks).sum() if dependent else 1.0
    raised = values[known][order] * len(order) / ranks * factor
    return _back(values, known, order, np.minimum.accumulate(raised[::-1])[::-1])


def _ascending(p: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.intp]]:
    values = np.asarray(p, np.float64)
    known = ~np.isnan(values)
    return values, known, np.argsort(values[known], kind="stable")


def _back(
    values: NDArray[np.float64], known: NDArray[np.bool_], order: NDArray[np.intp], raised: NDArray[np.float64]
) -> NDArray[np.float64]:
    """In the order of the tests, none above 1."""
    adjusted = np.empty(len(order))
    adjusted[order] = np.minimum(raised, 1.0)
    found = np.full(len(values), np.nan)
    found[known] = adjusted
    return found
