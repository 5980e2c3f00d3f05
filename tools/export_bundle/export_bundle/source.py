"""Where a network comes from: torchvision or timm by name, or a Python object by import path."""

import contextlib
import difflib
import importlib
import importlib.util
import inspect
import io
import sys
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import torch
from torch import nn

from . import weights
from .labels import imagenet
from .normalise import IMAGENET, Normalisation
from .refusal import Refusal, one_line


@dataclass
class Source:
    """A network in evaluation mode, and what is known of it.

    size: height and width; normalisation: None when nobody said; classes: likewise.
    """

    network: Any
    name: str
    size: Optional[Tuple[int, int]] = None
    normalisation: Optional[Normalisation] = None
    classes: Optional[List[str]] = None
    provenance: Dict[str, Any] = field(default_factory=dict)


def find(
    text: str,
    arguments: Dict[str, Any],
    checkpoint: Optional[weights.Checkpoint] = None,
    classes: Optional[int] = None,
    download: bool = True,
) -> Source:
    """A network by its name.

    text: "resnet18" (torchvision, else timm), "timm:resnet50", "package.module:Name" or
    "file.py:Name"; arguments: for the one who makes it; classes: how many, if that is known;
    download: fetch the library's own weights when there is no checkpoint.
    """
    library, _, name = text.rpartition(":")
    if library == "timm" or (not library and not in_torchvision(name)):
        source = of_timm(name, arguments, checkpoint, classes, download, named=bool(library))
    elif library in ("", "torchvision"):
        source = of_torchvision(name, arguments, checkpoint, classes, download)
    else:
        source = imported(library, name, arguments, checkpoint)
    source.provenance.update(tool="telltale-export-bundle", torch=torch.__version__)
    if checkpoint is not None:
        source.provenance["weights"] = {"file": checkpoint.file.name, "sha256": checkpoint.sha256}
        source.normalisation = checkpoint.normalisation or source.normalisation
        source.classes = checkpoint.classes or source.classes
    refuse_half(source.network)
    return source


def in_torchvision(name: str) -> bool:
    try:
        from torchvision import models
    except ImportError:
        return False
    return name in models.list_models()


def of_torchvision(name, arguments, checkpoint, classes, download) -> Source:
    try:
        import torchvision
        from torchvision import models
    except ImportError as e:
        raise Refusal(f"{name}: torchvision is not installed", "pip install torchvision") from e
    if name not in models.list_models():
        raise unknown(name, "torchvision", models.list_models())
    options = dict(arguments)
    if classes is not None:
        options.setdefault("num_classes", classes)
    # Random starts that take half a minute to draw, and are warned about.
    if name in ("inception_v3", "googlenet"):
        options.setdefault("init_weights", False)
    # Segmenters would fetch the weights of what they are built on.
    if "weights_backbone" in inspect.signature(models.get_model_builder(name)).parameters:
        options.setdefault("weights_backbone", None)
    published = models.get_model_weights(name).DEFAULT if models.get_model_weights(name) else None
    source = Source(None, name, (224, 224), IMAGENET)
    if published is not None:
        preset = published.transforms()
        size = getattr(preset, "crop_size", [224])
        source.size = (size[0], size[-1])
        source.normalisation = Normalisation(tuple(preset.mean), tuple(preset.std))
    if checkpoint is None and download:
        options.pop("init_weights", None)
        options["weights"] = published
    source.network = fill(
        lambda **more: models.get_model(name, **{**options, **more}), checkpoint, classes, name
    )
    source.classes = thousand(source.network, published)
    source.provenance = {"library": f"torchvision {torchvision.__version__}", "model": name}
    if checkpoint is None:
        source.provenance["weights"] = str(published) if download else "none (random)"
    return source


def thousand(network: nn.Module, published: Any) -> Optional[List[str]]:
    """The names of ImageNet, for a network that ends with as many as it was published with."""
    names = published.meta.get("categories") if published is not None else None
    ends = [m.out_features for m in network.modules() if isinstance(m, nn.Linear)]
    return list(names) if names and ends and ends[-1] == len(names) else None


def of_timm(name, arguments, checkpoint, classes, download, named) -> Source:
    try:
        with quiet_output():
            import timm
    except ImportError as e:
        if not named and not in_torchvision(name):
            raise unknown(
                name, "torchvision", known_torchvision(), " (timm is not installed)"
            ) from e
        raise Refusal(f"{name}: timm is not installed", "pip install timm") from e
    base = name.partition(".")[0]
    if base not in timm.list_models():
        known = list(timm.list_models()) + ([] if named else known_torchvision())
        raise unknown(name, "timm" if named else "torchvision or timm", known)
    options = dict(arguments)
    if classes is not None:
        options.setdefault("num_classes", classes)
    pretrained = checkpoint is None and download
    network = fill(
        lambda **more: timm.create_model(name, pretrained=pretrained, **{**options, **more}),
        checkpoint,
        classes,
        name,
    )
    config = getattr(network, "pretrained_cfg", None) or getattr(network, "default_cfg", {}) or {}
    source = Source(network, base)
    source.size = tuple(config.get("input_size", (3, 224, 224))[1:])
    source.normalisation = (
        Normalisation(tuple(config["mean"]), tuple(config["std"])) if "mean" in config else IMAGENET
    )
    if getattr(network, "num_classes", None) == 1000 == config.get("num_classes", 1000):
        source.classes = imagenet()
    source.provenance = {"library": f"timm {timm.__version__}", "model": name}
    if checkpoint is None:
        source.provenance["weights"] = (
            str(config.get("tag") or "pretrained") if download else "none (random)"
        )
    return source


