import type { Draft } from './draft.ts';
import { DECOR } from './look.ts';
import { somePrice } from './trade.ts';
import { pickCount, pickFrame } from './times.ts';

type Slot = (draft: Draft, arg: string) => void;

const at = (list: readonly number[], index: number) => list[Math.min(index, list.length - 1)] ?? 1;

/** A target that goes on beyond the last one, when a sentence has more of them than the trade. */
function targetAt({ trade }: Draft, index: number): number {
  const { targets, entries } = trade;
  const extra = index - targets.length + 1;
  const last = at(targets, index);
  return extra <= 0
    ? last
    : Math.max(1, last + extra * Math.round((last - (entries[0] ?? last)) / 2));
}

/** The other end of a zone, for a trade of one price too. */
export function otherEnd({ trade, rng }: Draft): number {
  const [first = trade.price, second] = trade.entries;
  if (second !== undefined) return second;
  const width = Math.max(1, Math.round(Math.abs(first - trade.stop) * rng.between(0.1, 0.5)));
  return Math.max(1, first + (trade.stop < first ? -width : width));
}

const lots = (draft: Draft) =>
  draft.rng.pick([
    '0.01',
    '0.02',
    '0.03',
    '0.05',
    '0.1',
    '0.2',
    '0.5',
    '1',
    '0.25',
    '2',
    '0.15',
    '1.5',
    '0.10',
  ]);
const risks = ['0.5', '1', '1', '1', '1.5', '2', '2', '3', '5', '0.25', '0.75', '10', '4'];
const levers = [
  '3',
  '5',
  '5',
  '10',
  '10',
  '10',
  '15',
  '20',
  '20',
  '25',
  '30',
  '50',
  '75',
  '100',
  '125',
  '2',
];

/** A new stop in profit, or a tighter one. */
function newStop({ trade, rng }: Draft): number {
  const entry = trade.entries[0] ?? trade.price;
  const reach = (trade.targets[0] ?? entry) - entry;
  if (rng.chance(0.4)) return trade.stop;
  return Math.max(1, Math.round(entry + reach * rng.between(-0.6, 0.8)));
}

function exitPrice({ trade, rng }: Draft): number {
  const entry = trade.entries[0] ?? trade.price;
  const reach = (trade.targets[0] ?? entry) - entry;
  return Math.max(1, Math.round(entry + reach * rng.between(-0.7, 1.6)));
}

function moveStop(draft: Draft): void {
  const last = draft.updates.at(-1);
  const tail = draft.pieces.at(-1)?.text ?? '';
  const beside = last?.type === 'breakeven' && tail.length <= 4 && !tail.includes('\n');
  if (draft.mode !== 'update' || beside) {
    draft.price(newStop(draft));
    return;
  }
  const update = draft.instruct('moveStop', {});
  update.price = draft.price(newStop(draft), 'USL');
}

function moveTarget(draft: Draft): void {
  const index = draft.moved;
  draft.moved += 1;
  if (draft.mode !== 'update') {
    draft.price(targetAt(draft, index));
    return;
  }
  const update = draft.instruct('modifyTp', {});
  update.price = draft.price(targetAt(draft, index), 'UTP');
}

function leave(draft: Draft): void {
  if (draft.mode !== 'update') {
    draft.price(exitPrice(draft));
    return;
  }
  const last = draft.updates.findLast(({ type }) => type === 'close' || type === 'closePartial');
  const price = draft.price(exitPrice(draft), 'UPX');
  if (last) last.price = price;
  else draft.pending.price = price;
}

function percent(draft: Draft): void {
  const share = draft.rng.pick([
    '20',
    '25',
    '30',
    '40',
    '50',
    '50',
    '60',
    '70',
    '75',
    '80',
    '90',
    '33',
  ]);
  draft.number(share, draft.mode === 'update' ? 'PCT' : undefined);
  if (draft.mode !== 'update') return;
  const last = draft.updates.at(-1);
  if (last?.type === 'close' || (last?.type === 'closePartial' && last.percent === null)) {
    draft.toPartial(share);
  } else draft.pending.percent = share;
}

/** The prices of an old trade in their usual order, for texts that look like a signal. */
function anyPrice(draft: Draft, kind: 'low' | 'high'): void {
  const { trade, rng } = draft;
  const seen = draft.seen[kind]++;
  if (rng.chance(0.25)) {
    draft.price(somePrice(rng, trade));
    return;
  }
  const low = [trade.entries[0] ?? trade.price, trade.stop, at(trade.targets, 0)];
  draft.price(kind === 'low' ? at(low, seen) : targetAt(draft, seen));
}

/** A price of the trade's neighbourhood, beyond its level or short of it: never the level itself. */
function awayFrom(level: number, { trade, rng }: Draft): number {
  const reach = level - (trade.entries[0] ?? trade.price);
  const step = Math.max(1, Math.round(Math.abs(reach) * rng.between(0.1, 0.5)));
  return Math.max(1, level + (rng.chance(0.5) ? step : -step));
}

/** A price with two digits in each other's place, as it was sent by mistake. */
function misprint(ticks: number): number {
  const digits = String(ticks);
  const place = Array.from(digits).findLastIndex(
    (digit, index) => index > 0 && digit !== digits[index - 1],
  );
  if (place <= 0 || digits[place] === '0') return ticks + 7;
  const [before, digit] = [digits[place - 1] ?? '', digits[place] ?? ''];
  return Number(digits.slice(0, place - 1) + digit + before + digits.slice(place + 1));
}

