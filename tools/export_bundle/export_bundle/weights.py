"""Checkpoints: what is in the file, and which of it are a network's parameters."""

import hashlib
import pickle
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional

import torch
from torch import Tensor, nn

from .normalise import Normalisation
from .refusal import Refusal, one_line

# Where training scripts put the parameters among all that they save; "model" is the robustness
# library's too.
INSIDE = ("state_dict", "model_state_dict", "state_dict_ema", "model_ema", "model", "net", "params")


@dataclass
class Checkpoint:
    """A file of parameters, and what else it says."""

    file: Path
    state: Dict[str, Tensor]
    classes: Optional[List[str]] = None
    normalisation: Optional[Normalisation] = None
    sha256: str = field(default="")


def read(file: Path, trusted: bool = False) -> Checkpoint:
    """Reads a .pt, .pth or .safetensors file.

    trusted: unpickle anything, which may run code of whoever wrote the file.
    """
    if not file.is_file():
        raise Refusal(f"--weights {file}: no such file", "name a .pt, .pth or .safetensors file")
    content = load(file, trusted)
    state = parameters(content)
    if not state:
        found = (
            ", ".join(list(content)[:5]) if isinstance(content, Mapping) else type(content).__name__
        )
        raise Refusal(
            f"--weights {file}: holds no parameters (found: {found or 'nothing'})",
            "save them by torch.save(net.state_dict(), FILE)",
        )
    mean, std = (state.get(f"module.normalizer.new_{n}") for n in ("mean", "std"))
    normalisation = None
    if mean is not None and std is not None:
        normalisation = Normalisation(*(tuple(v.flatten().tolist()) for v in (mean, std)))
    return Checkpoint(file, state, classes(content), normalisation, sha256(file))


def load(file: Path, trusted: bool) -> Any:
    if file.suffix == ".safetensors":
        try:
            from safetensors.torch import load_file
        except ImportError as e:
            raise Refusal(f"{file}: safetensors is not installed", "pip install safetensors") from e
        return load_file(str(file))
    try:
        return torch.load(str(file), map_location="cpu", weights_only=not trusted)
    except pickle.UnpicklingError as e:
        if trusted:
            raise unreadable(file, e) from e
        raise Refusal(
            f"--weights {file}: holds Python objects besides tensors ({one_line(e, 80)})",
            "if you trust who wrote it, --trust-pickle; else save only net.state_dict()",
        ) from e
    except Exception as e:
        raise unreadable(file, e) from e


def unreadable(file: Path, e: Exception) -> Refusal:
    return Refusal(
        f"--weights {file}: cannot be read ({type(e).__name__}: {one_line(e, 80)})",
        "it may be cut short, or no PyTorch file; fetch it again",
    )


def parameters(content: Any) -> Dict[str, Tensor]:
    """The names and tensors, wherever they lie in a file."""
    if isinstance(content, nn.Module):
        return dict(content.state_dict())
    if not isinstance(content, Mapping):
        return {}
    for key in INSIDE:
        if isinstance(content.get(key), (Mapping, nn.Module)):
            return parameters(content[key])
    return {k: v for k, v in content.items() if isinstance(k, str) and isinstance(v, Tensor)}


def classes(content: Any) -> Optional[List[str]]:
    """Class names, where a file carries them as torchvision's data sets and many scripts do."""
    if not isinstance(content, Mapping):
        return None
    for key in ("classes", "class_names", "labels", "attributes"):
        names = content.get(key)
        if isinstance(names, (list, tuple)) and names and all(isinstance(n, str) for n in names):
            return list(names)
    index = content.get("class_to_idx")
    if isinstance(index, Mapping) and sorted(index.values()) == list(range(len(index))):
        return sorted(index, key=index.get)
    return None


def fit(network: nn.Module, checkpoint: Checkpoint) -> None:
    """Puts a checkpoint's parameters into a network, under whatever prefix they were saved."""
    state = without_prefix(network, checkpoint.state)
    own = network.state_dict()
    # Counts of batches, absent in old checkpoints, decide nothing in evaluation.
    missing = [k for k in own if k not in state and not k.endswith("num_batches_tracked")]
    apart = [k for k in own if k in state and own[k].shape != state[k].shape]
    if missing or apart:
        found = f"{len(missing)} of {len(own)} tensors are not in the file" if missing else ""
        example = f"first {missing[0]}" if missing else ""
        if apart:
            shapes = f"{list(state[apart[0]].shape)}, the network's is {list(own[apart[0]].shape)}"
            found = (
                f"{found}, {len(apart)} differ in shape"
                if found
                else f"{len(apart)} differ in shape"
            )
            example = f"{apart[0]} is {shapes}"
        raise Refusal(
            f"--weights {checkpoint.file}: not of this {type(network).__name__}: {found} ({example})",
            "name the architecture it was trained with; for another number of classes, --labels",
        )
    network.load_state_dict({k: v for k, v in state.items() if k in own}, strict=False)


def classes_of(network: nn.Module, checkpoint: Checkpoint) -> Optional[int]:
    """How many classes a checkpoint's last layer has, if all but that fits the network."""
    state = without_prefix(network, checkpoint.state)
    own = network.state_dict()
    apart = [k for k in own if k in state and own[k].shape != state[k].shape]
    rows = {state[k].shape[0] for k in apart if state[k].shape[1:] == own[k].shape[1:]}
    last = list(own)[-1].rpartition(".")[0]
    if len(rows) == 1 and all(k.rpartition(".")[0] == last for k in apart):
        return rows.pop()
    return None


def without_prefix(network: nn.Module, state: Dict[str, Tensor]) -> Dict[str, Tensor]:
    """The parameters by the network's own names.

    Wrappers put words before them: "module.", "model.", "_orig_mod.", and the robustness library
    "module.model." beside a copy under "module.attacker.model.".
    """
    own = list(network.state_dict())
    if not own:
        return state
    prefixes = {key[: -len(own[0])] for key in state if key.endswith(own[0])} | {""}
    best = max(sorted(prefixes, key=len), key=lambda p: sum(p + k in state for k in own))
    return {k[len(best) :]: v for k, v in state.items() if k.startswith(best)}


def sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        for chunk in iter(lambda: stream.read(1 << 20), b""):
            digest.update(chunk)
    return digest.hexdigest()
