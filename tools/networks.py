"""Write the empty networks that Telltale trains, as TorchScript.

    python tools/networks.py models/networks

Needs torch 2.x. Scripted, not traced: a traced network has no training mode. The weights are those
of PyTorch's own initialisation under seed 0; training draws its own, by its seed.
"""

import argparse
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

WIDTHS = (16, 24, 48, 96)
LATENT = 8


class Block(nn.Module):
    """Two 3x3 convolutions and a way around them."""

    def __init__(self, inputs: int, outputs: int, stride: int):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.around = nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
        )

    def forward(self, x: Tensor) -> Tensor:
        h = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(h)) + self.around(x))


class Features(nn.Module):
    """[B,3,64,64] in [0,1] -> [B,96,8,8]; the normalisation is inside."""

    def __init__(self):
        super().__init__()
        a, b, c, d = WIDTHS
        self.stem = nn.Conv2d(3, a, 3, 2, 1, bias=False)
        self.norm = nn.BatchNorm2d(a)
        self.blocks = nn.Sequential(Block(a, b, 2), Block(b, c, 2), Block(c, d, 1))

    def forward(self, x: Tensor) -> Tensor:
        return self.blocks(F.relu(self.norm(self.stem((x - 0.5) * 4))))


def layer(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    """A 3x3 convolution, normalised."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.SiLU()
    )


class Encoder(nn.Module):
    """[B,3,64,64] in [0,1] -> latent [B,8,16,16], each channel of mean 0 and variance 1."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            layer(3, 32, 2),
            layer(32, 48, 2),
            layer(48, 48),
            nn.Conv2d(48, LATENT, 1),
            nn.BatchNorm2d(LATENT, affine=False),
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.layers((x - 0.5) * 4)


class Decoder(nn.Module):
    """Latent [B,8,16,16] -> [B,3,64,64] in [0,1]."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Sequential(layer(LATENT, 64), layer(64, 64), layer(64, 48))
        self.outer = nn.Sequential(layer(48, 32), nn.Conv2d(32, 12, 3, 1, 1))

    def forward(self, z: Tensor) -> Tensor:
        h = self.outer(F.interpolate(self.inner(z), scale_factor=2.0, mode="nearest"))
        b, c, height, width = h.shape
        # Four pixels from each place. F.pixel_shuffle would do, but fails in libtorch's backward.
        h = h.reshape(b, 3, 2, 2, height, width).permute(0, 1, 4, 2, 5, 3)
        return torch.sigmoid(h.reshape(b, 3, 2 * height, 2 * width))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="directory to write")
    out = parser.parse_args().out
    torch.manual_seed(0)
    networks = {
        "small/features": Features(),
        "autoencoder/encoder": Encoder(),
        "autoencoder/decoder": Decoder(),
    }
    for name, network in networks.items():
        file = out / f"{name}.pt"
        file.parent.mkdir(parents=True, exist_ok=True)
        torch.jit.script(network).save(str(file))
        print(file, sum(p.numel() for p in network.parameters()), file.stat().st_size)


if __name__ == "__main__":
    main()
