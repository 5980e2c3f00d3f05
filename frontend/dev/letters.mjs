// Made-up dead letters: events that could not be screened, each with a payload that shows why.

const cut = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), noise(4089)]);

function noise(length) {
  return Buffer.from(Array.from({ length }, (_, i) => (i * 7919) % 256));
}

const event = (changes) =>
  Buffer.from(JSON.stringify({ id: 'robin-1', dataset: 'waterbirds', ...changes }));

const kinds = {
  'unreadable-image': {
    sentence: 'The image cannot be decoded: it is truncated, empty or not an image.',
    detail: 'waterbirds/images/robin-1.png: the PNG ends after 4,089 of 18,220 bytes',
    payload: event({ uri: 'images/robin-1.png', label: 'landbird', groups: { place: 'land' } }),
  },
  'path-outside-roots': {
    sentence: 'The file is outside the directories that may be read.',
    detail: 'uri: ../../etc/passwd leaves /data/waterbirds',
    payload: event({ uri: '../../etc/passwd' }),
  },
  'not-json': {
    sentence: 'The record is not valid JSON.',
    detail: 'line 1, column 1: unexpected character (code 137)',
    payload: cut,
  },
  'unknown-label': {
    sentence: 'The label is not a class of the data set.',
    detail: 'label: "seabird" is not one of landbird, waterbird',
    payload: event({ uri: 'images/gull-7.png', label: 'seabird' }),
  },
};

/** Every reason that letters are made for. */
export const reasons = Object.keys(kinds);

/** Dead letters, newest first, and what to do with them. */
export class Letters {
  constructor() {
    this.all = [];
  }

  /** Rejects an event for a reason at a time (epoch milliseconds). */
  add(reason, time) {
    const { sentence, detail, payload } = kinds[reason];
    const json = reason !== 'not-json';
    this.all.unshift({
      partition: 0,
      offset: this.all.length,
      reason,
      sentence,
      detail,
      dataset: json ? 'waterbirds' : null,
      id: json ? 'robin-1' : null,
      model: reason === 'unreadable-image' ? 'demo-waterbirds' : null,
      source: `telltale.images/3/${1000 + this.all.length}`,
      rejectedAt: new Date(time).toISOString(),
      bytes: payload.length,
    });
  }

  counts() {
    const counts = {};
    for (const { reason } of this.all) counts[reason] = (counts[reason] ?? 0) + 1;
    return counts;
  }

  of(reason) {
    return reason ? this.all.filter((letter) => letter.reason === reason) : this.all;
  }

  find(offset) {
    return this.all.find((letter) => letter.offset === offset);
  }

  payload(letter) {
    return kinds[letter.reason].payload;
  }
}
