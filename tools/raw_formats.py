"""Writers of picture files to the bit, for the variants that Pillow reads but cannot write."""

import io
import struct
import zlib

import numpy as np
from PIL import Image


def exif(orientation: int, big: bool = False) -> bytes:
    """A TIFF block with nothing but an orientation."""
    e = ">" if big else "<"
    entry = struct.pack(e + "HHIHH", 0x0112, 3, 1, orientation, 0)
    return (b"MM" if big else b"II") + struct.pack(e + "HIH", 42, 8, 1) + entry + bytes(4)


def png(values, colour, bits=8, interlaced=False, transparent=(), exif=b""):
    """A PNG file with filter 0; `values` are [h, w] or [h, w, channels]."""
    values = values if values.ndim == 3 else values[..., None]
    height, width, _ = values.shape
    passes = [(0, 0, 1, 1)]
    if interlaced:
        passes = [
            (0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4),
            (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1),
        ]  # fmt: skip
    rows = b""
    for top, left, down, across in passes:
        for row in values[top::down, left::across]:
            rows += b"\0" + packed_row(row.reshape(-1), bits) if row.size else b""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, int(interlaced))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + (chunk(b"tRNS", struct.pack(f">{len(transparent)}H", *transparent)) if transparent else b"")
        + (chunk(b"eXIf", exif) if exif else b"")
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def packed_row(samples, bits):
    if bits == 16:
        return samples.astype(">u2").tobytes()
    if bits == 8:
        return samples.astype(np.uint8).tobytes()
    wide = (samples[:, None] >> np.arange(bits - 1, -1, -1)) & 1
    return np.packbits(wide.astype(np.uint8).reshape(-1)).tobytes()


def ycck(ink, quality):
    """CMYK inks as an Adobe YCCK JPEG: written as plain CMYK, then the marker is changed."""
    ycc = np.asarray(Image.fromarray(ink[..., :3]).convert("YCbCr"))
    out = io.BytesIO()
    # Pillow turns all four over as it writes.
    stored = np.dstack([255 - ycc, ink[..., 3]])
    Image.fromarray(stored, "CMYK").save(out, "JPEG", quality=quality)
    file = bytearray(out.getvalue())
    at = file.index(b"Adobe")
    file[at + 11] = 2
    return bytes(file)


def bmp(values, bits, table=None, top_down=False, core=False, rle=False):
    height, width = values.shape[:2]
    if rle:
        data = run_lengths(values[::-1], bits)
    else:
        rows = values if top_down else values[::-1]
        data = b""
        for row in rows:
            if bits >= 24:
                row = row[:, [2, 1, 0, 3][: bits // 8]].reshape(-1)
                packed = row.astype(np.uint8).tobytes()
            else:
                packed = packed_row(row, bits)
            data += packed + bytes(-len(packed) % 4)
    colours = b"" if table is None else b"".join(bytes([b, g, r, 0]) for r, g, b in table)
    compression = {8: 1, 4: 2}[bits] if rle else 0
    signed = -height if top_down else height
    if core:
        header = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        used = len(colours) // 4
        header = struct.pack(
            "<IiiHHIIiiII", 40, width, signed, 1, bits, compression, len(data), 0, 0, used, 0
        )
    return bmp_file(header + colours, data)


def bmp_file(header, data):
    offset = 14 + len(header)
    return b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, offset) + header + data


def bmp_v5(rgba):
    """Alpha and fields, and a colour profile that is a path on somebody's disk."""
    height, width, _ = rgba.shape
    data = b"".join(row[:, [2, 1, 0, 3]].tobytes() for row in rgba[::-1])
    header = struct.pack("<IiiHHIIiiII", 124, width, height, 1, 32, 3, len(data), 0, 0, 0, 0)
    header += struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000) + b"KNIL"
    return bmp_file(header.ljust(124, b"\0"), data)


