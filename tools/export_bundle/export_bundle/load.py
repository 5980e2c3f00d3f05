"""A bundle as a network of PyTorch, whoever wrote it."""

import json
from pathlib import Path
from typing import Any, Dict, Union

import torch
from torch import Tensor, nn

from .refusal import Refusal, one_line
from .trace import quiet


class Classifier(nn.Module):
    """Images [B,3,H,W] in [0,1] → logits [B,K], by way of the map that `features` returns."""

    kind = "classifier"

    def __init__(self, features: nn.Module, head: nn.Module):
        super().__init__()
        self.features = features
        self.head = head

    def forward(self, images: Tensor) -> Tensor:
        return self.head(self.features(images))


class Encoder(nn.Module):
    """Images [B,3,H,W] in [0,1] → map [B,C,h,w]."""

    kind = "encoder"

    def __init__(self, features: nn.Module):
        super().__init__()
        self.features = features

    def forward(self, images: Tensor) -> Tensor:
        return self.features(images)


class Autoencoder(nn.Module):
    """Images [B,3,H,W] in [0,1] → the same, by way of a latent."""

    kind = "autoencoder"

    def __init__(self, encoder: nn.Module, decoder: nn.Module):
        super().__init__()
        self.encode = encoder
        self.decode = decoder

    def forward(self, images: Tensor) -> Tensor:
        return self.decode(self.encode(images))


class Inpainter(nn.Module):
    """Images [B,3,H,W] and masks [B,1,H,W], 1 = to fill → images in [0,1]."""

    kind = "inpainter"

    def __init__(self, inpaint: nn.Module):
        super().__init__()
        self.inpaint = inpaint

    def forward(self, images: Tensor, masks: Tensor) -> Tensor:
        return self.inpaint(images, masks)


class Segmenter(nn.Module):
    """Images [B,3,H,W] in [0,1] → masks [B,1,H,W] in [0,1]."""

    kind = "segmenter"

    def __init__(self, segment: nn.Module):
        super().__init__()
        self.segment = segment

    def forward(self, images: Tensor) -> Tensor:
        return self.segment(images)


KINDS = {
    Classifier: ("features.pt", "head.pt"),
    Encoder: ("features.pt",),
    Autoencoder: ("encoder.pt", "decoder.pt"),
    Inpainter: ("inpaint.pt",),
    Segmenter: ("segment.pt",),
}


def load(directory: Union[str, Path]) -> nn.Module:
    """A bundle's network, in evaluation mode; `spec` is its model.json.

    `classes` of a classifier are its names. `state_dict` has its parameters; scripted ones go to
    training mode by `train()`, traced ones have none.
    """
    directory = Path(directory)
    spec = read(directory)
    kind = next((k for k in KINDS if k.kind == spec.get("kind")), None)
    if kind is None:
        raise Refusal(
            f"{directory}: kind {spec.get('kind')} is none that is known", "mend model.json"
        )
    network = kind(*(module(directory / file) for file in KINDS[kind])).eval()
    network.spec = spec
    network.classes = spec.get("classes")
    if (directory / "guided.pt").is_file():
        # Not a part of it: its parameters are a second copy, written down in the graph.
        object.__setattr__(network, "guided", module(directory / "guided.pt"))
    return network


def read(directory: Path) -> Dict[str, Any]:
    try:
        return json.loads((directory / "model.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as e:
        raise Refusal(
            f"{directory}: no bundle ({one_line(e, 120)})", "name a directory with model.json"
        ) from e


def module(file: Path) -> torch.jit.ScriptModule:
    if not file.is_file():
        raise Refusal(f"{file}: missing", "export the bundle again")
    try:
        with quiet():
            return torch.jit.load(str(file), map_location="cpu").eval()
    except RuntimeError as e:
        raise Refusal(
            f"{file}: no TorchScript that this PyTorch reads ({one_line(e, 120)})",
            "export it again",
        ) from e
