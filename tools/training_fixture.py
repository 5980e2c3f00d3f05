"""Record what PyTorch's optimisers, schedules and losses do to a tiny network.

    python tools/training_fixture.py backend/src/test/resources/training

Needs torch 2.x. Six steps of each; the start is in start.pt, the rest in training.json;
rates on a plateau are in plateau.json. traced.pt is a network that cannot be trained,
frozen.pt one whose first layers keep their weights.
"""

import argparse
import json
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

STEPS = 6
RATE = 0.05


class Tiny(nn.Module):
    """[B,3,6,6] -> logits [B,4]."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 5, 3, 2, 1, bias=False)
        self.norm = nn.BatchNorm2d(5)
        self.linear = nn.Linear(5, 4)

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(F.relu(self.norm(self.conv(x))).mean((2, 3)))


def images(step: int) -> Tensor:
    numbers = torch.arange(8 * 3 * 6 * 6) * 7 + 31 * step
    return (numbers % 101).float().reshape(8, 3, 6, 6) / 101


LABELS = torch.tensor([0, 1, 2, 3, 0, 1, 2, 0])
WEIGHTS = torch.tensor([0.5, 2.0, 1.0, 3.0])
TARGETS = (torch.arange(32).reshape(8, 4) % 3 == 0).float()

LOSSES = {
    "crossEntropy": lambda y: F.cross_entropy(y, LABELS),
    "weightedCrossEntropy": lambda y: F.cross_entropy(y, LABELS, WEIGHTS),
    "binaryCrossEntropy": lambda y: F.binary_cross_entropy_with_logits(y, TARGETS),
    "absolute": lambda y: F.l1_loss(y, TARGETS),
    "squared": lambda y: F.mse_loss(y, TARGETS),
}
OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, RATE),
    "momentum": lambda p: torch.optim.SGD(p, RATE, momentum=0.9, weight_decay=1e-2),
    "adam": lambda p: torch.optim.Adam(p, RATE, weight_decay=1e-2),
    "adamw": lambda p: torch.optim.AdamW(p, RATE, weight_decay=1e-1),
}
SCHEDULES = {
    "constant": lambda o: torch.optim.lr_scheduler.ConstantLR(o, 1.0),
    "cosine": lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, STEPS),
    # Without cycling the momentum, which Telltale leaves alone.
    "onecycle": lambda o: torch.optim.lr_scheduler.OneCycleLR(
        o, RATE, total_steps=STEPS, pct_start=0.5, cycle_momentum=False
    ),
}


def run(start: Path, loss: str, optimizer: str, schedule: str) -> dict:
    network = torch.jit.load(str(start)).train()
    stepper = OPTIMIZERS[optimizer](network.parameters())
    rates = SCHEDULES[schedule](stepper)
    record: dict = {"loss": loss, "optimizer": optimizer, "schedule": schedule}
    record["rates"], record["losses"] = [], []
    for step in range(STEPS):
        record["rates"].append(stepper.param_groups[0]["lr"])
        value = LOSSES[loss](network(images(step)))
        stepper.zero_grad()
        value.backward()
        stepper.step()
        rates.step()
        record["losses"].append(value.item())
    record["parameters"] = {n: p.flatten().tolist() for n, p in network.named_parameters()}
    with torch.no_grad():
        record["evaluated"] = network.eval()(images(99)).flatten().tolist()
    return record


PLATEAUS = [
    [1.0, 0.9, 0.95, 0.94, 0.93, 0.92, 0.91, 0.8, 0.79999, 0.79998, 0.79997, 0.79996, 0.7],
    [2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0],
    [0.5, 0.4, 0.3, 0.2, 0.1, 0.09, 0.0899999, 0.0899998, 0.05],
    [1e-7] * 30,
]


def plateau(losses: list, factor: float, patience: int) -> dict:
    stepper = torch.optim.SGD([nn.Parameter(torch.zeros(1))], RATE)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(stepper, "min", factor, patience)
    rates = []
    for loss in losses:
        schedule.step(loss)
        rates.append(stepper.param_groups[0]["lr"])
    return {"losses": losses, "factor": factor, "patience": patience, "rates": rates}


def traced() -> torch.jit.ScriptModule:
    """A map [B,4,H,W] with normalisation and dropout, as tracing writes it down."""
    layers = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.BatchNorm2d(4), nn.Dropout(0.5))
    return torch.jit.trace(layers.eval(), torch.zeros(1, 3, 32, 32))


def frozen() -> torch.jit.ScriptModule:
    """A map [B,6,H/4,W/4]; its first convolution and normalisation are not to be learnt."""
    layers = nn.Sequential(
        nn.Conv2d(3, 4, 3, 2, 1), nn.BatchNorm2d(4), nn.ReLU(), nn.Conv2d(4, 6, 3, 2, 1)
    )
    layers[0].requires_grad_(False)
    layers[1].requires_grad_(False)
    return torch.jit.script(layers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="directory to write")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(5)
    torch.set_num_threads(1)
    start = out / "start.pt"
    torch.jit.script(Tiny()).save(str(start))
    runs = [run(start, "crossEntropy", o, s) for o in OPTIMIZERS for s in SCHEDULES]
    runs += [run(start, loss, "adamw", "onecycle") for loss in LOSSES]
    (out / "training.json").write_text(json.dumps(runs) + "\n")
    plateaus = [plateau(p, f, n) for p in PLATEAUS for f, n in [(0.1, 2), (0.5, 0), (0.3, 1)]]
    (out / "plateau.json").write_text(json.dumps(plateaus) + "\n")
    traced().save(str(out / "traced.pt"))
    frozen().save(str(out / "frozen.pt"))


if __name__ == "__main__":
    main()
