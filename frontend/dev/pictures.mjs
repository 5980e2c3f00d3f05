// Drawn stand-ins for scored pictures: a bird-like spot on land or water, its mask, and a map.
import { deflateSync } from 'node:zlib';

const SIZE = 64;

/** A small generator of numbers in [0,1), the same for the same seed. */
export function random(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function bird(sample) {
  const next = random(sample.n + 7);
  return { x: 20 + next() * 24, y: 22 + next() * 22, r: 8 + next() * 5, seed: sample.n };
}

function inBird({ x, y, r }, px, py) {
  const body = ((px - x) / (r * 1.5)) ** 2 + ((py - y) / r) ** 2 < 1;
  const head = (px - x - r * 1.4) ** 2 + (py - y + r * 0.7) ** 2 < (r * 0.5) ** 2;
  return body || head;
}

/** The 8 × 8 map of a sample: on the bird, or on its background when the model looked there. */
export function attention(sample) {
  const next = random(sample.n + 99);
  const b = bird(sample);
  const [cx, cy] = sample.looksAside ? [next() * 63, next() < 0.5 ? 6 : 58] : [b.x, b.y];
  const values = Array.from({ length: 64 }, (_, i) => {
    const [px, py] = [(i % 8) * 8 + 4, Math.floor(i / 8) * 8 + 4];
    const near = Math.exp(-((px - cx) ** 2 + (py - cy) ** 2) / 340);
    return near + 0.1 * next();
  });
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => (value - low) / (high - low));
}

function jet(v) {
  const c = (d) => Math.max(0, Math.min(1, 1.5 - Math.abs(4 * v - d))) * 255;
  return [c(3), c(2), c(1)];
}

const stops = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
];

function viridis(v) {
  const at = Math.max(0, Math.min(3.999, v * 4));
  const i = Math.floor(at);
  return stops[i].map((c, k) => c + (stops[i + 1][k] - c) * (at - i));
}

function heat(map, px, py) {
  const fx = Math.max(0, Math.min(6.999, (px - 4) / 8));
  const fy = Math.max(0, Math.min(6.999, (py - 4) / 8));
  const [x, y] = [Math.floor(fx), Math.floor(fy)];
  const at = (i, j) => map[j * 8 + i];
  const top = at(x, y) * (1 - fx + x) + at(x + 1, y) * (fx - x);
  const bottom = at(x, y + 1) * (1 - fx + x) + at(x + 1, y + 1) * (fx - x);
  return top * (1 - fy + y) + bottom * (fy - y);
}

/** A sample as PNG; `kind` is original, overlay or mask. */
export function picture(sample, kind, opacity = 0.5, colormap = 'jet') {
  return png(SIZE, pixels(sample, kind, opacity, colormap));
}

/** Samples beside each other as PNG; `kind` may also be attack. */
export function strip(samples, kind) {
  return sheet([[samples, kind]]);
}

/** Rows of as many samples, each of a kind, as PNG; kinds may also be grey, blur and rotate. */
export function sheet(rows) {
  const all = rows.map(([samples, kind]) =>
    samples.map((sample) => pixels(sample, kind, 0.5, 'jet')),
  );
  const at = (x, y) => all[Math.floor(y / SIZE)][Math.floor(x / SIZE)](x % SIZE, y % SIZE);
  return png(SIZE * all[0].length, at, SIZE * all.length);
}

function pixels(sample, kind, opacity, colormap) {
  const b = bird(sample);
  const map = attention(sample);
  const next = random(sample.n);
  const base = sample.groups.place === 'water' ? [58, 104, 138] : [78, 112, 62];
  const plumage = sample.label === 'waterbird' ? [214, 216, 220] : [152, 108, 70];
  return (px, py) => {
    const turned = kind === 'rotate' && heat(map, px, py) > 0.4;
    const [x, y] = turned ? [px - (px % 8) + (py % 8), py - (py % 8) + (px % 8)] : [px, py];
    const noise =
      (next() - 0.5) * 26 + 12 * Math.sin(y / (sample.groups.place === 'water' ? 2 : 9));
    const inside = inBird(b, x, y);
    if (kind === 'mask') return inside ? [255, 255, 255] : [0, 0, 0];
    const pixel = (inside ? plumage : base).map((v) => v + noise);
    if (kind === 'original' || kind === 'rotate') return pixel;
    if (kind === 'grey' || kind === 'blur') {
      const kept = kind === 'grey' ? pixel.map(() => (pixel[0] + pixel[1] + pixel[2]) / 3) : base;
      return heat(map, x, y) > 0.4 ? kept : pixel;
    }
    if (kind === 'attack') {
      const wave = 90 * heat(map, x, y) * Math.sin(x * 0.9) * Math.cos(y * 0.7);
      return pixel.map((v, c) => v + (c === 1 ? wave : -wave));
    }
    const color = (colormap === 'jet' ? jet : viridis)(heat(map, x, y));
    return pixel.map((v, c) => v * (1 - opacity) + color[c] * opacity);
  };
}

function png(width, pixel, height = SIZE) {
  const line = width * 3 + 1;
  const rows = Buffer.alloc(height * line);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * line + 1 + x * 3;
      pixel(x, y).forEach((v, c) => (rows[at + c] = Math.max(0, Math.min(255, v))));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return (c ^ 0xffffffff) >>> 0;
}
