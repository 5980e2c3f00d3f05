"""TorchScript of a network: scripted where that gives the same numbers, else traced."""

import copy
import io
import warnings
from contextlib import contextmanager
from typing import Sequence, Tuple

import torch
from torch import Tensor, nn

from .refusal import Refusal, one_line

TOLERANCE = 1e-5


def torchscript(
    name: str, network: nn.Module, examples: Sequence[Tuple[Tensor, ...]]
) -> Tuple[torch.jit.ScriptModule, str]:
    """The network as TorchScript that was written and read once, and "scripted" or "traced".

    A traced network has no training mode, and has written down what depended on the batch's size.

    name: of the part, for messages; examples: inputs at two batch sizes at least.
    """
    reasons = []
    for way, made in (("scripted", scripted), ("traced", traced)):
        try:
            with quiet():
                module = reread(made(network, examples[0]))
                apart = difference(network, module, examples)
        except Exception as e:
            reasons.append(f"{way}: {one_line(last_line(e), 120)}")
            continue
        if apart <= TOLERANCE:
            return module, way
        reasons.append(f"{way}: its numbers differ by {apart:.2g}")
    raise Refusal(
        f"{name} becomes no TorchScript that gives the same at two batch sizes ({', '.join(reasons)})",
        "write sizes as x.shape[0] and keep to tensors; or cut elsewhere by --features-end",
    )


def scripted(network: nn.Module, example: Tuple[Tensor, ...]) -> torch.jit.ScriptModule:
    return torch.jit.script(network)


def traced(network: nn.Module, example: Tuple[Tensor, ...]) -> torch.jit.ScriptModule:
    return torch.jit.trace(network, example, check_trace=False)


def reread(module: torch.jit.ScriptModule) -> torch.jit.ScriptModule:
    """As it is after being written to a file, on the CPU, in evaluation mode."""
    file = io.BytesIO()
    torch.jit.save(module, file)
    file.seek(0)
    return torch.jit.load(file, map_location="cpu").eval()


def difference(
    network: nn.Module, module: nn.Module, examples: Sequence[Tuple[Tensor, ...]]
) -> float:
    """The largest difference of outputs, in units of the largest output if that is above 1."""
    worst = 0.0
    # Unoptimised: compiling would take longer than the few runs.
    with torch.no_grad(), torch.jit.optimized_execution(False):
        for example in examples:
            want, got = network(*copy.deepcopy(example)), module(*copy.deepcopy(example))
            if want.shape != got.shape:
                return float("inf")
            worst = max(worst, float((want - got).abs().max() / want.abs().max().clamp(min=1)))
    return worst


def last_line(e: Exception) -> str:
    """TorchScript's errors say first what was wrong, and then where for many lines."""
    lines = [line for line in str(e).splitlines() if line.strip()]
    return lines[0] if lines else type(e).__name__


@contextmanager
def quiet():
    """TorchScript is in maintenance upstream and says so at each call."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
