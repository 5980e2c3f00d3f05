"""Write one small picture of each format and variant that Telltale reads, for FormatFixturesTest.

    python tools/format_fixtures.py backend/src/test/resources/formats

`index.tsv` names for every file the picture it must decode to (a PNG, 8-bit RGB) and by how much the
values may differ on average. Expected pixels come from Pillow, or from the numbers that were stored
where Pillow does something else (16 bits per channel, which it cuts off instead of rounding). Alpha
is laid on white by the definition, rounded. The files come from raw_formats.py where Pillow cannot
write a variant.
"""

import io
import sys
from pathlib import Path

import numpy as np
import raw_formats as raw
from PIL import Image, ImageCms, ImageOps

HEIGHT, WIDTH = 29, 37
EXACT = 0.0
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def scene(height: int = HEIGHT, width: int = WIDTH, smooth: bool = False) -> np.ndarray:
    """Different in all four corners and all three channels."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    rings = 127 + 120 * np.sin(((x - width / 3) ** 2 + (y - height / 4) ** 2) / (9 * width))
    board = 255.0 * ((x // 9 + y // 7) % 2)
    slope = 255 * (2 * x + y) / (2 * width + height)
    values = np.stack([rings, slope if smooth else board, slope], -1)
    noise = np.random.default_rng(1).integers(-9, 10, values.shape)
    return np.clip(values + (0 if smooth else noise), 0, 255).astype(np.uint8)


def on_white(values: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    v, a = values.astype(np.int64), alpha.astype(np.int64)[..., None]
    return ((v * a + 255 * (255 - a) + 127) // 255).astype(np.uint8)


def rounded(values16: np.ndarray) -> np.ndarray:
    return ((values16.astype(np.int64) * 255 + 32767) // 65535).astype(np.uint8)


class Fixtures:
    def __init__(self, out: Path):
        self.out, self.rows, self.stems = out, [], {}

    def add(self, name: str, file: bytes, expected: np.ndarray, bound: float = EXACT) -> None:
        if expected.ndim == 2:
            expected = np.repeat(expected[..., None], 3, -1)
        pixels = (expected.shape, expected.tobytes())
        if pixels not in self.stems:
            self.stems[pixels] = f"expected-{name.replace('.', '-')}.png"
            Image.fromarray(expected).save(self.out / self.stems[pixels], optimize=True)
        (self.out / name).write_bytes(file)
        self.rows.append(f"{name}\t{self.stems[pixels]}\t{bound}")

    def by_pillow(self, name: str, file: bytes, bound: float = EXACT) -> None:
        """What Pillow reads from the file is what Telltale must read."""
        image = ImageOps.exif_transpose(Image.open(io.BytesIO(file)))
        if image.mode in ("P", "LA", "RGBA", "PA") or "transparency" in image.info:
            values = np.asarray(image.convert("RGBA"))
            self.add(name, file, on_white(values[..., :3], values[..., 3]), bound)
        else:
            self.add(name, file, np.asarray(image.convert("RGB")), bound)

    def saved(self, name: str, image: Image.Image, bound: float = EXACT, **options) -> None:
        out = io.BytesIO()
        kind = {"jpg": "JPEG", "tif": "TIFF"}.get(name.rsplit(".")[-1], name.rsplit(".")[-1])
        image.save(out, kind, **options)
        self.by_pillow(name, out.getvalue(), bound)


def png(f: Fixtures) -> None:
    rgb = scene()
    grey, alpha = rgb[..., 0], rgb[..., 2]
    wide = rgb.astype(np.int64) * 257
    wide = np.clip(wide + np.random.default_rng(2).integers(-200, 200, wide.shape), 0, 65535)
    wide_alpha = np.clip(alpha.astype(np.int64) * 257, 0, 65535)
    f.saved("rgb.png", Image.fromarray(rgb))
    f.add("interlaced.png", raw.png(rgb, 2, interlaced=True), rgb)
    f.saved("grey.png", Image.fromarray(grey))
    f.saved("rgba.png", Image.fromarray(np.dstack([rgb, alpha])))
    f.saved("grey-alpha.png", Image.fromarray(np.dstack([grey, alpha])))
    f.saved("bilevel.png", Image.fromarray(rgb[..., 1] > 127))
    for bits in (1, 2, 4, 8):
        palette = Image.fromarray(rgb).quantize(2**bits)
        f.saved(f"palette-{bits}.png", palette, bits=bits)
        f.saved(f"palette-{bits}-clear.png", palette, bits=bits, transparency=1)
    f.add("grey-4.png", raw.png(grey // 16, 0, bits=4), grey // 16 * 17)
    f.add("grey-16.png", raw.png(wide[..., 0], 0, bits=16), rounded(wide[..., 0]))
    f.add("rgb-16.png", raw.png(wide, 2, bits=16), rounded(wide))
    f.add(
        "rgba-16.png",
        raw.png(np.dstack([wide, wide_alpha]), 6, bits=16),
        on_white(rounded(wide), alpha),
    )
    keyed = np.where((grey > 200)[..., None], np.array([1, 2, 3], np.uint8), rgb)
    f.by_pillow("rgb-keyed.png", raw.png(keyed, 2, transparent=(1, 2, 3)))
    few = grey // 32 * 32
    f.by_pillow("grey-keyed.png", raw.png(few, 0, transparent=(96,)))
    f.saved("profile.png", Image.fromarray(rgb), icc_profile=PROFILE)
    f.by_pillow("turned-6.png", raw.png(rgb, 2, exif=raw.exif(6)))


def jpeg(f: Fixtures) -> None:
    smooth = Image.fromarray(scene(smooth=True))
    f.saved("ycc-444.jpg", smooth, 0.5, quality=92, subsampling=0)
    f.saved("ycc-420.jpg", smooth, 0.5, quality=92, subsampling=2)
    f.saved("progressive.jpg", smooth, 0.5, quality=92, progressive=True)
    f.saved("restarts.jpg", smooth, 0.5, quality=92, restart_marker_blocks=2)
    f.saved("profile.jpg", smooth, 0.5, quality=92, icc_profile=PROFILE)
    f.saved("rgb.jpg", smooth, 0.5, quality=92, keep_rgb=True)
    f.saved("grey.jpg", smooth.convert("L"), 0.5, quality=92)
    ink = np.asarray(smooth.convert("CMYK")).copy()
    ink[..., 3] = np.asarray(smooth.convert("L")) // 3
    f.saved("cmyk.jpg", Image.fromarray(ink, "CMYK"), 0.5, quality=95)
    f.by_pillow("ycck.jpg", raw.ycck(ink, quality=95), 0.75)
    for turn in range(1, 9):
        exif = raw.exif(turn, big=turn % 2 == 0)
        f.saved(f"turned-{turn}.jpg", smooth, 0.5, quality=92, exif=b"Exif\0\0" + exif)


def bmp(f: Fixtures) -> None:
    rgb = scene()
    grey = rgb[..., 0]
    f.saved("rgb.bmp", Image.fromarray(rgb))
    f.saved("grey.bmp", Image.fromarray(grey))
    f.saved("bilevel.bmp", Image.fromarray(rgb[..., 1] > 127))
    f.saved("palette-8.bmp", Image.fromarray(rgb).quantize(200))
    f.by_pillow("rgb-32.bmp", raw.bmp(np.dstack([rgb, rgb[..., 0]]), 32))
    f.by_pillow("topdown.bmp", raw.bmp(rgb, 24, top_down=True))
    f.by_pillow("core.bmp", raw.bmp(rgb, 24, core=True))
    few = Image.fromarray(rgb).quantize(16)
    table = np.array(few.getpalette(), np.uint8).reshape(-1, 3)
    f.by_pillow("palette-4.bmp", raw.bmp(np.asarray(few), 4, table=table))
    f.by_pillow("rle8.bmp", raw.bmp(np.asarray(few), 8, table=table, rle=True))
    f.by_pillow("rle4.bmp", raw.bmp(np.asarray(few), 4, table=table, rle=True))
    alpha = rgb[..., 2]
    f.add("rgba-v5.bmp", raw.bmp_v5(np.dstack([rgb, alpha])), on_white(rgb, alpha))
    f.add("rgb-555.bmp", *raw.bmp16(rgb, (5, 5, 5), bitfields=False))
    f.add("rgb-565.bmp", *raw.bmp16(rgb, (5, 6, 5), bitfields=True))


def gif(f: Fixtures) -> None:
    palette = Image.fromarray(scene()).quantize(100)
    f.saved("palette.gif", palette)
    f.saved("interlaced.gif", palette, interlace=1)
    f.saved("clear.gif", palette, transparency=palette.getpixel((0, 0)))
    f.saved("grey.gif", Image.fromarray(scene()[..., 0]))
    noise = np.random.default_rng(3).integers(0, 256, (96, 128)).astype(np.uint8)
    f.saved("noise.gif", Image.fromarray(noise))
    others = [Image.fromarray(scene()[::-1]).quantize(50)]
    f.saved("moving.gif", palette, save_all=True, append_images=others, duration=40)
    f.by_pillow("placed.gif", raw.placed_gif(palette, left=3, top=2, width=50, height=40))
    clear = palette.copy()
    clear.info["transparency"] = 3
    f.by_pillow("placed-clear.gif", raw.placed_gif(clear, left=3, top=2, width=50, height=40))


def webp(f: Fixtures) -> None:
    big = scene(61, 83, smooth=True)[:, ::-1] // 2 + 60
    noisy = scene(61, 83)
    alpha = noisy[..., 0]
    grey = np.repeat(alpha[..., None], 3, -1)
    f.saved("lossy.webp", Image.fromarray(big), 1.5, quality=90)
    f.saved("lossy-rough.webp", Image.fromarray(grey), 1.5, quality=30)
    f.saved("lossy-even.webp", Image.fromarray(big[:48, :64]), 1.5, quality=75)
    f.saved("lossy-alpha.webp", Image.fromarray(np.dstack([big, alpha])), 1.5, quality=90)
    f.saved("lossless.webp", Image.fromarray(noisy), lossless=True)
    f.saved("lossless-smooth.webp", Image.fromarray(big), lossless=True)
    few = Image.fromarray(noisy).quantize(12).convert("RGB")
    f.saved("lossless-palette.webp", few, lossless=True)
    both = Image.fromarray(np.dstack([noisy, alpha]))
    f.saved("lossless-alpha.webp", both, lossless=True, exact=True)
    other = [Image.fromarray(noisy[::-1])]
    f.saved("moving.webp", Image.fromarray(noisy), save_all=True, append_images=other, lossless=True)
    f.by_pillow("placed.webp", raw.placed_webp(noisy, left=4, top=2, width=100, height=70))
    f.saved("profile.webp", Image.fromarray(noisy), lossless=True, icc_profile=PROFILE)
    broken = b"no profile" * 20
    f.saved("profile-broken.webp", Image.fromarray(noisy), lossless=True, icc_profile=broken)
    f.saved("turned-8.webp", Image.fromarray(noisy), lossless=True, exif=b"Exif\0\0" + raw.exif(8))


def tiff(f: Fixtures) -> None:
    rgb = scene()
    grey, alpha = rgb[..., 0], rgb[..., 2]
    image = Image.fromarray(rgb)
    for name, packing in (
        ("none", "raw"),
        ("lzw", "tiff_lzw"),
        ("deflate", "tiff_adobe_deflate"),
        ("packbits", "packbits"),
    ):
        f.saved(f"{name}.tif", image, compression=packing)
        f.saved(f"grey-{name}.tif", Image.fromarray(grey), compression=packing)
    f.saved("bilevel.tif", Image.fromarray(rgb[..., 1] > 127))
    f.saved("palette.tif", image.quantize(100), compression="tiff_lzw")
    f.saved("lzw-predictor.tif", image, compression="tiff_lzw", tiffinfo={317: 2})
    f.saved("pages.tif", image, save_all=True, append_images=[Image.fromarray(rgb[::-1])])
    f.saved("cmyk.tif", image.convert("CMYK"), compression="tiff_lzw")
    f.by_pillow("strips-deflate.tif", raw.tiff(rgb, rows=8, deflate=True))
    f.by_pillow("strips-big-endian.tif", raw.tiff(rgb, rows=5, big=True))
    f.by_pillow("tiles.tif", raw.tiff(rgb, tile=16))
    f.by_pillow("tiles-deflate.tif", raw.tiff(rgb, tile=16, deflate=True, predictor=True))
    f.add("planar.tif", raw.tiff(rgb, rows=8, planar=True), rgb)
    f.by_pillow("white-is-zero.tif", raw.tiff(255 - grey, rows=8, photometric=0))
    f.by_pillow("rgba.tif", raw.tiff(np.dstack([rgb, alpha]), rows=8, extra=2))
    ink = np.minimum(rgb, alpha[..., None])
    soft = ink.astype(np.int64) + 255 - alpha[..., None]
    f.add("premultiplied.tif", raw.tiff(np.dstack([ink, alpha]), rows=8, extra=1), soft.astype(np.uint8))
    f.add("grey-alpha.tif", raw.tiff(np.dstack([grey, alpha]), rows=8, extra=2), on_white(grey[..., None], alpha)[..., 0])
    wide = np.clip(rgb.astype(np.int64) * 257 + 100, 0, 65535).astype(np.uint16)
    f.add("rgb-16.tif", raw.tiff(wide, rows=8, deflate=True), rounded(wide))
    f.add("grey-16.tif", raw.tiff(wide[..., 0], rows=8), rounded(wide[..., 0]))
    f.add("grey-16-big-endian.tif", raw.tiff(wide[..., 0], rows=8, big=True), rounded(wide[..., 0]))
    f.saved("profile.tif", image, icc_profile=PROFILE)
    f.saved("profile-broken.tif", image, icc_profile=b"no profile" * 20)
    for bits in (1, 2, 4):
        few, most = grey >> (8 - bits), (1 << bits) - 1
        seen = ((few.astype(np.int64) * 255 + most // 2) // most).astype(np.uint8)
        f.add(f"grey-{bits}.tif", raw.tiff(few, rows=8, bits=bits), seen)
        white = raw.tiff(few, rows=8, bits=bits, photometric=0)
        f.add(f"white-is-zero-{bits}.tif", white, 255 - seen)
        table = np.random.default_rng(bits).integers(0, 256, (3, 1 << bits))
        indexed = raw.tiff(few, rows=8, bits=bits, photometric=3, palette=[int(v) * 257 for v in table.reshape(-1)])
        f.add(f"palette-{bits}.tif", indexed, table.T.astype(np.uint8)[few])
    for turn in range(1, 9):
        f.by_pillow(f"turned-{turn}.tif", raw.tiff(rgb, rows=8, deflate=True, orientation=turn))


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for old in out.iterdir():
        old.unlink()
    fixtures = Fixtures(out)
    for write in (png, jpeg, bmp, gif, webp, tiff):
        write(fixtures)
    (out / "index.tsv").write_text("\n".join(fixtures.rows) + "\n")


if __name__ == "__main__":
    main()
