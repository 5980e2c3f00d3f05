"""Inpainters, (image, mask) → image, and segmenters, image → mask."""

import inspect
from typing import Any, Optional, Tuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .bundle import Bundle
from .classifier import BATCHES, Exported, random_images
from .normalise import Normalisation, Normalised
from .refusal import Refusal, one_line
from .source import Source
from .trace import torchscript


class Inpaint(nn.Module):
    """Images in [0,1] and masks (1 = to fill) → images in [0,1]; what is known stays as it is.

    A network with two inputs gets image and mask; one with a single input gets four channels: the
    image without the hole, and the mask.
    """

    def __init__(self, network: nn.Module, how: Normalisation, keeps: bool):
        super().__init__()
        self.network = network
        self.together = inputs(network) == 1
        self.keeps = keeps
        self.register_buffer("mean", torch.tensor(how.mean).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor(how.std).view(1, 3, 1, 1))

    def forward(self, images: Tensor, masks: Tensor) -> Tensor:
        x = (images - self.mean) / self.std * (1.0 - masks)
        m = 1.0 - masks if self.keeps else masks
        made = self.network(torch.cat([x, m], 1)) if self.together else self.network(x, m)
        made = first(made)
        return images * (1.0 - masks) + torch.clamp(made * self.std + self.mean, 0.0, 1.0) * masks


class Segment(nn.Module):
    """Images in [0,1] → mask [B,1,H,W] in [0,1].

    part: of a network with several classes, which; activation: what makes its numbers parts of 1.
    """

    def __init__(self, network: nn.Module, part: Optional[int], activation: str):
        super().__init__()
        self.network = network
        self.part = part
        self.activation = activation

    def forward(self, images: Tensor) -> Tensor:
        x = first(self.network(images))
        if self.activation == "softmax":
            x = torch.softmax(x, 1)
        elif self.activation == "sigmoid":
            x = torch.sigmoid(x)
        if self.part is not None:
            x = x[:, self.part : self.part + 1]
        size = (images.shape[2], images.shape[3])
        return F.interpolate(x, size, mode="bilinear", align_corners=False)


def first(made: Any) -> Tensor:
    """The tensor in what a network returned: torchvision's segmenters return {"out": …}."""
    if isinstance(made, dict):
        made = made["out"] if "out" in made else next(iter(made.values()))
    return made[0] if isinstance(made, (tuple, list)) else made


def inputs(network: Any) -> int:
    """How many inputs a network must have."""
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = inspect.signature(network.forward).parameters.values()
    return sum(p.default is p.empty and p.kind in kinds for p in parameters)


def random_masks(count: int, size: Tuple[int, int], seed: int) -> Tensor:
    """Holes: 1 inside a rectangle of its own in each image."""
    masks = torch.zeros(count, 1, *size)
    for i in range(count):
        y, x = (size[0] * (1 + (seed + i) % 3)) // 8, (size[1] * (1 + (seed + 2 * i) % 4)) // 8
        masks[i, :, y : y + size[0] // 3, x : x + size[1] // 3] = 1
    return masks


def inpainter(
    source: Source,
    size: Tuple[int, int],
    normalisation: Normalisation,
    name: str,
    keeps: bool = False,
) -> Exported:
    """keeps: its mask is 1 where the image is known."""
    if inputs(source.network) not in (1, 2):
        raise Refusal(
            f"{source.name}: forward wants {inputs(source.network)} inputs, an inpainter (image, mask)",
            "wrap it in a module that takes the two, or one of four channels",
        )
    whole = Inpaint(source.network, normalisation, keeps).eval()
    examples = [(random_images(n, size, n), random_masks(n, size, n)) for n in BATCHES]
    out = runs(whole, examples[0], source.name)
    if out.shape != examples[0][0].shape:
        raise Refusal(
            f"{source.name}: returns {list(out.shape)} for {list(examples[0][0].shape)}",
            "an inpainter returns images of the same size",
        )
    module, way = torchscript("inpainter", whole, examples)
    provenance = {**source.provenance, "normalisation": normalisation.describe(), "inpaint": way}
    return Exported(Bundle("inpainter", name, size, {"inpaint.pt": module}, provenance), whole)


def segmenter(
    source: Source,
    size: Tuple[int, int],
    normalisation: Normalisation,
    name: str,
    part: Optional[int] = None,
    activation: Optional[str] = None,
) -> Exported:
    """part: index of the class whose mask it is; activation: "softmax", "sigmoid" or "none"."""
    examples = [random_images(n, size, n) for n in BATCHES]
    raw = runs(Normalised(Whole(source.network), normalisation), (examples[0],), source.name)
    if raw.dim() != 4 or raw.shape[0] != BATCHES[0]:
        raise Refusal(
            f"{source.name}: returns {list(raw.shape)}, masks [B,K,H,W] are needed",
            "for a network that returns logits, --kind classifier",
        )
    channels = raw.shape[1]
    if channels > 1 and part is None:
        raise Refusal(
            f"{source.name}: returns masks of {channels} classes", "choose one by --part INDEX"
        )
    if part is not None and not 0 <= part < channels:
        raise Refusal(
            f"--part {part}: {source.name} has {channels} classes", f"0 to {channels - 1}"
        )
    if activation is None:
        within = bool(raw.min() >= 0) and bool(raw.max() <= 1)
        activation = "none" if within else "sigmoid" if channels == 1 else "softmax"
    whole = Segment(Normalised(source.network, normalisation), part, activation).eval()
    module, way = torchscript("segmenter", whole, [(x,) for x in examples])
    provenance = {
        **source.provenance,
        "normalisation": normalisation.describe(),
        "segment": way,
        "activation": activation,
    }
    if part is not None:
        provenance["part"] = part
    return Exported(Bundle("segmenter", name, size, {"segment.pt": module}, provenance), whole)


class Whole(nn.Module):
    """A network's tensor, whatever it lies in."""

    def __init__(self, network: nn.Module):
        super().__init__()
        self.network = network

    def forward(self, x: Tensor) -> Tensor:
        return first(self.network(x))


def runs(network: nn.Module, example: Tuple[Tensor, ...], name: str) -> Tensor:
    try:
        with torch.no_grad():
            return network(*example)
    except Exception as e:
        shapes = " and ".join(str(list(x.shape)) for x in example)
        raise Refusal(
            f"{name}: fails on {shapes} ({type(e).__name__}: {one_line(e, 160)})",
            "try another --input-size; wrap it if it wants something else",
        ) from e
