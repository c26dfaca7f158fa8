import { isObject, type Json } from './fields.ts';

/**
 * The case in a line of an export of the audit trail, so that decisions can be taken again; the line
 * itself where it is a case. Undefined for what no decision is in.
 */
export function caseIn(line: Json): Json | undefined {
  const { body } = line;
  if (!isObject(body)) return 'format' in line || 'checkpoint' in line ? undefined : line;
  if (body['kind'] !== 'decision-taken' || !isObject(body['data'])) return undefined;
  const { case: taken } = body['data'];
  return isObject(taken) ? taken : undefined;
}
