import type { Violation } from '@signalos/contracts';
import type { Decimal } from '@signalos/trading';
import type { Limits } from '../profiles/limits.ts';

/** What a broken rule found, with every number of its formula. */
export interface Finding {
  readonly message: string;
  readonly limit: Term;
  readonly actual: Term;
  readonly unit: string;
  /** When the rule is broken: `lots > maxLotsPerTrade`. Its names are those of `inputs`. */
  readonly formula: string;
  readonly inputs: Readonly<Record<string, Term>>;
}

type Term = Decimal | string | number;
type Severity = Violation['severity'];

/** Looks at the facts, and says what is wrong with them, if anything is. */
export type Check<Facts> = (facts: Facts) => Finding | undefined;

/** One rule, ready to be asked. */
export interface Rule<Facts> {
  readonly id: string;
  readonly severity: Severity;
  readonly check: Check<Facts>;
}

export function rule<Facts>(id: string, check: Check<Facts>): Rule<Facts> {
  return { id, severity: 'hard', check };
}

/** A rule that holds an order to a limit of its profile. */
export interface ProfileRule<Facts> {
  readonly id: string;
  /** The rule with the figures of these limits; undefined where they have no such limit. */
  readonly bind: (limits: Limits) => Rule<Facts> | undefined;
}

export function profileRule<Facts>(
  id: string,
  bind: (limits: Limits) => Check<Facts> | 0 | undefined,
  severityOf: (limits: Limits) => Severity = () => 'hard',
): ProfileRule<Facts> {
  return {
    id,
    bind(limits) {
      const check = bind(limits);
      return check ? { id, severity: severityOf(limits), check } : undefined;
    },
  };
}

export function firstBroken<Facts>(
  rules: readonly Rule<Facts>[],
  facts: Facts,
): Violation | undefined {
  for (const { id, severity, check } of rules) {
    const finding = check(facts);
    if (finding) return violation(id, finding, severity);
  }
  return undefined;
}

export function allBroken<Facts>(rules: readonly Rule<Facts>[], facts: Facts): Violation[] {
  const violations: Violation[] = [];
  for (const { id, severity, check } of rules) {
    const finding = check(facts);
    if (finding) violations.push(violation(id, finding, severity));
  }
  return violations;
}

export function violation(
  ruleId: string,
  { message, limit, actual, unit, formula, inputs }: Finding,
  severity: Severity = 'hard',
): Violation {
  return {
    ruleId,
    severity,
    message,
    limit: String(limit),
    actual: String(actual),
    unit,
    formula,
    inputs: asTexts(inputs),
  };
}

function asTexts(terms: Finding['inputs']): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, term] of Object.entries(terms)) texts[name] = String(term);
  return texts;
}

/** A value that was read, or why it could not be. */
export type Read<T extends object> = T | Violation;

export function isViolation(read: object): read is Violation {
  return 'ruleId' in read;
}
