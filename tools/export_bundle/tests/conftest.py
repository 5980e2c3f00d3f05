"""What the tests share. Those that need ./telltale use this checkout's launcher, built."""

import json
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
import torch

warnings.filterwarnings("ignore")
# Threads that wait for one another crawl on a busy machine.
torch.set_num_threads(1)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from export_bundle.cli import main  # noqa: E402

CHECKOUT = Path(__file__).resolve().parents[3]


class Telltale:
    """Bundles with their probes are gathered, and all checked by one process."""

    def __init__(self, directory: Path):
        self.bundles = directory / "bundles"
        self.probes = directory / "probes"
        self.expected = []

    def place(self, name: str):
        """Where a bundle and its probe go; the probe's directory has the bundle's name."""
        self.expected.append(name)
        return self.bundles / name, self.probes / name

    def check(self, names):
        """name → what `model check` says of it."""
        command = [str(CHECKOUT / "telltale"), "model", "check", "--json", "--probe"]
        one = self.probes / names[0] if len(names) == 1 else self.probes
        done = subprocess.run(
            command + [str(one)] + [str(self.bundles / name) for name in names],
            capture_output=True,
            text=True,
            timeout=300,
        )
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        assert len(lines) == len(names), done.stderr
        return {Path(line["bundle"]).name: line for line in lines}


@pytest.fixture(scope="module")
def telltale(tmp_path_factory):
    launcher = CHECKOUT / "telltale"
    if not launcher.is_file():
        pytest.skip("no ./telltale beside these tools: nothing is compared with Telltale")
    directory = tmp_path_factory.mktemp("telltale")
    yield Telltale(directory)
    # More than a GB, of which pytest would keep three runs.
    shutil.rmtree(directory)


@pytest.fixture
def export(capsys):
    """The command, run here: its status, what it printed, its line of error."""

    def run(*arguments):
        status = main([*map(str, arguments), "--no-telltale"])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def settle(network, size, normalisation):
    """Gives batch normalisation the statistics of random images, so that what a network with random
    weights makes of such an image depends on it, and is of a size that 32 bits hold well."""
    norms = [m for m in network.eval().modules() if isinstance(m, torch.nn.BatchNorm2d)]
    if not norms:
        return network
    for norm in norms:
        norm.train()
        norm.momentum = 1.0
    images = torch.rand(24, 3, *size, generator=torch.Generator().manual_seed(5))
    mean, std = (torch.tensor(v).view(1, 3, 1, 1) for v in (normalisation.mean, normalisation.std))
    with torch.no_grad():
        network((images - mean) / std)
    return network.eval()
