"""Checkpoints as they are found, labels, and bundles back in PyTorch."""

import json
from pathlib import Path

import pytest
import torch
from torch import nn
from torchvision import models

from export_bundle import load, source, weights
from export_bundle.cut import cut
from export_bundle.graph import follow
from export_bundle.head import linear_head
from export_bundle.labels import read_labels


def network(classes=5):
    torch.manual_seed(8)
    return models.resnet18(weights=None, num_classes=classes).eval()


def robustness(net):
    """As the robustness library saves: the network twice, and its normaliser."""
    state = {
        "module.normalizer.new_mean": torch.full((3, 1, 1), 0.4),
        "module.normalizer.new_std": torch.full((3, 1, 1), 0.2),
    }
    for key, value in net.state_dict().items():
        state[f"module.attacker.model.{key}"] = value
        state[f"module.model.{key}"] = value
    return {"model": state, "epoch": 90}


SAVED = {
    "state_dict": lambda net: net.state_dict(),
    "in a data-parallel wrapper": lambda net: {
        "state_dict": {f"module.{k}": v for k, v in net.state_dict().items()}
    },
    "compiled": lambda net: {
        "model_state_dict": {f"_orig_mod.{k}": v for k, v in net.state_dict().items()}
    },
    "lightning": lambda net: {
        "state_dict": {f"net.backbone.{k}": v for k, v in net.state_dict().items()}
        | {"loss.weight": torch.ones(2)}
    },
    "robustness": robustness,
}


@pytest.mark.parametrize("how", list(SAVED))
def test_parameters_are_found_under_their_prefix(how, tmp_path):
    net = network()
    torch.save(SAVED[how](net), tmp_path / "c.pth")
    found = source.find("resnet18", {}, weights.read(tmp_path / "c.pth"))
    images = torch.rand(2, 3, 64, 64)
    with torch.no_grad():
        assert torch.equal(found.network(images), net(images))
    assert found.provenance["weights"]["sha256"] == weights.sha256(tmp_path / "c.pth")
    mean = found.normalisation.mean[0]
    assert mean == pytest.approx(0.4 if how == "robustness" else 0.485)


def test_many_attributes_from_a_checkpoint_by_one_command(export, tmp_path):
    names = ["smiling", "eyeglasses", "wearing lipstick", "young", "male"]
    torch.save({"state_dict": network().state_dict(), "classes": names}, tmp_path / "c.pth")
    status, _, error = export(
        "resnet18",
        "--weights",
        tmp_path / "c.pth",
        "--multi-label",
        "--input-size",
        "64x48",
        "--out",
        tmp_path / "faces",
        "--json",
    )
    assert (status, error) == (0, "")
    model = json.loads((tmp_path / "faces" / "model.json").read_text())
    assert model["activation"] == "sigmoid"
    assert model["classes"] == names
    assert model["inputSize"] == [64, 48]
    assert model["provenance"]["weights"]["file"] == "c.pth"
    assert json.loads((tmp_path / "faces" / "head.json").read_text())["bias"] == pytest.approx(
        network().fc.bias.tolist()
    )


def test_labels_and_class_map_go_with_the_bundle(export, tmp_path):
    (tmp_path / "labels.json").write_text('{"0": "ant, emmet", "1": "bee", "2": "wasp"}')
    (tmp_path / "map.json").write_text('{"ants": "emmet", "bees": ["bee", 2]}')
    torch.save(network(3).state_dict(), tmp_path / "c.pth")
    status, _, error = export(
        "resnet18",
        "--weights",
        tmp_path / "c.pth",
        "--labels",
        tmp_path / "labels.json",
        "--class-map",
        tmp_path / "map.json",
        "--input-size",
        "64",
        "--out",
        tmp_path / "b",
    )
    assert (status, error) == (0, "")
    assert json.loads((tmp_path / "b" / "class-map.json").read_text()) == {
        "ants": "emmet",
        "bees": ["bee", 2],
    }
    assert load(tmp_path / "b").classes == ["ant, emmet", "bee", "wasp"]


def test_imagenets_names_are_a_thousand():
    names = read_labels("imagenet")
    assert len(names) == 1000 and names[309] == "bee" and names[310] == "ant"


