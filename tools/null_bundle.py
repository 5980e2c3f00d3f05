"""Write the null bundle: a model that does nothing, so that what remains of a benchmark is the pipeline.

    python tools/null_bundle.py models/null

Needs torch 2.x. The network looks at no pixel: its last convolutional map is zero, 1 x 1 of one
channel, and its logits are zero too.
"""

import argparse
import sys
from pathlib import Path

import torch
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).resolve().parent / "export_bundle"))

from export_bundle.bundle import Bundle  # noqa: E402

CLASSES = ["landbird", "waterbird"]
SIZE = 8


class Features(nn.Module):
    """[B,3,8,8] -> [B,1,1,1], zero."""

    def forward(self, x: Tensor) -> Tensor:
        return x.new_zeros(x.size(0), 1, 1, 1)


class Head(nn.Module):
    """[B,1,h,w] -> logits [B,2]: the mean over the map, then a linear layer without weight."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, len(CLASSES))
        nn.init.zeros_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(x.mean((2, 3)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="bundle to write")
    out = parser.parse_args().out
    features, head = Features().eval(), Head().eval()
    Bundle(
        kind="classifier",
        name=out.name,
        size=(SIZE, SIZE),
        modules={"features.pt": torch.jit.script(features), "head.pt": torch.jit.script(head)},
        provenance={"script": "tools/null_bundle.py"},
        fields={"activation": "softmax", "classes": CLASSES, "robust": False},
        linear={"weight": head.linear.weight.tolist(), "bias": head.linear.bias.tolist()},
    ).write(out)


if __name__ == "__main__":
    main()