def bmp16(rgb, bits, bitfields):
    """The file and what it decodes to: each field widened to 8 bits, rounded."""
    masks, shift, packed, seen = [], sum(bits), 0, []
    for c, n in enumerate(bits):
        shift -= n
        field = rgb[..., c].astype(np.int64) >> (8 - n)
        packed = packed | field << shift
        masks.append(((1 << n) - 1) << shift)
        most = (1 << n) - 1
        seen.append((field * 255 + most // 2) // most)
    height, width = packed.shape
    data = b""
    for row in packed[::-1]:
        row = row.astype("<u2").tobytes()
        data += row + bytes(-len(row) % 4)
    compression = 3 if bitfields else 0
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 16, compression, len(data), 0, 0, 0, 0)
    header += struct.pack("<III", *masks) if bitfields else b""
    return bmp_file(header, data), np.dstack(seen).astype(np.uint8)


def run_lengths(rows, bits):
    out = b""
    for row in rows:
        x = 0
        while x < len(row):
            n = 1
            while x + n < len(row) and n < 255 and row[x + n] == row[x]:
                n += 1
            if n < 3 and len(row) - x >= 3:  # three as they are
                a = [int(v) for v in row[x : x + 3]]
                body = bytes(a) if bits == 8 else bytes([a[0] << 4 | a[1], a[2] << 4])
                out += bytes([0, 3]) + body + bytes(-len(body) % 2)
                x += 3
            else:
                v = int(row[x])
                out += bytes([n, v if bits == 8 else v << 4 | v])
                x += n
        out += b"\0\0"
    return out[:-2] + b"\0\1"


def placed_gif(image, left, top, width, height):
    """A frame on a larger canvas."""
    out = io.BytesIO()
    extra = {k: image.info[k] for k in ("transparency",) if k in image.info}
    image.save(out, "GIF", optimize=False, **extra)
    file = bytearray(out.getvalue())
    table = 3 * 2 ** ((file[10] & 7) + 1)
    at = 13 + table
    while file[at] != 0x2C:
        at += 2
        while file[at]:
            at += file[at] + 1
        at += 1
    struct.pack_into("<HH", file, 6, width, height)
    struct.pack_into("<HH", file, at + 1, left, top)
    return bytes(file)


def placed_webp(rgb, left, top, width, height):
    """A moving picture of one lossless frame on a larger canvas; even places only."""
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "WEBP", lossless=True)
    bitstream = out.getvalue()[12:]

    def u24(n):
        return struct.pack("<I", n)[:3]

    def chunk(name, data):
        return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)

    h, w = rgb.shape[:2]
    frame = b"".join(map(u24, (left // 2, top // 2, w - 1, h - 1, 40))) + b"\0" + bitstream
    flags = struct.pack("<I", 0x12)
    body = b"WEBP" + chunk(b"VP8X", flags + u24(width - 1) + u24(height - 1))
    body += chunk(b"ANIM", bytes(6)) + chunk(b"ANMF", frame)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def tiff(
    values,
    rows=0,
    tile=0,
    deflate=False,
    predictor=False,
    planar=False,
    big=False,
    photometric=None,
    extra=None,
    orientation=1,
    bits=0,
    palette=None,
):
    """A TIFF file in strips of `rows` rows or in square tiles; `bits` by the array's type if 0."""
    values = values if values.ndim == 3 else values[..., None]
    height, width, channels = values.shape
    e = ">" if big else "<"
    blocks = []
    for plane in range(channels) if planar else [slice(None)]:
        part = values[..., plane]
        part = part if part.ndim == 3 else part[..., None]
        if tile:
            full = np.zeros((-(-height // tile) * tile, -(-width // tile) * tile, part.shape[2]), part.dtype)
            full[:height, :width] = part
            for y in range(0, full.shape[0], tile):
                for x in range(0, full.shape[1], tile):
                    blocks.append(full[y : y + tile, x : x + tile])
        else:
            blocks += [part[y : y + rows] for y in range(0, height, rows)]
    data = []
    for block in blocks:
        if predictor:
            block = np.concatenate([block[:, :1], block[:, 1:] - block[:, :-1]], 1)
        packed = block.astype(block.dtype.newbyteorder(e)).tobytes()
        if 0 < bits < 8:
            packed = b"".join(packed_row(row.reshape(-1), bits) for row in block)
        data.append(zlib.compress(packed, 9) if deflate else packed)
    body, offsets = b"", []
    for packed in data:
        offsets.append(8 + len(body))
        body += packed + bytes(len(packed) % 2)
    colours = channels - (extra is not None)
    tags = {
        256: [width], 257: [height], 258: [bits or values.dtype.itemsize * 8] * channels,
        259: [8 if deflate else 1],
        262: [(2 if colours == 3 else 1) if photometric is None else photometric],
        274: [orientation], 277: [channels], 284: [2 if planar else 1],
    }  # fmt: skip
    if predictor:
        tags[317] = [2]
    if extra is not None:
        tags[338] = [extra]
    if palette is not None:
        tags[320] = palette
    longs = {324: offsets, 325: [len(d) for d in data]} if tile else {273: offsets, 279: [len(d) for d in data]}
    if tile:
        tags |= {322: [tile], 323: [tile]}
    else:
        tags[278] = [rows]
    start = 8 + len(body)
    after = start + 2 + 12 * (len(tags) + len(longs)) + 4
    entries, tail = b"", b""
    for tag, numbers in sorted((tags | longs).items()):
        code, kind = ("I", 4) if tag in longs else ("H", 3)
        packed = struct.pack(f"{e}{len(numbers)}{code}", *numbers)
        if len(packed) > 4:
            packed, tail = struct.pack(e + "I", after + len(tail)), tail + packed + bytes(len(packed) % 4)
        entries += struct.pack(e + "HHI", tag, kind, len(numbers)) + packed.ljust(4, b"\0")
    header = (b"MM" if big else b"II") + struct.pack(e + "HI", 42, start)
    return header + body + struct.pack(e + "H", len(tags) + len(longs)) + entries + bytes(4) + tail
