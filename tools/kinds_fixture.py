"""Write a tiny bundle of every kind, and what PyTorch makes of a few inputs.

    python tools/kinds_fixture.py backend/src/test/resources/kinds

Needs torch 2.x and numpy. Bundles are in bundles/, the recorded inputs and outputs of each in
probes/; networks that break the contract of their kind are in wrong/.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

# Not square, so that height and width cannot be mistaken for each other.
HEIGHT, WIDTH = 8, 12
# More than one go of the guided graph, and the last one not full.
ROWS, BATCH = 5, 4
CLASSES = ["circle", "square", "star"]


class Features(nn.Module):
    """[B,3,8,12] -> [B,6,4,6]."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 3, 2, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(x - 0.5).relu()


class Linear(nn.Module):
    """[B,6,4,6] -> [B,3], through the mean of each channel."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(6, 3)

    def forward(self, a: Tensor) -> Tensor:
        return self.fc(a.mean((2, 3)))


class Layers(nn.Module):
    """[B,6,4,6] -> [B,3], through every place."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(), nn.Linear(6 * 4 * 6, 5), nn.Tanh(), nn.Linear(5, 3)
        )

    def forward(self, a: Tensor) -> Tensor:
        return self.layers(a)


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 2, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(x)


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.ConvTranspose2d(4, 3, 2, 2)

    def forward(self, z: Tensor) -> Tensor:
        return self.conv(z).sigmoid()


class Inpainter(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 3, 3, padding=1)

    def forward(self, images: Tensor, masks: Tensor) -> Tensor:
        known = images * (1 - masks)
        return known + self.conv(torch.cat([known, masks], 1)).sigmoid() * masks


class Segmenter(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 1, 3, padding=1)

    def forward(self, images: Tensor) -> Tensor:
        return self.conv(images).sigmoid()


class GuidedRelu(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.relu()

    @staticmethod
    def backward(ctx, slope):
        (x,) = ctx.saved_tensors
        return slope.relu() * (x > 0)


def guided(features: Features, head: Linear, images: Tensor, targets: Tensor) -> Tensor:
    """Guided backpropagation by its definition."""
    x = images.detach().requires_grad_()
    logits = head(GuidedRelu.apply(features.conv(x - 0.5)))
    return torch.autograd.grad(logits.gather(1, targets[:, None]).sum(), x)[0]


class Guided(nn.Module):
    """The same as a graph without a backward pass, of exactly BATCH images."""

    def __init__(self, features: Features, head: Linear):
        super().__init__()
        self.conv, self.fc = features.conv, head.fc

    def forward(self, images: Tensor, targets: Tensor) -> Tensor:
        x = self.conv(images.reshape(4, 3, 8, 12) - 0.5)
        weights = self.fc.weight.gather(0, targets[:, None].expand(-1, 6))
        slopes = (weights / 24).relu()[:, :, None, None] * (x > 0)
        return F.conv_transpose2d(slopes, self.conv.weight, None, 2, 1, 1)


class Rows(nn.Module):
    """Two tensors in, something of the wrong kind out."""

    def __init__(self, wrong: str):
        super().__init__()
        self.wrong = wrong
        kind = {"half": torch.half, "bfloat16": torch.bfloat16}.get(wrong)
        self.weight = nn.Parameter(torch.ones(1, dtype=kind))

    def forward(self, images: Tensor, other: Tensor) -> Tensor:
        if self.wrong == "shape":
            return images[:, :, 1:]
        if self.wrong == "nan":
            return images * torch.nan
        if self.wrong == "range":
            return images * 0 + 2
        if self.wrong == "output":
            return images.half()
        return images


class Alone(nn.Module):
    """As Rows, of one tensor and one channel."""

    def __init__(self, wrong: str):
        super().__init__()
        self.rows = Rows(wrong)

    def forward(self, images: Tensor) -> Tensor:
        return self.rows(images[:, :1], images)


def save(out: Path, kind: str, networks: dict, probe: dict, **spec) -> None:
    bundle, recorded = out / "bundles" / spec["name"], out / "probes" / spec["name"]
    bundle.mkdir(parents=True, exist_ok=True)
    recorded.mkdir(parents=True, exist_ok=True)
    for file, network in networks.items():
        if not isinstance(network, torch.jit.ScriptModule):
            network = torch.jit.script(network.eval())
        network.save(str(bundle / file))
    description = {"kind": kind, "inputSize": [HEIGHT, WIDTH], **spec}
    (bundle / "model.json").write_text(json.dumps(description, indent=2) + "\n")
    for name, values in probe.items():
        np.save(recorded / f"{name}.npy", np.ascontiguousarray(values.detach().numpy()))


def classifier(out: Path, name: str, head: nn.Module, images: Tensor, with_guided: bool) -> None:
    features = Features()
    targets = torch.tensor([2, 0, 1, 2, 0])
    maps = features(images).detach().requires_grad_()
    logits = head(maps)
    gradients = torch.autograd.grad(logits.gather(1, targets[:, None]).sum(), maps)[0]
    networks = {"features.pt": features, "head.pt": head}
    probe = {"images": images, "logits": logits, "targets": targets, "gradients": gradients}
    spec = {"name": name, "activation": "softmax", "classes": CLASSES}
    if with_guided:
        probe["guided"] = guided(features, head, images, targets)
        networks["guided.pt"] = Guided(features, head)
        spec["guided"] = {"method": "guided-backprop", "batch": BATCH}
        spec["provenance"] = {"source": "tools", "weights": {"seed": 7}}
    save(out, "classifier", networks, probe, **spec)
    if isinstance(head, Linear):
        weights = {"weight": head.fc.weight.tolist(), "bias": head.fc.bias.tolist()}
        (out / "bundles" / name / "head.json").write_text(json.dumps(weights) + "\n")


def others(out: Path, images: Tensor) -> None:
    features = Features()
    save(
        out,
        "encoder",
        {"features.pt": features},
        {"images": images, "features": features(images)},
        name="encoder",
    )
    encoder, decoder = Encoder(), Decoder()
    latents = encoder(images)
    save(
        out,
        "autoencoder",
        {"encoder.pt": encoder, "decoder.pt": decoder},
        {"images": images, "latents": latents, "reconstructions": decoder(latents)},
        name="autoencoder",
    )
    inpainter = Inpainter()
    masks = (torch.rand(ROWS, 1, HEIGHT, WIDTH) > 0.5).float()
    save(
        out,
        "inpainter",
        {"inpaint.pt": inpainter},
        {"images": images, "masks": masks, "inpainted": inpainter(images, masks)},
        name="inpainter",
    )
    segmenter = Segmenter()
    save(
        out,
        "segmenter",
        {"segment.pt": segmenter},
        {"images": images, "segmented": segmenter(images)},
        name="segmenter",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="directory to write")
    out = parser.parse_args().out
    torch.manual_seed(7)
    torch.set_num_threads(1)
    images = torch.rand(ROWS, 3, HEIGHT, WIDTH)
    classifier(out, "linear", Linear(), images, True)
    classifier(out, "layers", Layers(), images, False)
    others(out, images)
    wrong = out / "wrong"
    wrong.mkdir(parents=True, exist_ok=True)
    for fault in ["half", "bfloat16", "output", "shape", "nan", "range"]:
        torch.jit.script(Rows(fault)).save(str(wrong / f"two-{fault}.pt"))
        torch.jit.script(Alone(fault)).save(str(wrong / f"one-{fault}.pt"))


if __name__ == "__main__":
    main()
