"""Guided backprop and DeepLIFT against definitions written out plainly, and against captum."""

import importlib.util

import numpy as np
import pytest
import torch
from torch import nn

from export_bundle import source
from export_bundle.check import write_probe
from export_bundle.classifier import classifier
from export_bundle.guided import deeplift, guided_backprop
from export_bundle.normalise import Normalised


class Plain(nn.Module):
    """Convolutions, rectifiers, pools that do not overlap: what the papers' rules are about."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 3, padding=1)
        self.relu1 = nn.ReLU()
        self.pool1 = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(6, 8, 3, padding=1)
        self.relu2 = nn.ReLU()
        self.flat = nn.Flatten()
        self.fc1 = nn.Linear(8 * 16, 10)
        self.relu3 = nn.ReLU()
        self.fc2 = nn.Linear(10, 4)

    def forward(self, x):
        x = self.pool1(self.relu1(self.conv1(x)))
        x = self.relu2(self.conv2(x))
        return self.fc2(self.relu3(self.fc1(self.flat(x))))


def example(seed=0):
    torch.manual_seed(seed)
    return Plain().eval(), torch.rand(3, 3, 8, 8), torch.tensor([0, 2, 3])


def layers(net):
    return [
        net.conv1,
        net.relu1,
        net.pool1,
        net.conv2,
        net.relu2,
        net.flat,
        net.fc1,
        net.relu3,
        net.fc2,
    ]


def backwards(layer, x, gradient):
    """The layer's own backward pass."""
    x = x.detach().requires_grad_(True)
    return torch.autograd.grad(layer(x), x, gradient)[0]


def test_guided_backprop_lets_positive_gradients_through_open_rectifiers():
    net, images, targets = example()
    # By hand, layer after layer.
    inputs = [images]
    for layer in layers(net):
        inputs.append(layer(inputs[-1]))
    gradient = torch.eye(4)[targets]
    for layer, x in zip(reversed(layers(net)), reversed(inputs[:-1])):
        if isinstance(layer, nn.ReLU):
            gradient = torch.where((x > 0) & (gradient > 0), gradient, torch.zeros_like(gradient))
        else:
            gradient = backwards(layer, x, gradient)
    got = guided_backprop(net)(images, targets)
    assert (got - gradient).abs().max() <= 1e-6
    assert gradient.abs().max() > 1e-3


def test_guided_backprop_is_that_of_a_hook_on_a_real_network():
    of = source.find("resnet18", {}, download=False)
    torch.manual_seed(3)
    images, targets = torch.rand(2, 3, 64, 64), torch.tensor([5, 400])
    got = guided_backprop(of.network)(images, targets)
    # The usual way: each rectifier clamps the gradient that comes back. resnet18 uses each of its
    # rectifiers twice, which a hook does not mind.
    for module in of.network.modules():
        if isinstance(module, nn.ReLU):
            module.inplace = False
            module.register_full_backward_hook(lambda m, back, _: (back[0].clamp(min=0),))
    # The hook sees the gradient behind the rectifier's own gate: the same, for the gate is 0 or 1.
    leaf = images.clone().requires_grad_(True)
    of.network(leaf).gather(1, targets[:, None]).sum().backward()
    assert (got - leaf.grad).abs().max() <= 1e-6
    assert got.abs().max() > 1e-6


