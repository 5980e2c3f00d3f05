"""Inpainters and segmenters."""

import pytest
import torch
from torch import nn

from export_bundle import load
from export_bundle.check import compare, write_probe
from export_bundle.masked import inpainter, random_masks, segmenter
from export_bundle.normalise import HALF
from export_bundle.refusal import Refusal
from export_bundle.source import Source

SIZE = (32, 32)


class TwoInputs(nn.Module):
    """(image, mask) → image."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 3, 5, padding=2)

    def forward(self, image, mask):
        return torch.tanh(self.conv(torch.cat([image, mask], 1)))


class FourChannels(TwoInputs):
    """image and mask in one."""

    def forward(self, x):
        return torch.tanh(self.conv(x))


class Masks(nn.Module):
    """{"out": scores of 4 classes at half the size}, as torchvision's segmenters."""

    def __init__(self, classes=4):
        super().__init__()
        self.conv = nn.Conv2d(3, classes, 3, stride=2, padding=1)

    def forward(self, x):
        return {"out": self.conv(x), "aux": x}


def made(export, network, *more):
    torch.manual_seed(6)
    network = network().eval()
    return network, export(Source(network, type(network).__name__), SIZE, HALF, "b", *more)


@pytest.mark.parametrize("kind", [TwoInputs, FourChannels])
@pytest.mark.parametrize("keeps", [False, True])
def test_an_inpainter_fills_the_hole_and_keeps_the_rest(kind, keeps, tmp_path):
    network, exported = made(inpainter, kind, keeps)
    exported.bundle.write(tmp_path / "b")
    compare(exported, tmp_path / "b")
    images, masks = torch.rand(3, 3, *SIZE), random_masks(3, SIZE, 1)
    with torch.no_grad():
        got = load(tmp_path / "b")(images, masks)
        x, m = (images * 2 - 1) * (1 - masks), 1 - masks if keeps else masks
        filled = network(x, m) if kind is TwoInputs else network(torch.cat([x, m], 1))
    inside = masks.expand_as(images) == 1
    assert torch.equal(got[~inside], images[~inside])
    assert (got - (filled / 2 + 0.5))[inside].abs().max() <= 1e-5
    assert inside.any() and not inside.all()


def test_a_segmenters_class_is_a_mask_of_the_images_size(tmp_path):
    network, exported = made(segmenter, Masks, 2)
    exported.bundle.write(tmp_path / "b")
    compare(exported, tmp_path / "b")
    images = torch.rand(2, 3, *SIZE)
    with torch.no_grad():
        got = load(tmp_path / "b")(images)
        want = network(images * 2 - 1)["out"].softmax(1)[:, 2:3]
    want = nn.functional.interpolate(want, SIZE, mode="bilinear", align_corners=False)
    assert got.shape == (2, 1, *SIZE)
    assert (got - want).abs().max() <= 1e-5
    assert exported.bundle.provenance["activation"] == "softmax"


def test_which_class_is_asked():
    with pytest.raises(Refusal, match="masks of 4 classes; choose one by --part"):
        made(segmenter, Masks)


def test_telltale_computes_the_same(telltale):
    for name, export, network, more in (
        ("two-inputs", inpainter, TwoInputs, (False,)),
        ("four-channels", inpainter, FourChannels, (True,)),
        ("masks", segmenter, Masks, (1,)),
    ):
        _, exported = made(export, network, *more)
        bundle, probe = telltale.place(name)
        exported.bundle.write(bundle)
        write_probe(exported, probe, 4)
    for name, line in telltale.check(telltale.expected).items():
        differences = {d["quantity"]: d["largest"] for d in line["differences"]}
        print(name, differences)
        assert line["usable"], line["faults"]
        assert list(differences) == ["segmented" if name == "masks" else "inpainted"]
        assert max(differences.values()) <= 1e-4
