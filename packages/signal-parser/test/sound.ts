import { expect } from 'vitest';
import { FIELDS, parse, TEXT_BYTES_MAX, type Evidence, type Reading } from '../src/index.ts';

const DECIMAL = /^(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;
const SYMBOL = /^[A-Z0-9]{2,}$/;

/** Reads a text, and checks all that must hold of every reading. */
export function expectSound(text: string): void {
  const parsed = parse(text);
  if (parsed.kind === 'refused') {
    expect(new TextEncoder().encode(text).length).toBeGreaterThan(TEXT_BYTES_MAX);
    return;
  }
  expect(parse(text)).toEqual(parsed);
  expectWhole(parsed);
  expectEvidence(parsed, text);
}

function expectWhole(reading: Reading): void {
  const { kind, signals, update, moreUpdates, confidence } = reading;
  expect(confidence).toBeGreaterThanOrEqual(0);
  expect(confidence).toBeLessThanOrEqual(1);
  expect(kind === 'signal').toBe(signals.length > 0);
  if (kind !== 'signal') expect(kind === 'update').toBe(update !== null);
  if (update === null) expect(moreUpdates).toBeUndefined();
  expect(signals.filter(({ symbol }) => !SYMBOL.test(symbol))).toEqual([]);
  expect(decimalsOf(reading).filter((decimal) => !DECIMAL.test(decimal))).toEqual([]);
}

const decimalsOf = ({ signals, update, moreUpdates = [] }: Reading) => [
  ...signals.flatMap(({ entry, stopLoss, takeProfits, lots, riskPercent, leverage }) => [
    ...Object.values(entry ?? {}),
    ...[stopLoss ?? {}, ...takeProfits].flatMap((level) =>
      Object.values(level).filter((each): each is string => typeof each === 'string'),
    ),
    ...[lots, riskPercent, leverage].filter((each) => each !== null),
  ]),
  ...[update, ...moreUpdates].flatMap((each) =>
    [each?.percent, each?.price].filter((value) => typeof value === 'string'),
  ),
];

function expectEvidence({ evidence, signals, update, moreUpdates = [] }: Reading, text: string) {
  const updates = update ? 1 + moreUpdates.length : 0;
  const isSound = ({ field, index, start, end, confidence }: Evidence) =>
    FIELDS.includes(field) &&
    index < (field === 'update' ? updates : signals.length) &&
    start >= 0 &&
    end >= start &&
    end <= text.length &&
    confidence >= 0 &&
    confidence <= 1;
  expect(evidence.filter((each) => !isSound(each))).toEqual([]);
}