def test_deeplift_multiplies_by_ratios_of_differences():
    net, images, targets = example(1)
    black = torch.zeros_like(images)
    want = torch.zeros_like(images)
    for i in range(len(images)):
        inputs, references = [images[i : i + 1]], [black[i : i + 1]]
        for layer in layers(net):
            inputs.append(layer(inputs[-1]).detach())
            references.append(layer(references[-1]).detach())
        multiplier = torch.eye(4)[targets[i : i + 1]]
        for layer, x, r in zip(
            reversed(layers(net)), reversed(inputs[:-1]), reversed(references[:-1])
        ):
            if isinstance(layer, nn.ReLU):
                dx = x - r
                ratio = (x.clamp(min=0) - r.clamp(min=0)) / dx
                multiplier = multiplier * torch.where(dx.abs() < 1e-7, (x > 0).float(), ratio)
            elif isinstance(layer, nn.MaxPool2d):
                multiplier = pool_by_hand(x[0], r[0], multiplier[0])[None]
            else:
                multiplier = backwards(layer, x, multiplier)
        want[i] = (multiplier * images[i : i + 1])[0]
    got = deeplift(net)(images, targets)
    assert (got - want).abs().max() <= 1e-6
    # The attributions add up to what the image changed of the logit.
    change = (net(images) - net(black)).gather(1, targets[:, None]).flatten()
    assert torch.allclose(got.flatten(1).sum(1), change, atol=1e-5)


def pool_by_hand(x, r, multiplier):
    """2x2 windows, one after the other."""
    out = torch.zeros_like(x)
    channels, height, width = multiplier.shape
    for c in range(channels):
        for i in range(height):
            for j in range(width):
                window = (c, slice(2 * i, 2 * i + 2), slice(2 * j, 2 * j + 2))
                a, b = x[window].flatten(), r[window].flatten()
                high = max(a.max(), b.max())
                moved = torch.zeros(4)
                moved[a.argmax()] += (high - b.max()) * multiplier[c, i, j]
                moved[b.argmax()] += (a.max() - high) * multiplier[c, i, j]
                d = a - b
                share = torch.where(
                    d.abs() < 1e-7, torch.zeros(4), moved / torch.where(d == 0, torch.ones(4), d)
                )
                out[window] = share.view(2, 2)
    return out


def test_deeplift_adds_up_on_a_network_whose_pools_overlap():
    of = source.find("resnet18", {}, download=False)
    images, targets = torch.rand(2, 3, 64, 64), torch.tensor([1, 2])
    net = Normalised(of.network, of.normalisation).eval()
    got = deeplift(net)(images, targets).flatten(1).sum(1)
    with torch.no_grad():
        want = (net(images) - net(torch.zeros_like(images))).gather(1, targets[:, None]).flatten()
    assert torch.allclose(got, want, rtol=1e-3, atol=1e-5)


@pytest.mark.skipif(
    importlib.util.find_spec("captum") is None, reason="captum is not installed: pip install captum"
)
def test_both_are_captums():
    from captum.attr import DeepLift, GuidedBackprop

    net, images, targets = example(2)
    # Captum shares a maximum's difference out otherwise; both add up. Means are the same to both.
    net.pool1 = nn.AvgPool2d(2)
    want = GuidedBackprop(net).attribute(images.clone().requires_grad_(True), target=targets)
    assert (guided_backprop(net)(images, targets) - want).abs().max() <= 1e-6
    want = DeepLift(net).attribute(images, torch.zeros_like(images), target=targets)
    assert (deeplift(net)(images, targets) - want).abs().max() <= 1e-5


@pytest.fixture(scope="module")
def said(telltale):
    for method in ("guided-backprop", "deeplift"):
        torch.manual_seed(2)
        of = source.find("resnet18", {}, download=False)
        made = classifier(
            of,
            (64, 64),
            of.normalisation,
            method,
            classes=of.classes,
            guided=method,
            guided_batch=3,
        )
        bundle, probe = telltale.place(method)
        made.bundle.write(bundle)
        write_probe(made, probe, 4)
        assert np.load(probe / "guided.npy").shape == (3, 3, 64, 64)
    return telltale.check(telltale.expected)


@pytest.mark.parametrize("method", ["guided-backprop", "deeplift"])
def test_the_recorded_graph_computes_the_same_in_telltale(method, said):
    line = said[method]
    assert line["usable"], line["faults"]
    guided = [d for d in line["differences"] if d["quantity"] == "guided"][0]
    assert guided["values"] == 3 * 3 * 64 * 64
    assert guided["largest"] <= 1e-4
