import { describe, expect, it } from 'vitest';
import { FAMILIES, generate, type GeneratedMessage, LANGUAGE_CODES } from './messages.ts';
import type { Role } from './pieces.ts';

const COUNT = 20_000;
const messages = [...generate({ seed: 1, count: COUNT })];
const DECIMAL = /^(0|[1-9]\d*)(\.\d*[1-9])?$/;

const show = ({ text, labels, spans }: GeneratedMessage) =>
  `${text}\n${JSON.stringify(labels)}\n${JSON.stringify(spans)}`;

const failing = (check: (message: GeneratedMessage) => boolean) =>
  messages.filter((message) => !check(message)).map(show);

const spansOf = ({ spans }: GeneratedMessage, ...roles: Role[]) =>
  spans.filter(({ role }) => roles.includes(role));

function numbersOf({ labels }: GeneratedMessage): (string | null)[] {
  const ofSignals = labels.signals.flatMap((signal) => [
    signal.entry?.low ?? null,
    signal.entry?.high ?? null,
    ...[signal.stopLoss ?? {}, ...signal.takeProfits].flatMap((level) => Object.values(level)),
    signal.lots,
    signal.riskPercent,
    signal.leverage,
  ]);
  const updates = [labels.update, ...(labels.moreUpdates ?? [])];
  const ofUpdates = updates.flatMap((update) => [update?.price ?? null, update?.percent ?? null]);
  return [...ofSignals, ...ofUpdates].filter((value): value is string | null => value !== true);
}

const take = (seed: number) => JSON.stringify([...generate({ seed, count: 200 })]);

const share = (wanted: string) =>
  messages.filter(({ labels: { kind } }) => kind === wanted).length / COUNT;

const isSound = ({ text, spans }: GeneratedMessage) =>
  spans.every(({ start, end }, at) => {
    const covered = text.slice(start, end);
    return start >= (spans[at - 1]?.end ?? 0) && covered !== '' && covered === covered.trim();
  });

const agrees = (message: GeneratedMessage) => {
  const { signals } = message.labels;
  const at = (order: number, ...roles: Role[]) =>
    spansOf(message, ...roles).filter((span) => span.order === order).length;
  return signals.every(
    (signal, order) =>
      (signal.entry === null) === (at(order, 'ENT') === 0) &&
      (at(order, 'SL', 'SLP') === 0 || signal.stopLoss !== null) &&
      at(order, 'TP', 'TPP', 'OPN') <= signal.takeProfits.length &&
      (signals.length > 1 || at(order, 'TP', 'TPP', 'OPN') === signal.takeProfits.length) &&
      (at(order, 'LIM') === 0 || signal.orderType === 'limit') &&
      (at(order, 'STP') === 0 || signal.orderType === 'stop'),
  );
};

const isWhole = ({ labels: { kind, signals, update } }: GeneratedMessage) => {
  if (kind === 'signal') return signals.length > 0;
  return signals.length === 0 && (kind === 'update') === (update !== null);
};

const areDecimals = (message: GeneratedMessage) =>
  numbersOf(message).every((value) => value === null || (DECIMAL.test(value) && Number(value) > 0));

const isOrdered = ({ labels }: GeneratedMessage) =>
  labels.signals.every(
    ({ symbol, entry }) =>
      /^[A-Z0-9]{3,16}$/.test(symbol) &&
      (entry === null || Number(entry.low) <= Number(entry.high)),
  );

const fits = ({ labels: { update, moreUpdates = [] } }: GeneratedMessage) =>
  [update, ...moreUpdates].every((each) => {
    if (each === null) return true;
    if (each.type === 'moveStop' && each.price === null) return false;
    return each.percent === null || each.type === 'closePartial';
  });

describe('the messages', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(take(7)).toBe(take(7));
    expect(take(7)).not.toBe(take(8));
  });

  it('do not depend on how many are asked for', () => {
    expect([...generate({ seed: 1, count: 50 })]).toEqual(messages.slice(0, 50));
  });

  it('come in every family and language', () => {
    expect(new Set(FAMILIES)).toEqual(new Set(messages.map(({ family }) => family)));
    expect(new Set(LANGUAGE_CODES)).toEqual(new Set(messages.map(({ lang }) => lang)));
  });

  it('come only in those asked for', () => {
    const options = { families: ['form', 'close'], languages: ['en'] };

    for (const { family, lang } of generate({ seed: 1, count: 50, ...options })) {
      expect(options.families).toContain(family);
      expect(lang).toBe('en');
    }
  });

  it('are signals, updates and noise as often as in the wild', () => {
    expect(share('signal')).toBeCloseTo(0.55, 1);
    expect(share('update')).toBeCloseTo(0.2, 1);
    expect(share('noise')).toBeCloseTo(0.25, 1);
  });
});

describe('the families', () => {
  const shares = FAMILIES.map(
    (name) => messages.filter(({ family }) => family === name).length / COUNT,
  );

  it('are many, and none is more than a fifth of all', () => {
    expect(FAMILIES.length).toBeGreaterThan(150);
    expect(Math.max(...shares)).toBeLessThan(0.2);
  });
});

describe('the spans', () => {
  it('lie in the text, in order, on words', () => {
    expect(failing(isSound)).toEqual([]);
  });

  it('belong to a signal or an update that there is', () => {
    const updateRoles = new Set<Role>(
      'USYM CLS PRT PCT BE USL UTP UPX CAN TOF'.split(' ') as Role[],
    );
    const belongs = ({ spans, labels: { signals, update, moreUpdates = [] } }: GeneratedMessage) =>
      spans.every(({ role, order }) =>
        updateRoles.has(role)
          ? update !== null && order <= moreUpdates.length
          : order < signals.length,
      );

    expect(failing(belongs)).toEqual([]);
  });

  it('are as many as the labels have values', () => {
    expect(failing(agrees)).toEqual([]);
  });

  it('leave out what will only be done later', () => {
    const note = /move sl to be after tp1$/i;
    const noted = messages.filter(({ text }) => note.test(text));

    expect(noted.length).toBeGreaterThan(0);
    for (const { text, spans } of noted) {
      expect(spans.filter(({ end }) => end > text.search(note))).toEqual([]);
    }
  });

  it('are none in noise', () => {
    expect(failing(({ labels, spans }) => labels.kind !== 'noise' || spans.length === 0)).toEqual(
      [],
    );
  });
});

describe('the labels', () => {
  it('are whole', () => {
    expect(failing(isWhole)).toEqual([]);
  });

  it('have decimals for numbers, none of them zero', () => {
    expect(failing(areDecimals)).toEqual([]);
  });

  it('have an instrument in every signal, and the lower end of a zone first', () => {
    expect(failing(isOrdered)).toEqual([]);
  });

  it('give an update the price or the percentage its type has', () => {
    expect(failing(fits)).toEqual([]);
  });
});
