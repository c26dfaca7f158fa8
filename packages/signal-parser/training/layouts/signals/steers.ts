import type { Draft } from '../../draft.ts';
import { writeLayout } from '../../render.ts';
import { type Family, signal } from '../family.ts';

export const loose = { entries: 1, shorthand: false, contradictory: false } as const;
export const market = { ...loose, type: 'market' } as const;
export const few = { ...market, targets: 1 } as const;
export const coins = { ...market, groups: ['coin'] } as const;
export const majors = { ...market, groups: ['forex', 'metal', 'index'] } as const;

/** What those who talk all day call them. */
const NICKNAMES: Readonly<Record<string, readonly string[]>> = {
  EURUSD: ['fiber', 'Fiber', 'fibre', 'the euro', 'euro', 'euro dollar', 'eurodollar'],
  GBPUSD: ['cable', 'Cable', 'sterling', 'the pound', 'pound dollar', 'GU'],
  USDJPY: ['dollar yen', 'gopher', 'UJ', 'Gopher', 'dollaryen'],
  USDCHF: ['swissy', 'Swissy', 'dollar swiss', 'swissie'],
  AUDUSD: ['aussie', 'the aussie', 'Aussie', 'aussie dollar', 'ozzie'],
  NZDUSD: ['kiwi', 'the kiwi', 'Kiwi', 'kiwi dollar'],
  USDCAD: ['loonie', 'the loonie', 'Loonie', 'dollar cad', 'UCAD'],
  GBPJPY: ['guppy', 'GJ', 'Guppy'],
  EURGBP: ['chunnel', 'euro pound'],
  EURJPY: ['EJ', 'ej'],
  XAUUSD: ['gold', 'the yellow metal', 'Gold', 'spot gold', 'yellow metal'],
  NAS100: ['naz', 'nas', 'us tech', 'NQ'],
  US30: ['dow', 'the Dow', 'us30'],
  GER40: ['dax', 'the dax'],
};

const OPPOSITE = { buy: 'sell', sell: 'buy' } as const;

/** Goes on in the same instrument with other levels. */
function goOn(draft: Draft, change: (ticks: number) => number, side: Draft['trade']['side']): void {
  const { trade } = draft;
  const changed = (ticks: number) => Math.max(1, Math.round(change(ticks)));
  draft.order += 1;
  draft.written = 0;
  draft.trade = {
    ...trade,
    side,
    entries: trade.entries.map(changed),
    stop: changed(trade.stop),
    targets: trade.targets.map(changed),
  };
}

/** Goes on with an instrument that has not been traded yet. */
function another(draft: Draft, side?: Draft['trade']['side']): void {
  const traded = new Set(draft.signals.map(({ symbol }) => symbol));
  draft.next(false, side);
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { trade } = draft;
    if (!traded.has(trade.instrument.label) && (side ?? trade.side) === trade.side) return;
    draft.change();
  }
}

/** A name of the street, for a trade of the side that may have been said. */
function nickname(draft: Draft): void {
  const traded = new Set(draft.signals.map(({ symbol }) => symbol));
  const { side } = draft.trade;
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { label } = draft.trade.instrument;
    const isFit = !traded.has(label) && draft.trade.side === side;
    const names = isFit ? NICKNAMES[label] : undefined;
    if (names) {
      draft.symbolAs(draft.rng.pick(names));
      return;
    }
    draft.change();
  }
  draft.symbol();
}

/** The other side of the same instrument, as in a mirror: from here, or from where the first ends. */
function flip(draft: Draft): void {
  const { price, side, targets, type } = draft.trade;
  const isApart = type === 'market' && draft.rng.chance(0.5);
  const way = isApart ? ((targets[0] ?? price) - price) * draft.rng.between(0.4, 1) : 0;
  goOn(draft, (ticks) => 2 * price - ticks + way, OPPOSITE[side]);
}

/** The same once more, some way off, with levels of its own. */
function repeat(draft: Draft): void {
  const { entries, price, stop, side, type } = draft.trade;
  const reach = ((entries[0] ?? price) - stop) * draft.rng.between(0.3, 0.8);
  const away = Math.round(reach) || 1;
  goOn(draft, (ticks) => ticks + (type === 'limit' ? -away : away), side);
}

/** Steers that only orders beside one another need. */
const STEERS: Readonly<Record<string, (draft: Draft) => void>> = {
  '{!next}': (draft) => another(draft),
  '{!flip}': flip,
  '{!again}': repeat,
  /** Another instrument below the same heading, which says the side of all. */
  '{!like}': (draft) => {
    const { side } = draft.trade;
    another(draft, side);
    draft.signal.action = side;
  },
  /** Another instrument, the other way. */
  '{!turn}': (draft) => another(draft, OPPOSITE[draft.trade.side]),
  '{!nick}': nickname,
  /** The nearer and the farther of two zones. */
  '{!near}': (draft) => writeZone(draft, 0),
  '{!far}': (draft) => writeZone(draft, 2),
  /** A size that is meant for all of them. */
  '{!each}': () => undefined,
};
const STEER = /(\{![a-z]+\})/;

function writeZone(draft: Draft, from: number): void {
  const { entries, price } = draft.trade;
  draft.entry(entries[from] ?? price);
  draft.add(draft.rng.pick(['-', ' - ', '–', ' to ', '/']));
  draft.entry(entries[from + 1] ?? price);
}

/** Distances are said once for all. */
function shareDistances({ signals }: Draft): void {
  const stop = signals.find(({ stopLoss }) => stopLoss && 'pips' in stopLoss)?.stopLoss ?? null;
  const targets = signals.find(({ takeProfits }) => takeProfits.some((each) => 'pips' in each));
  for (const each of signals) {
    each.stopLoss ??= stop;
    if (each.takeProfits.length === 0) each.takeProfits = [...(targets?.takeProfits ?? [])];
  }
}

function shareSizes({ signals }: Draft): void {
  for (const size of ['riskPercent', 'lots', 'leverage'] as const) {
    const said = signals.find((each) => each[size] !== null)?.[size] ?? null;
    for (const each of signals) each[size] ??= said;
  }
}

const oneOf =
  (templates: readonly string[]) =>
  (draft: Draft): void => {
    const template = draft.rng.pick(templates);
    for (const part of template.split(STEER)) {
      const steer = STEERS[part];
      if (steer) steer(draft);
      else writeLayout(draft, part);
    }
    if (draft.signals.length > 1) shareDistances(draft);
    if (template.includes('{!each}')) shareSizes(draft);
  };

export const basket = (
  name: string,
  templates: readonly string[],
  options: Omit<NonNullable<Parameters<typeof signal>[2]>, 'write'>,
): Family => signal(name, [], { ...options, write: oneOf(templates) });
