"""Both sides: the network as it came, and the bundle as it lies on the disk."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Dict, List, Optional

import numpy as np
import torch
from torch import Tensor

from .classifier import BATCHES, Exported, gradients, random_images
from .load import load
from .masked import random_masks
from .refusal import Refusal, one_line

TOLERANCE = 1e-4


def recorded(exported: Exported, images: Tensor) -> Dict[str, Tensor]:
    """Inputs, and what the network as it came makes of them, by the names of a probe."""
    kind, whole = exported.bundle.kind, exported.whole
    found = {"images": images}
    with torch.no_grad():
        if kind == "autoencoder":
            found["latents"] = whole[0](images)
            found["reconstructions"] = whole[1](found["latents"])
        elif kind == "inpainter":
            found["masks"] = random_masks(len(images), exported.bundle.size, len(images))
            found["inpainted"] = whole(images, found["masks"])
        elif kind == "segmenter":
            found["segmented"] = whole(images)
        elif kind == "encoder":
            normalised = (images - whole.mean) / whole.std
            found["features"] = exported.cut.features(normalised)
    if kind == "classifier":
        classes = len(exported.bundle.fields["classes"])
        generator = torch.Generator().manual_seed(len(images))
        found["targets"] = torch.randint(classes, (len(images),), generator=generator)
        known = exported.reference(images, found["targets"])
        found["logits"], found["gradients"] = known["logits"], known["gradients"]
    return found


def again(out: Path, probe: Dict[str, Tensor]) -> Dict[str, Tensor]:
    """What the bundle on the disk makes of the same inputs."""
    network = load(out)
    kind = network.kind
    images = probe["images"]
    with torch.no_grad():
        if kind == "autoencoder":
            latents = network.encode(images)
            return {"latents": latents, "reconstructions": network.decode(latents)}
        if kind == "inpainter":
            return {"inpainted": network(images, probe["masks"])}
        if kind == "segmenter":
            return {"segmented": network(images)}
        features = network.features(images)
    if kind == "encoder":
        return {"features": features}
    found = {"logits": network.head(features).detach()}
    found["gradients"] = gradients(network.head, features, probe["targets"])
    return found


def compare(exported: Exported, out: Path, tolerance: float = TOLERANCE) -> Dict[str, float]:
    """The largest difference of each quantity, over two sizes of batch.

    Raises Refusal beyond the tolerance.
    """
    worst: Dict[str, float] = {}
    for count in BATCHES:
        probe = recorded(exported, random_images(count, exported.bundle.size, seed=10 + count))
        for name, got in again(out, probe).items():
            apart = float((got - probe[name]).abs().max())
            worst[name] = max(worst.get(name, 0.0), apart)
    bad = {name: apart for name, apart in worst.items() if not apart <= tolerance}
    if bad:
        told = ", ".join(f"{name} by {apart:.2g}" for name, apart in bad.items())
        raise Refusal(
            f"the bundle differs from the network: {told} (more than {tolerance:g})",
            "a network that computes otherwise each time or by the batch cannot be exported; "
            "for very large numbers, --tolerance",
        )
    return worst


def write_probe(exported: Exported, directory: Path, count: int = 16) -> None:
    """Records inputs and what PyTorch made of them, for `telltale model check --probe`."""
    directory.mkdir(parents=True, exist_ok=True)
    guided = exported.bundle.modules.get("guided.pt")
    if guided is not None:
        count = max(count, exported.bundle.fields["guided"]["batch"])
    probe = recorded(exported, random_images(count, exported.bundle.size, seed=7))
    if guided is not None:
        n = exported.bundle.fields["guided"]["batch"]
        probe["guided"] = exported.saliency(probe["images"][:n], probe["targets"][:n])
    for name, tensor in probe.items():
        np.save(directory / f"{name}.npy", np.ascontiguousarray(tensor.detach().numpy()))


def launcher(given: Optional[str]) -> Optional[str]:
    """Telltale's own launcher: as told, beside these sources, or on the path."""
    if given:
        if shutil.which(given) is None:
            raise Refusal(
                f"--telltale {given}: no such program", "name the launcher ./telltale of a checkout"
            )
        return given
    beside = Path(__file__).resolve().parents[3] / "telltale"
    if beside.is_file() and os.access(beside, os.X_OK):
        return str(beside)
    return shutil.which("telltale")


def in_telltale(
    program: str, out: Path, probe: Optional[Path], tolerance: float = TOLERANCE
) -> Dict[str, object]:
    """What `telltale model check` says of a bundle. Raises Refusal with its faults."""
    command: List[str] = [
        program,
        "model",
        "check",
        "--json",
        "--tolerance",
        str(tolerance),
        str(out),
    ]
    if probe is not None:
        command += ["--probe", str(probe)]
    done = subprocess.run(command, capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise Refusal(
            f"{program} model check: ended with status {done.returncode} ({one_line(done.stderr or done.stdout, 160)})",
            "--no-telltale leaves this check out",
        )
    said = json.loads(lines[-1])
    if done.returncode != 0:
        raise Refusal(
            f"telltale model check: {'; '.join(said['faults']) or one_line(done.stderr)}",
            f"what was written stays at {out}; --tolerance if the numbers are large",
        )
    return said
