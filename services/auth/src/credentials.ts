import { z } from 'zod';

/** RFC 5321. */
const EMAIL_LENGTH_MAX = 254;
/** Of what is read at all; how long a password may be is decided once it is normalised. */
const PASSWORD_LENGTH_MAX = 1_024;

/** One plain address, in one spelling: no list, no display name, no quotes, no line break. */
export const Email = z
  .string()
  .max(EMAIL_LENGTH_MAX)
  .trim()
  .toLowerCase()
  .pipe(z.email())
  .meta({ description: 'An e-mail address; its case does not matter.' });

export const Password = z.string().min(1).max(PASSWORD_LENGTH_MAX);

/** Of the bodies that carry these: anyone may send them. */
export const BODY_BYTES_MAX = 8 * 1024;

export const OPEN_ROUTE_NOTE =
  'An `Idempotency-Key` is ignored here: what this route takes and gives is secret, so neither is ' +
  'stored. ';
