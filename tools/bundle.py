"""Writes classifier bundles."""

import json
from pathlib import Path

import torch
from torch import nn


def write_bundle(
    out: Path, features: nn.Module, head: nn.Module, size: int, classes: list[str], provenance: dict
) -> None:
    """Writes a softmax classifier.

    features: [B,3,size,size] in [0,1] -> [B,C,h,w]; head: -> logits [B,len(classes)], with the
    linear layer behind its global average pooling as `head.linear`. Both in evaluation mode.
    """
    out.mkdir(parents=True, exist_ok=True)
    torch.jit.script(features).save(str(out / "features.pt"))
    torch.jit.script(head).save(str(out / "head.pt"))
    linear = {"weight": head.linear.weight.tolist(), "bias": head.linear.bias.tolist()}
    (out / "head.json").write_text(json.dumps(linear) + "\n")
    model = {
        "name": out.name,
        "kind": "classifier",
        "inputSize": [size, size],
        "range": "[0,1] RGB, normalisation inside",
        "activation": "softmax",
        "classes": classes,
        "robust": False,
        "provenance": provenance,
    }
    (out / "model.json").write_text(json.dumps(model, indent=2) + "\n")
