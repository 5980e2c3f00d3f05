"""Saliency that needs another backward pass through the nonlinearities, written down as a graph.

TorchScript has no hooks. So the whole computation, forward and backward, is recorded operation by
operation (make_fx) for one batch size, and the record becomes TorchScript.

Guided backprop (Springenberg et al. 2015): a rectifier passes a gradient back where its input and
the gradient are both above zero.

DeepLIFT (Shrikumar et al. 2017), rescale rule: a nonlinearity's derivative is replaced by the ratio
of differences from a black image, and the gradient multiplied by the image's difference, so that
the attributions add up to the difference of the logit.
"""

import copy
from typing import Callable

import torch
from torch import Tensor, nn
from torch.fx.experimental.proxy_tensor import make_fx
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode

from .refusal import Refusal, one_line
from .trace import quiet, reread

TINY = 1e-7

RELU = (F.relu, F.relu_, torch.relu, torch.relu_, Tensor.relu, Tensor.relu_)
RELU6 = (F.relu6,)
SMOOTH = {
    F.silu: F.silu,
    F.gelu: F.gelu,
    F.sigmoid: torch.sigmoid,
    torch.sigmoid: torch.sigmoid,
    Tensor.sigmoid: torch.sigmoid,
    torch.tanh: torch.tanh,
    Tensor.tanh: torch.tanh,
    F.tanh: torch.tanh,
    F.hardswish: F.hardswish,
    F.hardsigmoid: F.hardsigmoid,
    F.elu: F.elu,
    F.leaky_relu: F.leaky_relu,
    F.softplus: F.softplus,
    F.mish: F.mish,
}
POOLS = (F.max_pool2d, torch.max_pool2d)


Saliency = Callable[[Tensor, Tensor], Tensor]


def guided_module(
    method: str, saliency: Saliency, images: Tensor, classes: int
) -> torch.jit.ScriptModule:
    """(images [N,3,H,W] in [0,1], targets [N] int64) → saliency [N,3,H,W], for N as of images.

    Refused where the method is not defined, or the record is not what eager computes.
    """
    targets = torch.arange(len(images)) % classes
    want = saliency(images, targets)
    try:
        with quiet():
            module = reread(torch.jit.script(plain(make_fx(saliency)(images, targets))))
            other = torch.rand_like(images), (targets + 1) % classes
            apart = max(
                float((module(x, t) - saliency(x, t)).abs().max())
                for x, t in ((images, targets), other)
            )
    except Refusal:
        raise
    except Exception as e:
        raise Refusal(
            f"--guided {method}: cannot be recorded ({type(e).__name__}: {one_line(e, 120)})",
            "leave --guided out; GradCAM does not need it",
        ) from e
    if apart > 1e-5 * max(1.0, float(want.abs().max())):
        raise Refusal(
            f"--guided {method}: the record differs from eager by {apart:.2g}",
            "leave --guided out, or try another PyTorch",
        )
    return module


def plain(graph: torch.fx.GraphModule) -> torch.fx.GraphModule:
    """Operators as TorchScript names them, on the device of what they are given."""
    for node in graph.graph.nodes:
        if isinstance(node.target, torch._ops.OpOverload):
            node.target = node.target.overloadpacket
        if "device" in node.kwargs:
            node.kwargs = {
                k: v for k, v in node.kwargs.items() if k not in ("device", "pin_memory")
            }
    graph.recompile()
    return graph


def guided_backprop(network: nn.Module) -> Saliency:
    """Guided backprop of a network's logits, in eager PyTorch."""
    network = copy.deepcopy(network).eval().requires_grad_(False)

    def saliency(images: Tensor, targets: Tensor) -> Tensor:
        leaf = images.detach().requires_grad_(True)
        with torch.enable_grad(), Rectifiers():
            logits = network(leaf)
        return torch.autograd.grad(logits.gather(1, targets[:, None]).sum(), leaf)[0]

    return saliency


class Rectifiers(TorchFunctionMode):
    """While it is on, every rectifier is a guided one."""

    def __torch_function__(self, func, types, args=(), kwargs=None):
        if func in RELU:
            return GuidedRectifier.apply(args[0], float("inf"))
        if func in RELU6 or (func is F.hardtanh and args[1:3] == (0.0, 6.0)):
            return GuidedRectifier.apply(args[0], 6.0)
        if func in SMOOTH:
            raise Refusal(
                f"--guided guided-backprop: is defined for rectifiers, and this network has {func.__name__}",
                "leave --guided out, or try --guided deeplift",
            )
        return func(*args, **(kwargs or {}))


class GuidedRectifier(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x: Tensor, most: float) -> Tensor:
        ctx.save_for_backward(x)
        ctx.most = most
        return torch.clamp(x, min=0.0) if most == float("inf") else torch.clamp(x, 0.0, most)

    @staticmethod
    def backward(ctx, gradient: Tensor):
        (x,) = ctx.saved_tensors
        open_ = x > 0 if ctx.most == float("inf") else (x > 0) & (x < ctx.most)
        return torch.clamp(gradient, min=0.0) * open_.to(gradient.dtype), None


