"""A bundle's directory."""

import json
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import torch

from .refusal import Refusal


@dataclass
class Bundle:
    """What is to be written: modules by file name, and model.json's fields.

    differences: largest difference from the network it was made of, by quantity; probe: inputs and
    what PyTorch made of them, by name.
    """

    kind: str
    name: str
    size: Tuple[int, int]
    modules: Dict[str, torch.jit.ScriptModule]
    provenance: Dict[str, Any]
    fields: Dict[str, Any] = field(default_factory=dict)
    linear: Optional[Dict[str, List]] = None

    def write(self, out: Path) -> None:
        """Writes it whole or not at all."""
        out.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        try:
            made.chmod(0o755)
            for file, module in self.modules.items():
                module.save(str(made / file))
            if self.linear is not None:
                (made / "head.json").write_text(json.dumps(self.linear) + "\n")
            (made / "model.json").write_text(json.dumps(self.model(), indent=2) + "\n")
            if out.exists():
                shutil.rmtree(out)
            made.rename(out)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise

    def model(self) -> Dict[str, Any]:
        """model.json."""
        return {
            "name": self.name,
            "kind": self.kind,
            "inputSize": list(self.size),
            "range": "[0,1] RGB, normalisation inside",
            **self.fields,
            "provenance": self.provenance,
        }


def free(out: Path, force: bool) -> None:
    """Refuses a directory that holds something, unless told to replace a bundle."""
    if not out.exists():
        return
    if not out.is_dir() or (any(out.iterdir()) and not (out / "model.json").is_file()):
        raise Refusal(
            f"--out {out}: is there and no bundle", "name a directory that does not exist"
        )
    if any(out.iterdir()) and not force:
        raise Refusal(f"--out {out}: is there already", "--force replaces it")
