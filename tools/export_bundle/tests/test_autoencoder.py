"""Objects with encode and decode, as VQGAN, latent diffusion and diffusers have them."""

import pytest
import torch
from torch import nn

from export_bundle import load
from export_bundle.autoencoder import autoencoder
from export_bundle.check import compare, write_probe
from export_bundle.normalise import HALF
from export_bundle.source import Source

SIZE = (32, 32)


class Ends(nn.Module):
    """A convolutional encoder and decoder, stride 4, 4 channels between."""

    def __init__(self, out=4):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(3, 16, 3, 2, 1), nn.GroupNorm(4, 16), nn.SiLU(), nn.Conv2d(16, out, 3, 2, 1)
        )
        self.decoder = nn.Sequential(
            nn.Upsample(scale_factor=2),
            nn.Conv2d(4, 16, 3, 1, 1),
            nn.SiLU(),
            nn.Upsample(scale_factor=2),
            nn.Conv2d(16, 3, 3, 1, 1),
        )


class Quantiser(nn.Module):
    """The nearest of the codes, with no gradient; returns what VQGAN's does."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(64, 4)

    def forward(self, z):
        flat = z.permute(0, 2, 3, 1).reshape(-1, 4)
        index = torch.cdist(flat, self.embedding.weight).argmin(1)
        quantised = (
            self.embedding(index).view(z.shape[0], z.shape[2], z.shape[3], 4).permute(0, 3, 1, 2)
        )
        return quantised.contiguous(), (quantised - z).pow(2).mean(), (None, None, index)


class Vqgan(Ends):
    """encode → (quantised, loss, (perplexity, encodings, indices)), as in taming-transformers."""

    def __init__(self):
        super().__init__()
        self.quant_conv = nn.Conv2d(4, 4, 1)
        self.quantize = Quantiser()
        self.post_quant_conv = nn.Conv2d(4, 4, 1)

    def encode(self, x):
        return self.quantize(self.quant_conv(self.encoder(x)))

    def decode(self, quantised):
        return self.decoder(self.post_quant_conv(quantised))


class Gaussian:
    """As latent diffusion's DiagonalGaussianDistribution."""

    def __init__(self, moments):
        self.mean, self.logvar = torch.chunk(moments, 2, dim=1)

    def sample(self):
        return self.mean + torch.exp(0.5 * self.logvar) * torch.randn_like(self.mean)

    def mode(self):
        return self.mean


class KlVae(Ends):
    """encode → a distribution, as latent diffusion's AutoencoderKL."""

    def __init__(self):
        super().__init__(8)

    def encode(self, x):
        return Gaussian(self.encoder(x))

    def decode(self, z):
        return self.decoder(z)


class Output:
    def __init__(self, **held):
        self.__dict__.update(held)


class Diffusers(KlVae):
    """As diffusers' AutoencoderKL."""

    def encode(self, x):
        return Output(latent_dist=Gaussian(self.encoder(x)))

    def decode(self, z):
        return Output(sample=self.decoder(z))


def made(kind, how=HALF):
    torch.manual_seed(4)
    network = kind().eval()
    return network, autoencoder(Source(network, kind.__name__), SIZE, how, kind.__name__)


@pytest.mark.parametrize("kind", [Vqgan, KlVae, Diffusers])
def test_the_bundle_encodes_and_decodes_as_the_network_does(kind, tmp_path):
    network, exported = made(kind)
    exported.bundle.write(tmp_path / "b")
    compare(exported, tmp_path / "b")
    bundle = load(tmp_path / "b")
    images = torch.rand(2, 3, *SIZE)
    with torch.no_grad():
        latent = network.encode(images * 2 - 1)
        latent = latent[0] if kind is Vqgan else getattr(latent, "latent_dist", latent).mode()
        decoded = network.decode(latent)
        decoded = getattr(decoded, "sample", decoded)
        assert (bundle.encode(images) - latent).abs().max() <= 1e-5
        assert (bundle.decode(latent) - (decoded / 2 + 0.5).clamp(0, 1)).abs().max() <= 1e-5
        assert bundle(images).shape == images.shape
    assert 0 < float(bundle(images).std()) and float(bundle(images).max()) <= 1


def test_a_quantiser_passes_its_gradient_on(tmp_path):
    network, exported = made(Vqgan)
    exported.bundle.write(tmp_path / "b")
    bundle = load(tmp_path / "b")
    images = torch.rand(2, 3, *SIZE, requires_grad=True)
    weight = torch.rand(2, 4, 8, 8)
    got = torch.autograd.grad((bundle.encode(images) * weight).sum(), images)[0]
    # As if the quantiser were not there.
    before = network.quant_conv(network.encoder(images * 2 - 1))
    want = torch.autograd.grad((before * weight).sum(), images)[0]
    assert (got - want).abs().max() <= 1e-5
    assert want.abs().max() > 1e-3


def test_telltale_computes_the_same(telltale):
    for kind in (Vqgan, KlVae, Diffusers):
        _, exported = made(kind)
        bundle, probe = telltale.place(kind.__name__)
        exported.bundle.write(bundle)
        write_probe(exported, probe, 4)
    for name, line in telltale.check(telltale.expected).items():
        differences = {d["quantity"]: d["largest"] for d in line["differences"]}
        print(name, differences)
        assert line["usable"], line["faults"]
        assert set(differences) == {"latents", "reconstructions"}
        assert max(differences.values()) <= 1e-4