def deeplift(network: nn.Module) -> Saliency:
    """DeepLIFT of a network's logits, in eager PyTorch.

    Of networks that `refuse_incomplete` lets pass.
    """
    network = copy.deepcopy(network).eval().requires_grad_(False)

    def saliency(images: Tensor, targets: Tensor) -> Tensor:
        leaf = images.detach().requires_grad_(True)
        with torch.enable_grad(), Rescaled():
            # The black images go along in the second half of the batch.
            logits = network(torch.cat([leaf, torch.zeros_like(images)]))
        logits = logits[: images.shape[0]]
        multiplier = torch.autograd.grad(logits.gather(1, targets[:, None]).sum(), leaf)[0]
        return multiplier * images

    return saliency


def refuse_incomplete(network: nn.Module, saliency: Saliency, images: Tensor) -> None:
    """The attributions add up to the difference of the logit, or the network multiplies what it
    computes (gates, attention, layer norm), for which the rescale rule says nothing."""
    targets = torch.zeros(len(images), dtype=torch.int64)
    found = saliency(images, targets)
    with torch.no_grad():
        want = (network(images) - network(torch.zeros_like(images)))[:, 0]
    apart = float((found.flatten(1).sum(1) - want).abs().max() / want.abs().max().clamp(min=1e-6))
    if apart > 1e-3:
        raise Refusal(
            "--guided deeplift: its attributions miss the logit's difference by "
            f"{apart:.0%}, for the network multiplies what it computes (gates, attention or such)",
            "leave --guided out; DeepLIFT's rescale rule is for convolutions, rectifiers and pooling",
        )


class Rescaled(TorchFunctionMode):
    """While it is on, nonlinearities go back by ratios of differences."""

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if func in RELU:
            return Rescale.apply(args[0], torch.relu)
        if func in RELU6:
            return Rescale.apply(args[0], F.relu6)
        if func in SMOOTH:
            more = {k: v for k, v in kwargs.items() if k not in ("inplace", "input")}
            return Rescale.apply(args[0], lambda x: SMOOTH[func](x, *args[1:], **more))
        if func in POOLS:
            return RescaledPool.apply(args[0], *pool_arguments(*args[1:], **kwargs))
        return func(*args, **kwargs)


class Rescale(torch.autograd.Function):
    """An elementwise nonlinearity of images and, in the second half of the batch, references."""

    @staticmethod
    def forward(ctx, x: Tensor, function: Callable[[Tensor], Tensor]) -> Tensor:
        y = function(x)
        ctx.save_for_backward(x, y)
        ctx.function = function
        return y

    @staticmethod
    def backward(ctx, gradient: Tensor):
        x, y = ctx.saved_tensors
        dx, dy = (a[: len(a) // 2] - a[len(a) // 2 :] for a in (x, y))
        near = dx.abs() < TINY
        ratio = dy / torch.where(near, torch.ones_like(dx), dx)
        with torch.enable_grad():
            leaf = x[: len(x) // 2].detach().requires_grad_(True)
            slope = torch.autograd.grad(ctx.function(leaf).sum(), leaf)[0]
        back = gradient[: len(x) // 2] * torch.where(near, slope, ratio)
        return torch.cat([back, torch.zeros_like(back)]), None


def pool_arguments(kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, **_):
    pair = lambda v: [v, v] if isinstance(v, int) else list(v)  # noqa: E731
    kernel = pair(kernel_size)
    return kernel, pair(stride) if stride else kernel, pair(padding), pair(dilation), ceil_mode


class RescaledPool(torch.autograd.Function):
    """Max pooling: what the image's maximum rises above the reference's belongs to the place of the
    image's maximum; what it falls, to the place of the reference's."""

    @staticmethod
    def forward(ctx, x: Tensor, kernel, stride, padding, dilation, ceil) -> Tensor:
        how = kernel, stride, padding, dilation, ceil
        y, places = torch.ops.aten.max_pool2d_with_indices(x, *how)
        ctx.save_for_backward(x, y, places)
        ctx.how = how
        return y

    @staticmethod
    def backward(ctx, gradient: Tensor):
        x, y, places = ctx.saved_tensors
        n = len(x) // 2
        high = torch.maximum(y[:n], y[n:])
        moved = torch.cat([(high - y[n:]) * gradient[:n], (y[:n] - high) * gradient[:n]])
        back = torch.ops.aten.max_pool2d_with_indices_backward(moved, x, *ctx.how, places)
        back = back[:n] + back[n:]
        dx = x[:n] - x[n:]
        near = dx.abs() < TINY
        back = torch.where(
            near, torch.zeros_like(dx), back / torch.where(near, torch.ones_like(dx), dx)
        )
        return torch.cat([back, torch.zeros_like(back)]), *[None] * 5


METHODS = {"guided-backprop": guided_backprop, "deeplift": deeplift}
