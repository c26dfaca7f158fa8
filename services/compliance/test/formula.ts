import type { Violation } from '@signalos/contracts';
import { minorDigits } from '@signalos/trading';
import {
  absolute,
  ceiling,
  compare,
  floor,
  fraction,
  lowest,
  minus,
  over,
  plus,
  times,
  type Fraction,
} from './oracle/fraction.ts';

/** What both sides of a violation's formula come to with its own inputs, and whether it holds. */
export interface Recomputed {
  readonly actual: Fraction;
  readonly limit: Fraction;
  readonly holds: boolean;
}

/** Works out `balance - reserved < reference - allowance` and the like, exactly. */
export function recompute({ formula, inputs, unit }: Violation): Recomputed {
  const [, left = '', operator = '', right = ''] = /^(.+) ([<>]=?) (.+)$/.exec(formula) ?? [];
  const digits = /^[A-Z]{3}$/.test(unit) ? minorDigits(unit) : 0;
  const valueOf = (text: string) => sumIn({ tokens: tokensOf(text), inputs, digits });
  const [actual, limit] = [valueOf(left), valueOf(right)];
  return { actual, limit, holds: HOLDS[operator]?.(compare(actual, limit)) ?? false };
}

const HOLDS: Readonly<Record<string, (sign: number) => boolean>> = {
  '<': (sign) => sign < 0,
  '<=': (sign) => sign <= 0,
  '>': (sign) => sign > 0,
  '>=': (sign) => sign >= 0,
};

interface Reading {
  /** Those still to be read. */
  readonly tokens: string[];
  readonly inputs: Violation['inputs'];
  readonly digits: number;
}

const tokensOf = (text: string) => text.match(/[A-Za-z]+|\d+|[-+*/(),]/g) ?? [];

function sumIn(reading: Reading): Fraction {
  let total = productIn(reading);
  while (reading.tokens[0] === '+' || reading.tokens[0] === '-') {
    const add = reading.tokens.shift() === '+' ? plus : minus;
    total = add(total, productIn(reading));
  }
  return total;
}

function productIn(reading: Reading): Fraction {
  let total = termIn(reading);
  while (reading.tokens[0] === '*' || reading.tokens[0] === '/') {
    const by = reading.tokens.shift() === '*' ? times : over;
    total = by(total, termIn(reading));
  }
  return total;
}

function termIn(reading: Reading): Fraction {
  const name = reading.tokens.shift() ?? '';
  if (reading.tokens[0] === '(') return call(name, argumentsIn(reading), reading.digits);
  return fraction(/^\d/.test(name) ? name : (reading.inputs[name] ?? `no ${name}`));
}

function argumentsIn(reading: Reading): Fraction[] {
  const values: Fraction[] = [];
  do {
    reading.tokens.shift();
    values.push(sumIn(reading));
  } while (reading.tokens[0] === ',');
  reading.tokens.shift();
  return values;
}

function call(name: string, [first, ...rest]: readonly Fraction[], digits: number): Fraction {
  if (!first) throw new Error(`${name} of nothing`);
  switch (name) {
    case 'abs':
      return absolute(first);
    case 'min':
      return lowest(first, ...rest);
    case 'floor':
      return floor(first, digits);
    case 'ceil':
      return ceiling(first, digits);
    default:
      throw new Error(`No function ${name}`);
  }
}
