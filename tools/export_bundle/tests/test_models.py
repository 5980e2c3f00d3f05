"""Networks of torchvision and timm: what Telltale computes of the bundle is what PyTorch computes of
the network, which is cut here by hand."""

import importlib.util

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from conftest import settle
from export_bundle import load, source
from export_bundle.check import write_probe
from export_bundle.classifier import classifier
from export_bundle.refusal import Refusal

SIZE = (64, 64)
TIMM = importlib.util.find_spec("timm") is not None


def resnet(net, x):
    x = net.maxpool(net.relu(net.bn1(net.conv1(x))))
    return net.layer4(net.layer3(net.layer2(net.layer1(x))))


def features(net, x):
    return net.features(x)


# The last map by each network's own words, and its number of channels.
MAPS = {
    "resnet18": (resnet, 512),
    "resnet50": (resnet, 2048),
    "mobilenet_v2": (features, 1280),
    "mobilenet_v3_small": (features, 576),
    "efficientnet_b0": (features, 1280),
    "densenet121": (lambda net, x: F.relu(net.features(x)), 1024),
    "convnext_tiny": (features, 768),
    "vgg11_bn": (features, 512),
    "timm:resnetv2_50x1_bitm": (lambda net, x: net.forward_features(x), 2048),
    "timm:mobilenetv3_small_100": (lambda net, x: net.blocks(stem(net, x)), 576),
}
# Of the same network, in later timm.
RENAMED = {"timm:resnetv2_50x1_bitm": "timm:resnetv2_50x1_bit"}
# A hundred million weights that are drawn for seconds.
ARGUMENTS = {"vgg11_bn": {"init_weights": False}}


def stem(net, x):
    x = net.bn1(net.conv_stem(x))
    return net.act1(x) if hasattr(net, "act1") else x


LINEAR = {
    "resnet18",
    "resnet50",
    "mobilenet_v2",
    "efficientnet_b0",
    "densenet121",
    "timm:resnetv2_50x1_bitm",
}


def found(name):
    torch.manual_seed(1)
    try:
        return source.find(name, ARGUMENTS.get(name, {}), download=False)
    except Refusal:
        if name not in RENAMED:
            raise
        return source.find(RENAMED[name], {}, download=False)


@pytest.fixture(scope="module")
def exported(telltale):
    """name → the network, its export, the bundle and probe."""
    made = {}
    for name in MAPS:
        if name.startswith("timm:") and not TIMM:
            continue
        of = found(name)
        settle(of.network, SIZE, of.normalisation)
        export = classifier(of, SIZE, of.normalisation, name, classes=of.classes)
        bundle, probe = telltale.place(name.replace(":", "-"))
        export.bundle.write(bundle)
        write_probe(export, probe, 16)
        # By hand: the probe's numbers are to be those of the plain network.
        images = torch.from_numpy(np.load(probe / "images.npy"))
        targets = torch.from_numpy(np.load(probe / "targets.npy"))
        mean, std = (
            torch.tensor(v).view(1, 3, 1, 1) for v in (of.normalisation.mean, of.normalisation.std)
        )
        x = (images - mean) / std
        with torch.no_grad():
            logits, map_ = of.network(x), MAPS[name][0](of.network, x)
        np.save(probe / "logits.npy", logits.numpy())
        made[name] = dict(
            map=map_,
            logits=logits,
            targets=targets,
            probe=probe,
            export=export.bundle,
            bundle=bundle,
            images=images,
        )
    return made


@pytest.fixture(scope="module")
def said(telltale, exported):
    return telltale.check(list(telltale.expected))


@pytest.mark.parametrize("name", list(MAPS))
def test_logits_and_gradients_in_telltale_are_those_of_pytorch(name, exported, said):
    if name not in exported:
        pytest.skip("timm is not installed here: pip install timm")
    line = said[exported[name]["bundle"].name]
    differences = {d["quantity"]: d for d in line["differences"]}
    print(name, {q: d["largest"] for q, d in differences.items()})
    assert line["usable"], line["faults"]
    assert differences["logits"]["largest"] <= 1e-4
    assert differences["logits"]["values"] == 16 * 1000
    assert differences["gradients"]["largest"] <= 1e-4
    assert ("gradients by head.json" in differences) == (name in LINEAR)
    # Numbers that are all the same would agree with anything.
    assert exported[name]["logits"].std(0).mean() > 1e-3
    assert np.abs(np.load(exported[name]["probe"] / "gradients.npy")).max() > 1e-4


@pytest.mark.parametrize("name", list(MAPS))
def test_the_map_is_the_one_that_the_networks_own_code_makes(name, exported):
    if name not in exported:
        pytest.skip("timm is not installed here: pip install timm")
    of = exported[name]
    bundle = load(of["bundle"])
    with torch.no_grad():
        got = bundle.features(of["images"])
    assert got.shape[1] == MAPS[name][1]
    assert (got - of["map"]).abs().max() <= 1e-4
    assert of["export"].provenance["head"] == "scripted"
    assert of["export"].provenance["features"] == "scripted"
