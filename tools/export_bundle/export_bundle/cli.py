"""The command line."""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from . import autoencoder, check, classifier, labels, masked, source, weights
from .bundle import free
from .guided import METHODS
from .normalise import Normalisation, normalisation
from .refusal import Refusal, one_line

KINDS = ("classifier", "encoder", "autoencoder", "inpainter", "segmenter")

EXAMPLES = """examples:
  export-bundle resnet50 --out models/resnet50
  export-bundle timm:convnext_tiny --weights mine.pth --labels classes.txt --out models/mine
  export-bundle mypackage.nets:Net --features-end layer4 --normalise half --input-size 128
      --multi-label --labels attributes.txt --out models/net
  export-bundle vqgan.py:load --kind autoencoder --normalise half --input-size 256 --out models/vqgan
"""


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(
        prog="export-bundle",
        description="Exports a network of PyTorch as a model bundle of Telltale, and checks it.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    p.add_argument(
        "model",
        metavar="MODEL",
        help="a model of torchvision or timm (timm:NAME), or "
        "package.module:NAME or FILE.py:NAME: a network, its class, or what makes one",
    )
    p.add_argument("--out", required=True, type=Path, metavar="DIR", help="the bundle to write")
    p.add_argument("--force", action="store_true", help="replace a bundle that is there")
    p.add_argument("--name", help="the model's name (default: that of DIR)")
    p.add_argument("--kind", choices=KINDS, default="classifier", help="(default: %(default)s)")
    p.add_argument(
        "--model-args", metavar="JSON", default="{}", help="arguments for what makes the network"
    )
    g = p.add_argument_group("weights")
    g.add_argument(
        "--weights",
        type=Path,
        metavar="FILE",
        help="a checkpoint (default: those that the library publishes, downloaded)",
    )
    g.add_argument("--random-weights", action="store_true", help="none: as the library begins")
    g.add_argument(
        "--trust-pickle",
        action="store_true",
        help="let the checkpoint hold any Python objects, which may run code",
    )
    g.add_argument("--robust", action="store_true", help="note that it was trained adversarially")
    g = p.add_argument_group("input")
    g.add_argument(
        "--input-size", metavar="N[xM]", help="height and width (default: the library's)"
    )
    g.add_argument(
        "--normalise",
        metavar="HOW",
        help="imagenet, half ([-1,1]), none ([0,1]) or MEAN/STD (default: the library's)",
    )
    g = p.add_argument_group("classifiers")
    g.add_argument(
        "--labels", metavar="FILE", help='names, one a line or JSON; "imagenet" for its 1000'
    )
    g.add_argument("--multi-label", action="store_true", help="independent attributes (sigmoid)")
    g.add_argument(
        "--class-map",
        type=Path,
        metavar="FILE",
        help="check that this class map of "
        "yours joins its classes, and put it beside the bundle's files",
    )
    g.add_argument(
        "--features-end",
        metavar="MODULE",
        help="the module that returns the last map (default: found)",
    )
    g.add_argument("--guided", choices=list(METHODS), help="write guided.pt too")
    g.add_argument(
        "--guided-batch", type=int, default=8, metavar="N", help="images at once in it (default: 8)"
    )
    g = p.add_argument_group("inpainters and segmenters")
    g.add_argument(
        "--mask-keeps", action="store_true", help="its mask is 1 where the image is known"
    )
    g.add_argument("--part", type=int, metavar="INDEX", help="which class is the mask")
    g.add_argument(
        "--mask-activation", choices=("softmax", "sigmoid", "none"), help="(default: found)"
    )
    g = p.add_argument_group("check")
    g.add_argument(
        "--tolerance", type=float, default=check.TOLERANCE, help="(default: %(default)s)"
    )
    g.add_argument(
        "--probe",
        type=Path,
        metavar="DIR",
        help="keep 16 images and what PyTorch made of them, for telltale model check --probe",
    )
    g.add_argument(
        "--telltale", metavar="PROGRAM", help="(default: this checkout's, or on the path)"
    )
    g.add_argument("--no-telltale", action="store_true", help="check in PyTorch only")
    g.add_argument("--json", action="store_true", help="print one JSON line")
    return p


