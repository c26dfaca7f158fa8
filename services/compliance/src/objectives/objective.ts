import type { Finding } from '../rules/rule.ts';

/** Something to reach: as a violation tells it, with how far it is. It refuses no order. */
export interface Objective {
  readonly id: string;
  /** Of an evaluation of several steps, the one that it is for. */
  readonly step: number | null;
  /** Null where no data of the account tells. */
  readonly met: boolean | null;
  readonly message: string;
  readonly limit: string;
  readonly actual: string;
  readonly unit: string;
  /** When it is met. Its names are those of `inputs`. */
  readonly formula: string;
  readonly inputs: Readonly<Record<string, string>>;
}

interface Named {
  readonly id: string;
  readonly step?: number;
  readonly met: boolean | null;
}

export function objective({ id, step, met }: Named, finding: Finding): Objective {
  const { message, limit, actual, unit, formula, inputs } = finding;
  return {
    id,
    step: step ?? null,
    met,
    message,
    limit: String(limit),
    actual: String(actual),
    unit,
    formula,
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, term]) => [name, String(term)])),
  };
}
