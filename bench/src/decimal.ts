import { Decimal } from '@signalos/trading';
import { Big } from 'big.js';
import { Decimal as DecimalJs } from 'decimal.js';
import { compare } from './measure.ts';

// The worst loss of a trade, as compliance works it out: read four decimals, (entry − stop) × lots ×
// contract size, compare with a floor, print. Ours against the two well-known libraries.
//
//   node bench/src/decimal.ts

const trade = {
  entry: '1.10000',
  stop: '1.09899',
  lots: '2.00',
  contract: '100000',
  room: '5000.00',
};

function ours(): string {
  const move = Decimal.parse(trade.entry).minus(Decimal.parse(trade.stop));
  const loss = move.times(Decimal.parse(trade.lots)).times(Decimal.parse(trade.contract));
  const rounded = loss.round({ digits: 2, rounding: 'ceiling' });
  return rounded.greaterThan(Decimal.parse(trade.room)) ? 'refused' : rounded.toString();
}

function bigJs(): string {
  const loss = Big(trade.entry).minus(trade.stop).times(trade.lots).times(trade.contract);
  const rounded = loss.round(2, Big.roundUp);
  return rounded.gt(trade.room) ? 'refused' : rounded.toFixed(2);
}

function decimalJs(): string {
  const move = new DecimalJs(trade.entry).minus(trade.stop);
  const loss = move.times(trade.lots).times(trade.contract);
  const rounded = loss.toDecimalPlaces(2, DecimalJs.ROUND_CEIL);
  return rounded.gt(trade.room) ? 'refused' : rounded.toFixed(2);
}

const contenders = { '@signalos/trading': ours, 'big.js': bigJs, 'decimal.js': decimalJs };
const results = new Set(Object.values(contenders).map((work) => work()));
if (results.size !== 1) throw new Error(`They do not agree: ${[...results].join(', ')}`);

await compare(
  'Worst loss of a trade',
  Object.entries(contenders).map(([name, work]) => ({
    name,
    run: (times) => {
      for (let n = 0; n < times; n++) work();
    },
  })),
  { rounds: 7, times: 200_000 },
);
