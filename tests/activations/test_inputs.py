"""What is read, what comes back, and what is refused."""

import math
import re
import subprocess
import sys

import numpy as np
import pytest

from logitwise.activations import elu, leaky_relu, log_softmax, relu, sigmoid, softmax
from logitwise.errors import InputError, OptionError, ScoreError


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_floats_keep_their_precision(dtype):
    x = np.array([[1, 2]], dtype)
    assert {f(x).dtype for f in (sigmoid, sigmoid.derivative, softmax, log_softmax.derivative)} == {np.dtype(dtype)}


@pytest.mark.parametrize("dtype", [np.int8, np.uint64, np.int64])
def test_integers_become_float64(dtype):
    assert relu(np.array([1, 2], dtype)).dtype == np.float64
    assert softmax([1, 2]).dtype == np.float64


def test_either_byte_order_is_read():
    swapped = np.array([1.0, 2.0], np.dtype(np.float32).newbyteorder())
    assert relu(swapped).tolist() == [1.0, 2.0]
    assert relu(swapped).dtype == np.float32


@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 4), (2, 3, 4)])
def test_shapes_are_kept(shape):
    assert sigmoid(np.zeros(shape)).shape == sigmoid.derivative(np.zeros(shape)).shape == shape


def test_a_scalar_gives_a_numpy_scalar():
    assert isinstance(sigmoid(np.float32(0.5)), np.float32)
    assert isinstance(sigmoid.derivative(1), np.float64)


def test_an_owner_that_only_speaks_dlpack_is_read():
    class Tensor:
        data = np.array([-1.0, 2.0], np.float32)

        def __dlpack__(self, **options):
            return self.data.__dlpack__(**options)

        def __dlpack_device__(self):
            return self.data.__dlpack_device__()

    assert relu(Tensor()).tolist() == [0.0, 2.0]


@pytest.mark.parametrize(
    ("x", "kind"),
    [
        ([True, False], "bool"),
        ([1j], "complex128"),
        (["1.0"], "text (<U3)"),
        ([None, 1.0], "objects (object)"),
        ([10**400], "objects (object)"),
        (np.array([1.0], np.longdouble), np.dtype(np.longdouble).name),
    ],
)
def test_other_kinds_are_refused_by_name(x, kind):
    with pytest.raises(ScoreError, match=re.escape(f"relu expects float16, float32, float64 or integers; got {kind}")):
        relu(x)


def test_masked_entries_are_refused_and_an_unused_mask_is_not():
    with pytest.raises(ScoreError, match="sigmoid got masked entries, which have no value"):
        sigmoid(np.ma.masked_array([0.0, 1.0], mask=[False, True]))
    assert sigmoid(np.ma.masked_array([0.0], mask=[False])).tolist() == [0.5]


def test_a_ragged_list_is_refused_and_the_cause_is_kept():
    with pytest.raises(InputError, match="softmax expects a rectangular array of numbers; list: ") as caught:
        softmax([[1.0], [1.0, 2.0]])
    assert isinstance(caught.value.__cause__, ValueError)


@pytest.mark.parametrize("value", [-0.1, math.nan, math.inf])
def test_a_parameter_outside_its_domain_is_refused(value):
    for call in (leaky_relu, leaky_relu.derivative):
        with pytest.raises(OptionError, match=f"negative_slope must be finite and at least 0; got {value}"):
            call([1.0], negative_slope=value)
    for call in (elu, elu.derivative):
        with pytest.raises(OptionError, match=f"alpha must be finite and at least 0; got {value}"):
            call([1.0], alpha=value)


def test_importing_the_activations_loads_no_scipy():
    code = "import sys, logitwise.activations; sys.exit(any(name.startswith('scipy') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
