"""Record what Pillow makes of a picture at a few model input sizes, for ModelInputTest.

    python tools/resize_fixture.py backend/src/test/resources/pillow

The shorter side is brought to the size (bilinear, antialiased) and the middle cut out, as
torchvision's Resize and CenterCrop do with a PIL image.
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

# (picture, model input): even and odd, reduced a little and much, enlarged, and only one side changed.
CASES = [
    ("picture", [(32, 32), (48, 80), (24, 17), (96, 96), (7, 7), (61, 61), (97, 120)]),
    ("wide", [(5, 5), (31, 33), (40, 40)]),
    ("narrow", [(9, 4), (21, 21)]),
]
PICTURES = {"picture": (61, 83), "wide": (23, 311), "narrow": (197, 11)}


def picture(height: int, width: int) -> Image.Image:
    """Rings, edges and a little noise: what a wrong filter or a shift by half a pixel shows in."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    rings = 127 + 120 * np.sin(((x - 30) ** 2 + (y - 25) ** 2) / 60)
    board = 255.0 * ((x // 7 + y // 5) % 2)
    slope = 255 * (x + y) / (height + width)
    noise = np.random.default_rng(1).integers(-12, 13, (height, width, 3))
    values = np.stack([rings, board, slope], -1) + noise
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def model_input(image: Image.Image, height: int, width: int) -> Image.Image:
    w, h = image.size
    if height * w >= width * h:
        full = (max(width, w * height // h), height)
    else:
        full = (width, max(height, h * width // w))
    left, top = round((full[0] - width) / 2), round((full[1] - height) / 2)
    resized = image.resize(full, Image.Resampling.BILINEAR)
    return resized.crop((left, top, left + width, top + height))


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for name, sizes in CASES:
        image = picture(*PICTURES[name])
        image.save(out / f"{name}.png", optimize=True)
        for height, width in sizes:
            seen = model_input(image, height, width)
            seen.save(out / f"{name}-{height}x{width}.png", optimize=True)


if __name__ == "__main__":
    main()
