import { isObject, objectsIn, textIn, type Json } from './fields.ts';
import type { CaseDecision } from './case.ts';

/** A case, and what was decided of it if it is out of an audit trail. */
export interface Taken {
  readonly case: Json;
  readonly decision: Json | undefined;
}

/**
 * The case in a line of an export of the audit trail, so that decisions can be taken again; the line
 * itself where it is a case. Undefined for what no decision is in.
 */
export function caseIn(line: Json): Taken | undefined {
  const { body } = line;
  if (!isObject(body)) {
    return 'format' in line || 'checkpoint' in line
      ? undefined
      : { case: line, decision: undefined };
  }
  if (body['kind'] !== 'decision-taken' || !isObject(body['data'])) return undefined;
  const { case: taken, decision } = body['data'];
  return isObject(taken) && isObject(decision) ? { case: taken, decision } : undefined;
}

/** Whether the same was decided as before, for the same reasons. */
export function isAsRecorded(
  { allowed, violations, warnings }: CaseDecision,
  decision: Json,
): boolean {
  const rules = (name: string) => objectsIn(decision, name).map((rule) => textIn(rule, 'ruleId'));
  return (
    decision['allowed'] === allowed &&
    rules('violations').join() === violations.join() &&
    rules('warnings').join() === warnings.join()
  );
}
