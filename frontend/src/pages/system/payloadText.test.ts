import { expect, test } from 'vitest';
import { payloadText, pretty } from './payloadText';

const bytes = (...values: number[]) => new Uint8Array(values).buffer;

test('UTF-8 is text, also when it is no ASCII', () => {
  expect(payloadText(new TextEncoder().encode('{"id":"Zaunkönig 🐦"}\n').buffer)).toContain('🐦');
  expect(payloadText(bytes())).toBe('');
});

test('bytes that are no UTF-8, and control characters, are no text', () => {
  expect(payloadText(bytes(0x89, 0x50, 0x4e, 0x47))).toBeNull();
  expect(payloadText(bytes(0x41, 0x00, 0x42))).toBeNull();
});

test('JSON is indented, and what only looks like it is left alone', () => {
  expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(pretty('{"a":')).toBe('{"a":');
});
