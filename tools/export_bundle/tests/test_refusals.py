"""Wrong uses: one line that says what and what to try, status 2, and nothing written."""

import importlib.util
from pathlib import Path

import pytest
import torch


WRONG = Path(__file__).with_name("wrong.py")
OWN = ("--normalise", "half", "--input-size", "32")


def own(name, *more):
    return [f"{WRONG}:{name}", *OWN, *more]


# What is done wrong: arguments, and words of the line. LABELS has three names.
USES = {
    "a network without a map": (own("NoMap", "--labels", "LABELS"), "NoMap makes no map [B,C,h,w]"),
    "two inputs": (own("TwoInputs", "--labels", "LABELS"), "wants 2 inputs (x, age)"),
    "dynamic control flow": (own("Dynamic", "--labels", "LABELS"), "dynamic control flow"),
    "half precision": (own("half", "--labels", "LABELS"), "body.0.weight is float16"),
    "weights of another network": (["resnet18", "--weights", "CHECKPOINT"], "not of this ResNet"),
    "a checkpoint that is none": (["resnet18", "--weights", "LABELS"], "cannot be read"),
    "a missing checkpoint": (["resnet18", "--weights", "nowhere.pth"], "no such file"),
    "missing class names": (own("Small"), "nothing names its 3 classes"),
    "too few class names": (own("Small", "--labels", "TWO"), "3 logits, but 2 class names"),
    "a name twice": (own("Small", "--labels", "TWICE"), "a stands there twice"),
    "an unknown model": (["resnet81", "--random-weights"], "near are: resnet18"),
    "a dictionary": (own("Dictionary", "--labels", "LABELS"), "returns a dict of logits"),
    "probabilities": (own("Probabilities", "--labels", "LABELS"), "returns probabilities"),
    "softmax of one": (own("OneLogit", "--labels", "LABELS"), "softmax of one is always 1"),
    "a cut at no module": (
        own("Small", "--labels", "LABELS", "--features-end", "bodi"),
        "there are: body",
    ),
    "a cut behind the map": (
        own("Small", "--labels", "LABELS", "--features-end", "fc"),
        "returns [2, 3], no map",
    ),
    "a cut that is gone around": (
        own("PastTheMap", "--labels", "LABELS", "--features-end", "body"),
        "other layers too",
    ),
    "no such attribute": (own("Smal"), "has no Smal; there are: Small"),
    "no network": (own("number"), "is of type int, no torch.nn.Module"),
    "no such module": (["no.such.package:Net"], "cannot be imported"),
    "no input size": (
        [f"{WRONG}:Small", "--normalise", "half", "--labels", "LABELS"],
        "how large its images are",
    ),
    "no normalisation": (
        [f"{WRONG}:Small", "--input-size", "32", "--labels", "LABELS"],
        "nothing says what it wants done",
    ),
    "a normalisation that is none": (
        own("Small", "--normalise", "0.5"),
        "--normalise 0.5: not understood",
    ),
    "a class map to no class": (
        own("Small", "--labels", "LABELS", "--class-map", "MAP"),
        "birds → d is no class",
    ),
    "arguments that are no JSON": (own("Small", "--model-args", "{classes: 3}"), "not JSON"),
    "half an autoencoder": (own("NoDecode", "--kind", "autoencoder"), "has no decode"),
    "a decoder without gradient": (
        own("FlatDecode", "--kind", "autoencoder"),
        "no gradient at the latent",
    ),
    "random numbers": (own("Noisy", "--labels", "LABELS"), "Noisy answers otherwise each time"),
    "masks of many classes": (own("Small", "--kind", "segmenter"), "masks [B,K,H,W] are needed"),
    "guided backprop without rectifiers": (
        ["convnext_tiny", "--random-weights", "--input-size", "64", "--guided", "guided-backprop"],
        "defined for rectifiers",
    ),
    "a class token": (
        [
            "vit_b_16",
            "--random-weights",
            "--model-args",
            '{"image_size": 64}',
            "--input-size",
            "64",
        ],
        "answers from a class token",
    ),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    directory = tmp_path_factory.mktemp("files")
    content = {
        "LABELS": "a\nb\nc\n",
        "TWO": "a\nb\n",
        "TWICE": "a\nb\na\n",
        "MAP": '{"birds": "d"}',
    }
    for name, text in content.items():
        (directory / name).write_text(text)
    torch.save({"conv.weight": torch.zeros(3)}, directory / "CHECKPOINT")
    return directory


@pytest.mark.parametrize("use", list(USES))
def test_it_is_refused_in_one_line(use, files, export, tmp_path):
    arguments, words = USES[use]
    arguments = [files / a if (files / a).is_file() else a for a in map(str, arguments)]
    out = tmp_path / "bundle"
    status, printed, error = export(*arguments, "--out", out)
    print(f"{use}: {error.strip()}")
    assert status == 2
    assert words in error
    assert error.count("\n") == 1 and error.startswith("export-bundle: ") and "; " in error
    assert printed == ""
    assert not out.exists()


def test_a_directory_that_is_no_bundle_is_kept(export, tmp_path):
    (tmp_path / "mine").write_text("x")
    status, _, error = export(*own("Small"), "--out", tmp_path, "--force")
    assert status == 2
    assert "is there and no bundle" in error
    assert (tmp_path / "mine").is_file()


def test_a_download_that_fails_is_one_line(export, tmp_path, monkeypatch):
    def offline(*_, **__):
        raise OSError("Network is unreachable")

    monkeypatch.setattr(torch.hub, "load_state_dict_from_url", offline)
    monkeypatch.setattr("torchvision.models._api.load_state_dict_from_url", offline, raising=False)
    status, _, error = export("squeezenet1_1", "--out", tmp_path / "b")
    assert status == 2
    assert "cannot be fetched" in error and "--weights FILE" in error and error.count("\n") == 1


@pytest.mark.skipif(importlib.util.find_spec("timm") is not None, reason="timm is installed here")
def test_without_timm_its_models_are_refused(export, tmp_path):
    status, _, error = export("timm:resnet18", "--out", tmp_path / "b")
    assert status == 2
    assert "timm is not installed" in error
