import type { z } from 'zod';
import { invalidRequest } from './errors.ts';

/** Where in a request a value stands. */
export type Place = 'body' | 'query' | 'path' | 'header';

interface FieldError {
  /** RFC 6901, for the body. */
  readonly pointer?: string;
  /** For everything else. */
  readonly parameter?: string;
  readonly in?: Place;
  readonly detail: string;
}

/** The only way input enters: it is the type asked for, or a 400 that names every wrong field. */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  place: Place = 'body',
): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;

  const errors = result.error.issues.flatMap((issue) => fieldErrors(issue, place));
  throw invalidRequest('The request does not match its schema', { errors });
}

function fieldErrors(issue: z.core.$ZodIssue, place: Place): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [at(issue.path, place, issue.message)];
  return issue.keys.map((key) => at([...issue.path, key], place, 'is not a field of this request'));
}

function at(path: readonly PropertyKey[], place: Place, detail: string): FieldError {
  if (place === 'body') return { pointer: `#${path.map(segment).join('')}`, detail };
  return { parameter: path.map(String).join('.'), in: place, detail };
}

const segment = (step: PropertyKey) =>
  `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
