"""Names of classes and attributes."""

import difflib
import json
from pathlib import Path
from typing import Any, List, Optional, Sequence

from .refusal import Refusal, one_line


def read_labels(text: str) -> List[str]:
    """Of a file with a name a line, or a JSON list, or JSON from index to name; or "imagenet"."""
    if text == "imagenet":
        return imagenet()
    file = Path(text)
    try:
        content = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise Refusal(
            f"--labels {text}: cannot be read ({one_line(e, 80)})",
            'name a text file with one class a line, a JSON list, or "imagenet"',
        ) from e
    names = from_json(content) if content.lstrip()[:1] in ("[", "{") else content.splitlines()
    names = [name.strip() for name in names]
    while names and not names[-1]:
        names.pop()
    if not names or not all(names):
        line = names.index("") + 1 if names else 1
        raise Refusal(f"--labels {text}: line {line} has no name", "give every class one")
    twice = (
        next((name for name in names if names.count(name) > 1), None)
        if len(set(names)) < len(names)
        else None
    )
    # ImageNet itself has two cranes and two maillots.
    if twice and len(names) < 1000:
        raise Refusal(
            f"--labels {text}: {twice} stands there twice", "give every class its own name"
        )
    return names


def from_json(content: str) -> List[str]:
    try:
        found = json.loads(content)
    except ValueError as e:
        raise Refusal(f"--labels: not JSON ({one_line(e, 80)})", "or write one name a line") from e
    if isinstance(found, dict):
        found = [found.get(str(i)) for i in range(len(found))]
    if not all(isinstance(name, str) for name in found):
        raise Refusal(
            "--labels: not a list of names, nor an object from index (from 0) to name",
            'write ["first", "second"]',
        )
    return found


def imagenet() -> List[str]:
    """ImageNet's thousand, as torchvision names them."""
    try:
        from torchvision.models._meta import _IMAGENET_CATEGORIES
    except ImportError as e:
        raise Refusal(
            "--labels imagenet: torchvision has the names, and is not installed",
            "pip install torchvision, or give a file",
        ) from e
    return list(_IMAGENET_CATEGORIES)


def check_labels(names: Optional[Sequence[str]], logits: int, source: str) -> List[str]:
    """The names, if there is one for each logit."""
    if names is None:
        raise Refusal(
            f"{source}: nothing names its {logits} classes",
            "give --labels FILE with one name a line, in the order of the logits",
        )
    if len(names) != logits:
        raise Refusal(
            f"{source}: {logits} logits, but {len(names)} class names",
            "give --labels FILE with one name for each logit, in their order",
        )
    return list(names)


def read_class_map(file: Path, classes: Sequence[str]) -> Any:
    """A class map of Telltale's, from a data set's labels to these classes: names, one of a name's
    comma-separated synonyms, indices, or lists of them."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as e:
        raise Refusal(
            f"--class-map {file}: cannot be read ({one_line(e, 80)})",
            'write {"ants": "ant", "bees": ["bee"]}',
        ) from e
    if not isinstance(found, dict) or not found:
        raise Refusal(f"--class-map {file}: no object", 'write {"ants": "ant", "bees": ["bee"]}')
    synonyms = {s.strip().lower() for name in classes for s in [name, *name.split(",")]}
    for label, targets in found.items():
        for target in targets if isinstance(targets, list) else [targets]:
            index = type(target) is int and 0 <= target < len(classes)
            if not index and str(target).lower() not in synonyms:
                near = difflib.get_close_matches(str(target).lower(), sorted(synonyms), 3)
                raise Refusal(
                    f"--class-map {file}: {label} → {target} is no class of this model",
                    "near are: " + ", ".join(near or list(classes)[:5]),
                )
    return found
