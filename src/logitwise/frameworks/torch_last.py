"""The last activation of a recorded PyTorch module; or that it has none, because its outputs are a weighted sum.

A sum of logits is a logit, a sum of probabilities is none, and both are additions to whoever records. So a sum, a
scaling by a constant or a mean counts only where what it is taken of does; and a product counts only with weights, not
of two tensors that both depend on the inputs, as in a mixture of experts.
"""

from __future__ import annotations

from logitwise.frameworks.torch_trace import Node, skip_casts

_ACTIVATIONS = {
    "sigmoid": "sigmoid",
    "softmax": "softmax",
    "log_softmax": "log_softmax",
    "log_sigmoid_forward": "log_sigmoid",
    "threshold": "threshold",
    "prelu_kernel": "prelu",
    "rrelu_with_noise": "rrelu",
    "softsign": "softsign",
    **{name: name for name in ("relu", "relu6", "leaky_relu", "elu", "celu", "selu", "gelu", "silu", "mish", "glu")},
    **{name: name for name in ("tanh", "hardtanh", "hardsigmoid", "hardswish", "softplus", "hardshrink", "softshrink")},
}
_PRODUCTS = {
    *("addmm", "mm", "bmm", "baddbmm", "addbmm", "matmul", "linear", "mv", "addmv", "trilinear", "embedding"),
    *("embedding_bag", "convolution", "mkldnn_convolution", "cudnn_convolution", "conv1d", "conv2d", "conv3d"),
    *("linear_dynamic", "mkldnn_linear", "addmm_activation", "embedding_bag_forward_only"),
}
_SUMS = {"add", "sub", "rsub", "neg", "mean", "sum", "cat", "stack", "avg_pool2d", "adaptive_avg_pool2d", "avg_pool1d"}
_SCALINGS = {"mul", "div"}
_OF_THE_FIRST = {"index", "index_select", "gather", "masked_fill", "native_batch_norm", "cudnn_batch_norm"}
_OF_THE_FIRST |= {"native_batch_norm_legit_no_training", "batch_norm_with_update", "slice_scatter"}
_PROBABILITIES = {"sigmoid", "softmax"}


def last_activation(node: Node) -> str | None:
    """Name of the activation that made a tensor, ``linear`` for none, None where that cannot be told.

    >>> weight, given = Node("weight", weight=True), Node("input", moving=True)
    >>> product = Node("addmm", (weight, given, weight), moving=True)
    >>> last_activation(product), last_activation(Node("sigmoid", (product,), moving=True))
    ('linear', 'sigmoid')
    """
    node = skip_casts(node)
    if node.op in _ACTIVATIONS:
        return _ACTIVATIONS[node.op]
    if node.op == "exp":
        inner = last_activation(node.sources[0])
        return {"log_softmax": "softmax", "log_sigmoid": "sigmoid"}.get(str(inner), "exponential")
    if node.op == "clamp":  # away from 0 and 1, as before a logarithm
        inner = last_activation(node.sources[0])
        return inner if inner in _PROBABILITIES else None
    if node.op in {"cat", "stack"}:  # one head a label, put side by side
        parts = {last_activation(part) for part in node.sources}
        if parts == {"sigmoid"}:
            return "sigmoid"
    return "linear" if node.moving and is_affine(node) else None


def is_affine(node: Node) -> bool:
    """Sums of products with weights, with constants added or multiplied, of whatever the inputs lead to."""
    waiting, done = [node], set[int]()
    while waiting:
        each = skip_casts(waiting.pop())
        if not each.moving or id(each) in done:
            continue
        done.add(id(each))
        parts = [part for part in each.sources if part.moving]
        if each.op in _PRODUCTS:
            if len(parts) > 1 or _mixes_probabilities(each):
                return False
        elif each.op in _OF_THE_FIRST:
            waiting.append(each.sources[0])
        elif each.op in _SUMS or (each.op in _SCALINGS and len(parts) == 1 and not _divides(each)):
            waiting += parts
        else:
            return False
    return True


def _divides(node: Node) -> bool:
    return node.op == "div" and len(node.sources) > 1 and node.sources[1].moving


def _mixes_probabilities(node: Node) -> bool:
    """A product of probabilities with fixed numbers, as of label noise, gives probabilities; with weights, a layer."""
    fixed = [part for part in node.sources if not part.moving]
    moved = [skip_casts(part) for part in node.sources if part.moving]
    return not any(part.weight for part in fixed) and any(part.op in _PROBABILITIES for part in moved)
