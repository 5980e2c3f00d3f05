import type { DataCorrelation, DataCorrelations, DataFault, DataGroup } from '../../api/types';
import { count, percent } from '../../format/numbers';

/** `1 picture`, `12 pictures`. */
export function pictures(n: number): string {
  return `${count(n)} ${n === 1 ? 'picture' : 'pictures'}`;
}

/** What a group is, after “pictures are”: `waterbird, place = land`. */
export function groupName(values: DataGroup['values'], label: string | null): string {
  return Object.entries(values)
    .map(([name, value]) => (name === label ? value : `${name} = ${value}`))
    .join(', ');
}

/** Fewer pictures tell little of a group, in training or in figures. */
const FEW = 30;

/** Whether a group is so small that a model may well pass it over: under half of an even share. */
export function isRare({ pictures: n, share }: DataGroup, combinations: number): boolean {
  return n < FEW || share < 0.5 / combinations;
}

/** The smallest group in a sentence: `Only 12 pictures are waterbird, place = land (0.4 %).` */
export function smallestGroup(
  group: DataGroup,
  label: string | null,
  combinations: number,
): string {
  const name = groupName(group.values, label);
  const share = percent(group.share);
  if (!isRare(group, combinations)) {
    return `The smallest group is ${name}, with ${pictures(group.pictures)} (${share}).`;
  }
  const are = group.pictures === 1 ? 'is' : 'are';
  return `▲ Only ${pictures(group.pictures)} ${are} ${name} (${share}).`;
}

/** A correlation as it is written: `−0.412`. */
export function phi(value: number): string {
  return value.toFixed(3).replace('-', '−');
}

/** Its interval: `−0.51 to −0.30`. */
export function phiRange({ low, high }: DataCorrelation): string {
  if (low === null || high === null) return 'no interval';
  return `${low.toFixed(2)} to ${high.toFixed(2)}`.replaceAll('-', '−');
}

/** A pair in a sentence, for whoever points at it. */
export function pairSentence(pair: DataCorrelation, { indicators }: DataCorrelations): string {
  const names = `${indicators[pair.a]?.name} and ${indicators[pair.b]?.name}`;
  if (pair.phi === null) return `${names}: not told, ${pair.reason}.`;
  return `${names}: φ ${phi(pair.phi)}, 95\u202f% ${phiRange(pair)}, ${pictures(pair.n)}.`;
}

/** What each kind of fault is, in words. */
export const faultNames: Record<DataFault['kind'], string> = {
  metadata: 'row that cannot be right',
  'file-missing': 'picture is not there',
  'path-outside-roots': 'path leads out of the data set',
  'unsupported-scheme': 'address that cannot be read',
  'invalid-value': 'path names no file',
  'unreadable-image': 'picture cannot be decoded',
  'unsupported-format': 'format is not read',
  'image-too-large': 'picture is too large',
  'mask-missing': 'mask is not there',
  'mask-unreadable': 'mask cannot be decoded',
  'mask-size': 'mask has another size',
};
