"""Networks that cannot be exported, or not as they are asked to be."""

import torch
from torch import nn


class Small(nn.Module):
    def __init__(self, classes=3):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.ReLU())
        self.fc = nn.Linear(8, classes)

    def forward(self, x):
        return self.fc(self.body(x).mean((2, 3)))


class NoMap(nn.Module):
    """Looks at all pixels at once."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3 * 32 * 32, 3)

    def forward(self, x):
        return self.fc(x.flatten(1))


class TwoInputs(Small):
    def forward(self, x, age):
        return super().forward(x) + age


class Dynamic(Small):
    def forward(self, x):
        if x.mean() > 0.5:
            x = 1 - x
        return self.fc(self.body(x).mean((2, 3)))


class Dictionary(Small):
    def forward(self, x):
        return {"logits": super().forward(x)}


class Probabilities(Small):
    def forward(self, x):
        return super().forward(x).softmax(1)


class OneLogit(Small):
    def __init__(self):
        super().__init__(1)


class Noisy(Small):
    def forward(self, x):
        return super().forward(x) + torch.rand(3)


class PastTheMap(Small):
    """Its answer comes from the images past body, too."""

    def forward(self, x):
        return super().forward(x) + x.mean((1, 2, 3))[:, None]


class NoDecode:
    def encode(self, x):
        return x


class FlatDecode(nn.Module):
    def encode(self, x):
        return x

    def decode(self, z):
        return torch.round(z)


def half():
    return Small().half()


number = 3
