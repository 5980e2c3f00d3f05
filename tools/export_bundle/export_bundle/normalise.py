"""What a network wants done to images in [0,1], put inside it."""

import re
from dataclasses import dataclass
from typing import Optional, Tuple

import torch
from torch import Tensor, nn

from .refusal import Refusal


@dataclass(frozen=True)
class Normalisation:
    """(image - mean) / std, per channel."""

    mean: Tuple[float, ...]
    std: Tuple[float, ...]

    def describe(self) -> str:
        return "(x - {}) / {}".format(
            *("[" + ", ".join(f"{v:.6g}" for v in values) + "]" for values in (self.mean, self.std))
        )


IMAGENET = Normalisation((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
NONE = Normalisation((0.0,) * 3, (1.0,) * 3)
HALF = Normalisation((0.5,) * 3, (0.5,) * 3)
NAMED = {"imagenet": IMAGENET, "none": NONE, "half": HALF}


def normalisation(text: str) -> Normalisation:
    """Of a command line: a name, or "mean/std" with one or three numbers each."""
    if text in NAMED:
        return NAMED[text]
    number = r"[0-9.eE+-]+"
    if re.fullmatch(rf"{number}(,{number},{number})?/{number}(,{number},{number})?", text):
        try:
            mean, std = ([float(v) for v in part.split(",")] for part in text.split("/"))
            if all(v > 0 for v in std):
                return Normalisation(*(tuple(v * 3 if len(v) == 1 else v) for v in (mean, std)))
        except ValueError:
            pass
    raise Refusal(
        f"--normalise {text}: not understood",
        "imagenet, half ([-1,1]), none ([0,1]), or MEAN/STD such as 0.5,0.5,0.5/0.25,0.25,0.25",
    )


class Normalised(nn.Module):
    """A network that takes images in [0,1]."""

    def __init__(self, network: nn.Module, how: Normalisation):
        super().__init__()
        self.network = network
        self.register_buffer("mean", torch.tensor(how.mean).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor(how.std).view(1, 3, 1, 1))

    def forward(self, images: Tensor) -> Tensor:
        return self.network((images - self.mean) / self.std)


class Images(nn.Module):
    """A network that returns images, brought back to [0,1]."""

    def __init__(self, network: nn.Module, how: Normalisation):
        super().__init__()
        self.network = network
        self.register_buffer("mean", torch.tensor(how.mean).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor(how.std).view(1, 3, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        return torch.clamp(self.network(x) * self.std + self.mean, 0.0, 1.0)
