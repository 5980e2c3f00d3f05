"""An autoencoder: any object with encode and decode.

What they return may be a tensor, a tuple whose first is the tensor (VQGAN: quantised, loss, indices),
a distribution (latent diffusion's VAE: its mode is taken) or an object that holds one of these
(diffusers: .latent_dist, .latents, .sample).

A quantiser inside `encode` is made straight-through: its output's gradient goes to its input.
Otherwise nothing could be differentiated through it, for the nearest code jumps.
"""

from typing import Any, Tuple

import torch
from torch import Tensor, nn

from .bundle import Bundle
from .classifier import BATCHES, Exported, random_images
from .normalise import Images, Normalisation, Normalised
from .refusal import Refusal, one_line
from .source import Source
from .trace import torchscript

# A distribution has a sample too: what it is drawn from comes first.
HELD = ("latent_dist", "latents", "mode", "mean", "sample")


class Encoder(nn.Module):
    """Normalised images → latent."""

    def __init__(self, owner: Any):
        super().__init__()
        self.owner = owner
        straight_through(owner)

    def forward(self, images: Tensor) -> Tensor:
        return tensor_of(self.owner.encode(images), "encode")


class Decoder(nn.Module):
    """Latent → normalised images."""

    def __init__(self, owner: Any):
        super().__init__()
        self.owner = owner

    def forward(self, latent: Tensor) -> Tensor:
        return tensor_of(self.owner.decode(latent), "decode")


class StraightThrough(nn.Module):
    """A quantiser whose gradient is the identity's."""

    def __init__(self, quantiser: nn.Module):
        super().__init__()
        self.quantiser = quantiser

    def __getattr__(self, name: str):
        # What else the autoencoder asks of its quantiser (its codebook, its size).
        try:
            return super().__getattr__(name)
        except AttributeError:
            return getattr(super().__getattr__("quantiser"), name)

    def forward(self, x: Tensor, *more, **named):
        found = self.quantiser(x, *more, **named)
        quantised = found[0] if isinstance(found, tuple) else found
        if not isinstance(quantised, Tensor) or quantised.shape != x.shape:
            return found
        passed = x + (quantised - x).detach()
        return (passed, *found[1:]) if isinstance(found, tuple) else passed


def straight_through(owner: Any) -> None:
    """Wraps the quantisers of a network, by their names."""
    if not isinstance(owner, nn.Module):
        return
    for parent in list(owner.modules()):
        if isinstance(parent, StraightThrough):
            continue
        for name, child in list(parent.named_children()):
            if name in ("quantize", "quantizer", "quantiser", "vq") and not isinstance(
                child, StraightThrough
            ):
                setattr(parent, name, StraightThrough(child))


def tensor_of(found: Any, method: str) -> Tensor:
    """The tensor in what encode or decode returned."""
    for _ in range(4):
        if isinstance(found, Tensor):
            return found
        if isinstance(found, (tuple, list)) and len(found) > 0:
            found = found[0]
            continue
        held = next((name for name in HELD if hasattr(found, name)), None)
        if held is None:
            break
        found = getattr(found, held)
        if callable(found) and not isinstance(found, (Tensor, nn.Module)):
            found = found()
    raise Refusal(
        f"{method}: returns a {type(found).__name__}, a tensor (or a tuple that begins with one) is needed",
        "wrap the autoencoder in a class whose encode and decode return tensors",
    )


def autoencoder(
    source: Source, size: Tuple[int, int], normalisation: Normalisation, name: str
) -> Exported:
    """Makes a bundle of an object with encode and decode."""
    for method in ("encode", "decode"):
        if not callable(getattr(source.network, method, None)):
            raise Refusal(
                f"{source.name}: has no {method}, an autoencoder has encode and decode",
                "wrap it in a class with both",
            )
    encoder = Normalised(Encoder(source.network), normalisation).eval()
    decoder = Images(Decoder(source.network), normalisation).eval()
    images = [random_images(n, size, seed=n) for n in BATCHES]
    try:
        with torch.no_grad():
            latents = [encoder(x) for x in images]
            again = encoder(images[0])
            decoded = decoder(latents[0])
    except Refusal:
        raise
    except Exception as e:
        raise Refusal(
            f"{source.name}: fails on images {list(images[0].shape)} ({type(e).__name__}: {one_line(e, 160)})",
            "try another --input-size, a multiple of its stride",
        ) from e
    if not torch.equal(latents[0], again):
        raise Refusal(
            f"{source.name}: encode draws at random, a latent is to be the same each time",
            "wrap it so that encode returns the mean (or mode) of its distribution",
        )
    if decoded.shape != images[0].shape:
        raise Refusal(
            f"{source.name}: decode returns {list(decoded.shape)} for images {list(images[0].shape)}",
            "try an --input-size that its stride divides",
        )
    refuse_flat(decoder, latents[0], source.name)
    modules, ways = {}, {}
    modules["encoder.pt"], ways["encoder"] = torchscript("encode", encoder, [(x,) for x in images])
    modules["decoder.pt"], ways["decoder"] = torchscript("decode", decoder, [(z,) for z in latents])
    provenance = {**source.provenance, "normalisation": normalisation.describe(), **ways}
    return Exported(
        Bundle("autoencoder", name, size, modules, provenance), nn.ModuleList([encoder, decoder])
    )


def refuse_flat(decoder: nn.Module, latent: Tensor, name: str) -> None:
    """A latent shift walks along the gradient at the latent."""
    with torch.enable_grad():
        leaf = latent.detach().clone().requires_grad_(True)
        try:
            gradient = torch.autograd.grad(decoder(leaf).square().sum(), leaf)[0]
            flat = not bool(gradient.abs().max() > 0)
        except RuntimeError:
            flat = True
    if flat:
        raise Refusal(
            f"{name}: decode has no gradient at the latent, so no latent shift can be walked",
            "a quantiser in decode belongs into a submodule named quantize; remove no_grad",
        )