def known_torchvision() -> List[str]:
    try:
        from torchvision import models
    except ImportError:
        return []
    return list(models.list_models())


def unknown(name: str, library: str, known: List[str], note: str = "") -> Refusal:
    near = difflib.get_close_matches(name, sorted(set(known)), 3)
    return Refusal(
        f"{name}: no model of {library}{note}",
        f"near are: {', '.join(near)}"
        if near
        else "for a network of your own, package.module:Name",
    )


def fill(make, checkpoint, classes, name: str) -> nn.Module:
    """Makes a network; with a checkpoint, for as many classes as that has."""
    try:
        with quiet_output():
            network = make()
    except (OSError, RuntimeError, ValueError) as e:
        raise Refusal(
            f"{name}: its weights cannot be fetched ({type(e).__name__}: {one_line(e, 120)})",
            "download them elsewhere and give --weights FILE, or --random-weights",
        ) from e
    except TypeError as e:
        raise Refusal(f"{name}: {one_line(e)}", "mend --model-args") from e
    if checkpoint is not None:
        if classes is None:
            found = weights.classes_of(network, checkpoint)
            if found is not None:
                network = make(num_classes=found)
        weights.fit(network, checkpoint)
    return network.eval()


def imported(module: str, name: str, arguments, checkpoint) -> Source:
    """An object of Python: a network, or what makes one when called with the arguments."""
    found: Any = load_module(module)
    for part in name.split("."):
        if not hasattr(found, part):
            names = [n for n in dir(found) if not n.startswith("_")]
            near = difflib.get_close_matches(part, names, 3) or names[:6]
            raise Refusal(
                f"{module}:{name}: {module} has no {part}", "there are: " + ", ".join(near)
            )
        found = getattr(found, part)
    made = found
    if inspect.isclass(found) or inspect.isroutine(found):
        try:
            with quiet_output():
                made = found(**arguments)
        except Exception as e:
            raise Refusal(
                f"{module}:{name}: making it failed ({type(e).__name__}: {one_line(e, 120)})",
                "give what it needs as --model-args '{\"name\": value}', or name a function without arguments",
            ) from e
    if not isinstance(made, nn.Module) and not hasattr(made, "encode"):
        raise Refusal(
            f"{module}:{name}: is of type {type(made).__name__}, no torch.nn.Module",
            "name a module, its class, or a function that returns one",
        )
    if checkpoint is not None:
        weights.fit(made, checkpoint)
    if isinstance(made, nn.Module):
        made.eval()
    source = Source(made, name.rpartition(".")[2])
    source.provenance = {"library": module, "model": name}
    return source


def load_module(module: str) -> Any:
    try:
        if module.endswith(".py"):
            file = Path(module)
            if not file.is_file():
                raise Refusal(
                    f"{module}: no such file", "give FILE.py:NAME, or package.module:NAME"
                )
            spec = importlib.util.spec_from_file_location(file.stem, file)
            loaded = importlib.util.module_from_spec(spec)
            # TorchScript looks up the globals of what it compiles.
            sys.modules[file.stem] = loaded
            spec.loader.exec_module(loaded)
            return loaded
        sys.path.insert(0, "")
        return importlib.import_module(module)
    except Refusal:
        raise
    except Exception as e:
        raise Refusal(
            f"{module}: cannot be imported ({type(e).__name__}: {one_line(e, 120)})",
            "run from where `import` finds it, or set PYTHONPATH; a file is FILE.py:NAME",
        ) from e


def refuse_half(network: Any) -> None:
    """Telltale computes in 32 bits."""
    if not isinstance(network, nn.Module):
        return
    for name, tensor in [*network.named_parameters(), *network.named_buffers()]:
        if tensor.is_floating_point() and tensor.dtype != torch.float32:
            raise Refusal(
                f"{type(network).__name__}: {name} is {str(tensor.dtype)[6:]}, 32-bit floats are needed",
                "call .float() on the network before it is exported",
            )


@contextlib.contextmanager
def quiet_output():
    """Libraries print progress and warnings of their own."""
    aside = io.StringIO()
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stderr(aside),
        contextlib.redirect_stdout(aside),
    ):
        warnings.simplefilter("ignore")
        yield