/** What a slot of a template writes. */
export const SLOTS: Readonly<Record<string, Slot>> = {
  sym: (draft) => draft.symbol(),
  symp: (draft) => draft.symbol(true),
  symB: (draft) => draft.symbol(),
  sym2: (draft) => draft.otherSymbol(),
  side: (draft) => draft.side(),
  entry: (draft) => draft.entry(draft.trade.entries[0] ?? draft.trade.price),
  entry2: (draft) => draft.entry(otherEnd(draft)),
  sl: (draft) => draft.stop(),
  tp: (draft) => draft.target(targetAt(draft, 0)),
  tp2: (draft) => draft.target(targetAt(draft, 1)),
  tp3: (draft) => draft.target(targetAt(draft, 2)),
  tp4: (draft) => draft.target(targetAt(draft, 3)),
  tpn: (draft) => draft.target(targetAt(draft, draft.written)),
  slpips: (draft) => draft.stopPips(),
  tppips: (draft) => draft.targetPips(draft.pipsTo(targetAt(draft, draft.written))),
  lots: (draft) => draft.amount('LOT', lots(draft)),
  risk: (draft) => draft.amount('RSK', draft.rng.pick(risks)),
  lev: (draft) => draft.amount('LEV', draft.rng.pick(levers)),
  tf: (draft) => {
    const { text, label } = pickFrame(draft.rng, draft.voice);
    draft.timeframe(text, label);
  },
  /** A time frame that is not the trade's. */
  tfo: (draft) => draft.add(pickFrame(draft.rng, draft.voice).text),
  tfn: (draft) => draft.timeframe('15', 'M15'),
  tfm: (draft) => {
    const { text, label } = pickCount(draft.rng, 'minute');
    draft.timeframe(text, label);
  },
  tfh: (draft) => {
    const { text, label } = pickCount(draft.rng, 'hour');
    draft.timeframe(text, label);
  },
  newsl: moveStop,
  newtp: moveTarget,
  closepx: leave,
  closepct: percent,
  price: (draft) => anyPrice(draft, 'low'),
  price2: (draft) => anyPrice(draft, 'high'),
  /** Levels that were before new ones, and where the price is. */
  oldsl: (draft) => draft.price(awayFrom(draft.trade.stop, draft)),
  oldtp: (draft) => draft.price(awayFrom(targetAt(draft, 0), draft)),
  near: (draft) => draft.price(exitPrice(draft)),
  wrong: (draft) => draft.price(misprint(draft.trade.stop)),
  /** Prices of the trade that mean nothing here. */
  pent: (draft) => draft.price(draft.trade.entries[0] ?? draft.trade.price),
  psl: (draft) => draft.price(draft.trade.stop),
  ptp: (draft, arg) => draft.price(targetAt(draft, Number(arg || 0))),
  pips: (draft) =>
    draft.number(
      String(draft.rng.chance(0.8) ? draft.rng.int(2, 30) * 10 : draft.rng.int(11, 400)),
    ),
  pct: (draft) =>
    draft.number(
      draft.rng.pick([
        '0.25',
        '0.5',
        '1.2',
        '2.4',
        '3.1',
        '4',
        '5.25',
        '8',
        '12',
        '25',
        '37',
        '60',
        '80',
        '92',
        '97',
        '145',
        '210',
      ]),
    ),
  money: (draft) =>
    draft.add(
      draft.rng.pick([
        '100',
        '50',
        '200',
        '250',
        '500',
        '1000',
        '1,200',
        '1500',
        '2,000',
        '5000',
        '10k',
        '3,450',
        '120',
        '99',
      ]),
      'number',
    ),
  num: (draft) =>
    draft.number(
      String(
        draft.rng.pick([
          draft.rng.int(2, 12),
          draft.rng.int(2, 12),
          draft.rng.int(13, 99),
          draft.rng.pick([100, 200, 500, 1000, 2500, 12000, 2021, 2022, 2023, 2024]),
        ]),
      ),
    ),
  few: (draft) => draft.number(String(draft.rng.int(2, 12))),
  time: (draft) =>
    draft.add(
      `${draft.rng.int(0, 23)}:${draft.rng.pick(['00', '15', '30', '45', '05'])}`,
      'number',
    ),
  date: (draft) =>
    draft.add(
      draft.rng.pick([
        `${draft.rng.int(10, 28)}.0${draft.rng.int(1, 9)}.2024`,
        `2025-0${draft.rng.int(1, 9)}-${draft.rng.int(10, 28)}`,
        `${draft.rng.int(1, 28)}/${draft.rng.int(1, 12)}`,
      ]),
      'number',
    ),
  id: (draft) => draft.add(String(draft.rng.int(100, 99_999_999)), 'number'),
  usd: (draft) => draft.add(`${draft.rng.int(1, 900)}.${draft.rng.int(10, 99)}`, 'number'),
  big: (draft) =>
    draft.add(
      `${draft.rng.int(1, 900)}${draft.rng.pick(['K', 'M', ',000', ',500,000'])}`,
      'number',
    ),
  e: (draft) => draft.add(draft.rng.pick(DECOR), 'emoji'),
  w: (draft, arg) => draft.add(draft.voice.word(arg), 'word'),
  '=': (draft) => draft.add(draft.look.equals),
};