def test_a_bundle_is_trained_further_in_pytorch(export, tmp_path):
    torch.save(network(3).state_dict(), tmp_path / "c.pth")
    (tmp_path / "l").write_text("a\nb\nc\n")
    assert (
        export(
            "resnet18",
            "--weights",
            tmp_path / "c.pth",
            "--labels",
            tmp_path / "l",
            "--input-size",
            "64",
            "--out",
            tmp_path / "b",
        )[0]
        == 0
    )
    bundle = load(tmp_path / "b")
    state = {k: v.clone() for k, v in bundle.state_dict().items()}
    torch.manual_seed(0)
    images, targets = torch.rand(6, 3, 64, 64), torch.tensor([0, 1, 2, 0, 1, 2])
    with torch.no_grad():
        before = bundle(images)
        assert torch.allclose(bundle.head(bundle.features(images)), before)
    optimiser = torch.optim.SGD(bundle.parameters(), lr=0.05)
    bundle.train()
    losses = []
    for _ in range(4):
        loss = nn.functional.cross_entropy(bundle(images), targets)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0]
    # In training mode batch normalisation takes the statistics of the batch, and keeps them.
    assert any(
        "running_mean" in k and not torch.equal(v, state[k]) for k, v in bundle.state_dict().items()
    )
    bundle.load_state_dict(state)
    with torch.no_grad():
        assert torch.allclose(bundle.eval()(images), before, atol=1e-5)


class Odd(nn.Module):
    """Asks its batch's size of the images, adds in place, repeats a module, has a constant."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.act = nn.ReLU(inplace=True)
        self.same = nn.Conv2d(8, 8, 3, padding=1)
        self.fc = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))

    def forward(self, x):
        count, _, height, width = x.shape
        assert height == width
        a = self.act(self.conv(x))
        for _ in range(2):
            a = self.act(self.same(a))
        a += torch.tensor(1.0)
        return self.fc(a.mean((2, 3)).view(count, -1))


def test_what_networks_do_besides_does_not_hinder():
    torch.manual_seed(1)
    net, images = Odd().eval(), torch.rand(2, 3, 16, 16)
    with torch.no_grad():
        want = net(images)
        halves = cut(follow(net, images))
        map_ = halves.features(torch.rand(5, 3, 16, 16))
        assert map_.shape == (5, 8, 16, 16)
        assert torch.allclose(halves.head(halves.features(images)), want)
    assert linear_head(halves.head, (2, 8, 16, 16)) is None


def test_a_cut_can_be_told():
    net, images = network(), torch.rand(2, 3, 64, 64)
    with torch.no_grad():
        want = net(images)
        halves = cut(follow(net, images), "layer3")
        assert halves.features(images).shape == (2, 256, 4, 4)
        assert torch.allclose(halves.head(halves.features(images)), want, atol=1e-5)


class Patches(nn.Module):
    """A vision transformer that pools its patch tokens."""

    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(3, 24, 8, 8)
        self.block = nn.TransformerEncoderLayer(24, 2, 32, batch_first=True)
        self.norm = nn.LayerNorm(24)
        self.fc = nn.Linear(24, 3)

    def forward(self, x):
        tokens = self.patch(x).flatten(2).transpose(1, 2)
        return self.fc(self.norm(self.block(tokens)).mean(1))


def test_patch_tokens_are_a_map():
    torch.manual_seed(1)
    net, images = Patches().eval(), torch.rand(2, 3, 32, 48)
    with torch.no_grad():
        want = net(images)
        halves = cut(follow(net, images))
        map_ = halves.features(images)
        assert map_.shape == (2, 24, 4, 6)
        # Row by row, as the patches lie in the image.
        tokens = net.norm(net.block(net.patch(images).flatten(2).transpose(1, 2)))
        assert torch.allclose(map_[:, :, 1, 2], tokens[:, 8], atol=1e-5)
        assert torch.allclose(halves.head(map_), want, atol=1e-5)


MODELS = Path(__file__).resolve().parents[3] / "models"


@pytest.mark.skipif(not MODELS.is_dir(), reason="no models/ beside these tools")
def test_bundles_that_telltale_trained_come_back():
    birds = load(MODELS / "birds-p95")
    size = birds.spec["inputSize"]
    with torch.no_grad():
        logits = birds(torch.rand(2, 3, *size))
    assert logits.shape == (2, len(birds.classes))
    # Its last layer is trained on, and nothing else.
    fresh = {k: v.clone() for k, v in birds.state_dict().items()}
    optimiser = torch.optim.SGD(birds.head.parameters(), lr=0.1)
    birds.train()
    nn.functional.cross_entropy(
        birds(torch.rand(4, 3, *size)), torch.tensor([0, 1, 0, 1])
    ).backward()
    optimiser.step()
    weights_ = [k for k, _ in birds.named_parameters()]
    moved = {k for k in weights_ if not torch.equal(fresh[k], birds.state_dict()[k])}
    assert moved and all(k.startswith("head.") for k in moved)
    faces = load(MODELS / "faces-autoencoder")
    images = torch.rand(2, 3, *faces.spec["inputSize"])
    with torch.no_grad():
        assert faces.decode(faces.encode(images)).shape == images.shape