def main(arguments: Optional[List[str]] = None) -> int:
    """0, or 2 with one line on standard error."""
    options = parser().parse_args(arguments)
    try:
        told = run(options)
    except Refusal as e:
        print(f"export-bundle: {e}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except OSError as e:
        print(f"export-bundle: {one_line(e)}", file=sys.stderr)
        return 2
    print(json.dumps(told) if options.json else text(told))
    return 0


def run(options: argparse.Namespace) -> Dict[str, Any]:
    """Exports, writes and checks; returns what is to be told."""
    started = time.monotonic()
    free(options.out, options.force)
    names = labels.read_labels(options.labels) if options.labels else None
    checkpoint = weights.read(options.weights, options.trust_pickle) if options.weights else None
    found = source.find(
        options.model,
        json_object(options.model_args, "--model-args"),
        checkpoint,
        len(names) if names else None,
        download=not options.random_weights,
    )
    exported = export(found, options, names)
    class_map = None
    if options.class_map:
        class_map = labels.read_class_map(
            options.class_map, exported.bundle.fields.get("classes", [])
        )
    exported.bundle.write(options.out)
    if class_map is not None:
        (options.out / "class-map.json").write_text(json.dumps(class_map, indent=2) + "\n")
    return {
        "bundle": str(options.out),
        "kind": exported.bundle.kind,
        "provenance": exported.bundle.provenance,
        "head": "GAP + linear" if exported.bundle.linear else "general",
        "differences": check.compare(exported, options.out, options.tolerance),
        "telltale": in_telltale(exported, options),
        "seconds": round(time.monotonic() - started, 1),
    }


def export(found: source.Source, options: argparse.Namespace, names: Optional[List[str]]):
    """The bundle, in memory."""
    name = options.name or options.out.resolve().name
    size = input_size(options.input_size, found)
    how = normalisation_of(options.normalise, found)
    if options.kind == "autoencoder":
        return autoencoder.autoencoder(found, size, how, name)
    if options.kind == "inpainter":
        return masked.inpainter(found, size, how, name, options.mask_keeps)
    if options.kind == "segmenter":
        return masked.segmenter(found, size, how, name, options.part, options.mask_activation)
    if options.guided_batch < 1:
        raise Refusal(f"--guided-batch {options.guided_batch}: too few", "1 or more")
    return classifier.classifier(
        found,
        size,
        how,
        name,
        classes=names or found.classes,
        activation="sigmoid" if options.multi_label else "softmax",
        features_end=options.features_end,
        guided=options.guided,
        guided_batch=options.guided_batch,
        encoder=options.kind == "encoder",
        robust=options.robust or None,
    )


def in_telltale(exported, options: argparse.Namespace) -> Any:
    """What Telltale says of the bundle, with a probe of PyTorch's numbers."""
    program = None if options.no_telltale else check.launcher(options.telltale)
    with tempfile.TemporaryDirectory() as kept:
        probe = options.probe or Path(kept)
        if program or options.probe:
            check.write_probe(exported, probe, 16 if options.probe else 4)
        if program is None:
            return "not run" + (
                "" if options.no_telltale else ": no ./telltale here; name it by --telltale"
            )
        return check.in_telltale(program, options.out, probe, options.tolerance)


def input_size(text: Optional[str], found: source.Source) -> Tuple[int, int]:
    if text is None:
        if found.size is None:
            raise Refusal(
                f"{found.name}: nothing says how large its images are",
                "give --input-size, such as 224 or 224x160",
            )
        return found.size
    parts = text.lower().split("x")
    if not all(part.isdigit() for part in parts) or len(parts) > 2:
        raise Refusal(f"--input-size {text}: not understood", "height, or HEIGHTxWIDTH, in pixels")
    size = int(parts[0]), int(parts[-1])
    if not all(8 <= n <= 4096 for n in size):
        raise Refusal(f"--input-size {text}: out of range", "8 to 4096 pixels")
    return size


def normalisation_of(text: Optional[str], found: source.Source) -> Normalisation:
    if text is not None:
        return normalisation(text)
    if found.normalisation is None:
        raise Refusal(
            f"{found.name}: nothing says what it wants done to images in [0,1]",
            "give --normalise imagenet, half (for [-1,1]), none, or MEAN/STD",
        )
    return found.normalisation


def json_object(text: str, option: str) -> Dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as e:
        raise Refusal(
            f"{option} {text}: not JSON ({one_line(e, 80)})", 'write {"name": value}'
        ) from e
    if not isinstance(found, dict):
        raise Refusal(f"{option} {text}: no object", 'write {"name": value}')
    return found


def text(told: Dict[str, Any]) -> str:
    """For people."""
    lines = [f"{told['bundle']}: {told['kind']}, made in {told['seconds']} s"]
    for name, value in told["provenance"].items():
        lines.append(f"  {name:14} {value if isinstance(value, str) else json.dumps(value)}")
    if told["kind"] == "classifier":
        lines.append(f"  {'last layer':14} {told['head']}")
    for name, apart in told["differences"].items():
        lines.append(f"  {name:14} at most {apart:.2g} from the network's, at batches of 2 and 3")
    said = told["telltale"]
    if isinstance(said, str):
        lines.append(f"  {'telltale':14} {said}")
    else:
        for difference in said.get("differences", []):
            quantity, apart = difference["quantity"], difference["largest"]
            lines.append(f"  {'in Telltale':14} {quantity} at most {apart:.2g} from PyTorch's")
        more = f": ./telltale demo --data DIR --model {told['bundle']}"
        lines.append("Telltale can use it" + (more if told["kind"] == "classifier" else "."))
    return "\n".join(lines)
