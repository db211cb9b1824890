"""A PyTorch module while it is judged: evaluation mode, no gradients, plain operations, and afterwards as it was."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from logitwise.errors import ModelError

_WRAPPERS = {"OptimizedModule": "_orig_mod", "DataParallel": "module", "DistributedDataParallel": "module"}


def unwrapped(module: Any) -> Any:
    """The module inside what `torch.compile` or data parallelism put around it."""
    while True:
        name = next((base.__name__ for base in type(module).__mro__ if base.__name__ in _WRAPPERS), None)
        inner = None if name is None else getattr(module, _WRAPPERS[name], None)
        if inner is None:
            return module
        module = inner


def check_ready(module: Any) -> None:
    """Refuse a module whose weights the first call would make up.

    Raises:
        ModelError: lazy parameters that were never initialised.
    """
    from torch.nn.parameter import is_lazy  # noqa: PLC0415

    if any(is_lazy(parameter) for parameter in module.parameters()):
        raise ModelError("the module has lazy parameters that no call has initialised yet; expected a trained module")


def is_training(module: Any) -> bool:
    """Whether a part is in training mode; exported programs have no modes, and refuse to change them."""
    return "eval" not in vars(module) and any(getattr(part, "training", False) for part in module.modules())


@contextmanager
def judged(module: Any) -> Iterator[None]:
    """Evaluation mode without gradients; each submodule's training flag is set back, after an error too."""
    import torch  # noqa: PLC0415

    flags = [(part, part.training) for part in module.modules() if hasattr(part, "training")]
    with ExitStack() as settings:
        settings.enter_context(torch.no_grad())  # inference_mode would leave caches that can never be trained through
        if isinstance(module, torch.jit.ScriptModule):
            settings.enter_context(torch.jit.optimized_execution(False))  # fused kernels hide activations
        if "torch._dynamo" in sys.modules and hasattr(torch.compiler, "set_stance"):
            settings.enter_context(torch.compiler.set_stance("force_eager"))
        try:
            if is_training(module):
                module.eval()
            yield
        finally:
            for part, flag in flags:
                if part.training != flag:
                    part.training = flag
