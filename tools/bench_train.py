"""Train as `telltale bench train` does, an epoch for each line on standard input.

    python tools/bench_train.py features.pt images.npy labels.npy BATCH RATE

Prints the seconds of each. Needs torch 2.x and numpy; one thread, the images in memory as bytes.
"""

import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


def epoch(features, head, optimizer, images, labels, batch: int) -> None:
    features.train()
    order = torch.randperm(len(images))
    for start in range(0, len(images) - batch + 1, batch):
        chosen = order[start : start + batch]
        logits = head(features(images[chosen].float() / 255).mean((2, 3)))
        loss = F.cross_entropy(logits, labels[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss.item()


def main() -> None:
    network, pixels, answers, batch, rate = sys.argv[1:]
    torch.set_num_threads(1)
    torch.manual_seed(0)
    features = torch.jit.load(network)
    images = torch.from_numpy((np.load(Path(pixels)) * 255).round().astype(np.uint8))
    labels = torch.from_numpy(np.load(Path(answers)).astype(np.int64))
    channels = features(images[:2].float() / 255).shape[1]
    head = nn.Linear(channels, int(labels.max()) + 1)
    parameters = [*features.parameters(), *head.parameters()]
    optimizer = torch.optim.AdamW(parameters, float(rate), weight_decay=0.01)
    for _ in sys.stdin:
        start = time.perf_counter()
        epoch(features, head, optimizer, images, labels, int(batch))
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
