import type { Violation } from '@signalos/contracts';
import type { Decimal } from '@signalos/trading';

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

/** One rule: looks at the facts, and says what is wrong with them, if anything is. */
export interface Rule<Facts> {
  readonly id: string;
  readonly severity: Violation['severity'];
  readonly check: (facts: Facts) => Finding | undefined;
}

export function rule<Facts>(
  id: string,
  check: Rule<Facts>['check'],
  severity: Violation['severity'] = 'hard',
): Rule<Facts> {
  return { id, severity, check };
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
  severity: Violation['severity'] = 'hard',
): Violation {
  return {
    ruleId,
    severity,
    message,
    limit: String(limit),
    actual: String(actual),
    unit,
    formula,
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, term]) => [name, String(term)])),
  };
}

/** A value that was read, or why it could not be. */
export type Read<T extends object> = T | Violation;

export function isViolation(read: object): read is Violation {
  return 'ruleId' in read;
}
