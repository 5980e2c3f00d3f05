"""Train the demo bundle: a small network that learned to look at the place instead of the bird.

    ./telltale generate waterbirds --out /tmp/train --count 3000 --correlation .95 --size 64 --seed 1
    ./telltale generate waterbirds --out /tmp/report --count 3000 --correlation .5 --size 64 --seed 100
    python tools/train_demo.py /tmp/train /tmp/report models/birds-p95 --correlation .95 --seed 1 --report-seed 100

Needs torch 2.x, numpy and pillow. Takes about half a minute of one core for training. Every picture
of the first directory is trained on, whatever its split; the second is only reported on. Seeds are
kept apart: 1 for training, 100 for the figures in model.json, 1000 for the pictures that the demo
screens.
"""

import argparse
import csv
import json
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional as F

from bundle import write_bundle

CLASSES = ["landbird", "waterbird"]
WIDTHS = (16, 24, 48, 96)
BATCH = 64
LEARNING_RATE = 3e-3
WEIGHT_DECAY = 1e-4


class Block(nn.Module):
    """Two 3x3 convolutions and a way around them."""

    def __init__(self, inputs: int, outputs: int, stride: int):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.around = nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
        )

    def forward(self, x: Tensor) -> Tensor:
        h = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(h)) + self.around(x))


class Features(nn.Module):
    """[B,3,64,64] in [0,1] -> [B,96,8,8]; the normalisation is inside."""

    def __init__(self):
        super().__init__()
        a, b, c, d = WIDTHS
        self.stem = nn.Conv2d(3, a, 3, 2, 1, bias=False)
        self.norm = nn.BatchNorm2d(a)
        self.blocks = nn.Sequential(Block(a, b, 2), Block(b, c, 2), Block(c, d, 1))

    def forward(self, x: Tensor) -> Tensor:
        return self.blocks(F.relu(self.norm(self.stem((x - 0.5) * 4))))


class Head(nn.Module):
    """[B,96,h,w] -> logits [B,2]: the mean over the map, then a linear layer."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(WIDTHS[-1], len(CLASSES))

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(x.mean((2, 3)))


def read(directory: Path) -> tuple[Tensor, Tensor, Tensor]:
    """Pictures [N,3,H,W] as bytes, labels [N], places [N]."""
    with open(directory / "metadata.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    pictures = np.stack(
        [np.asarray(Image.open(directory / row["img_filename"]).convert("RGB")) for row in rows]
    )
    labels = torch.tensor([int(row["y"]) for row in rows])
    places = torch.tensor([int(row["place"]) for row in rows])
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).contiguous(), labels, places


def train(features: Features, head: Head, pictures: Tensor, labels: Tensor, epochs: int) -> None:
    network = nn.Sequential(features, head).train()
    optimizer = torch.optim.AdamW(network.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    steps = len(labels) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, LEARNING_RATE, total_steps=epochs * steps, pct_start=0.25
    )
    for epoch in range(epochs):
        order = torch.randperm(len(labels))
        total = 0.0
        for step in range(steps):
            batch = order[step * BATCH : (step + 1) * BATCH]
            x = pictures[batch].float() / 255
            if torch.rand(1) < 0.5:
                x = x.flip(3)
            loss = F.cross_entropy(network(x), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1} of {epochs}: loss {total / steps:.4f}", flush=True)
    network.eval()


@torch.no_grad()
def figures(features: nn.Module, head: nn.Module, data: tuple[Tensor, Tensor, Tensor]) -> dict:
    """Accuracy over all, in each group of label and place, and in the worst of them."""
    pictures, labels, places = data
    predicted = torch.cat(
        [head(features(part.float() / 255)).argmax(1) for part in pictures.split(250)]
    )
    right = (predicted == labels).double()
    groups = {}
    for label, name in enumerate(CLASSES):
        for place, ground in enumerate(["land", "water"]):
            inside = (labels == label) & (places == place)
            groups[f"{name} on {ground}"] = {
                "n": int(inside.sum()),
                "accuracy": round(right[inside].mean().item(), 4),
            }
    return {
        "images": len(labels),
        "accuracy": round(right.mean().item(), 4),
        "worstGroupAccuracy": min(group["accuracy"] for group in groups.values()),
        "groups": groups,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("train", type=Path, help="Waterbirds directory to train on")
    parser.add_argument("report", type=Path, help="Waterbirds directory to report on, p = .5")
    parser.add_argument("out", type=Path, help="bundle to write")
    parser.add_argument("--correlation", type=float, default=0.95, help="of the training pictures")
    parser.add_argument("--seed", type=int, default=1, help="of the training pictures and of the training")
    parser.add_argument("--report-seed", type=int, default=100, help="of the pictures reported on")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()

    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    training = read(args.train)
    pictures, labels, places = training
    features, head = Features(), Head()
    parameters = sum(p.numel() for m in (features, head) for p in m.parameters())
    print(f"{len(labels)} pictures, {parameters} parameters")
    start = time.process_time()
    train(features, head, pictures, labels, args.epochs)
    print(f"trained in {time.process_time() - start:.0f} CPU seconds")

    report = figures(features, head, read(args.report))
    own_place = round((labels == places).double().mean().item(), 4)
    provenance = {
        "trainedOn": "drawn Waterbirds (./telltale generate waterbirds)",
        "correlation": args.correlation,
        "shareInOwnPlace": own_place,
        "seed": args.seed,
        "images": len(labels),
        "epochs": args.epochs,
        "parameters": parameters,
        "script": "tools/train_demo.py",
        "figures": {"on": "drawn Waterbirds, correlation 0.5", "seed": args.report_seed, **report},
    }
    write_bundle(args.out, features, head, pictures.shape[-1], CLASSES, provenance)

    # What was saved must say the same as what was trained.
    saved = [torch.jit.load(str(args.out / name)) for name in ("features.pt", "head.pt")]
    x = pictures[:8].float() / 255
    torch.testing.assert_close(saved[1](saved[0](x)), head(features(x)))
    print(json.dumps(report, indent=2))
    print("on the training pictures:", json.dumps(figures(features, head, training)))


if __name__ == "__main__":
    main()
