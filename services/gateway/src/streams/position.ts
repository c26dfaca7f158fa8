import type { Domain } from '@signalos/contracts';
import { z } from 'zod';

/** How far each domain's stream has been seen: the same everywhere, in whichever order they came. */
export type Position = Readonly<Record<Domain, number>>;

const Position = z.record(z.string(), z.int().min(0));
const LENGTH_MAX = 2_000;

/** As the `id:` of an event and as `Last-Event-ID`: opaque to clients. */
export function encodePosition(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

export function decodePosition(text: string): Position | undefined {
  if (text.length > LENGTH_MAX) return undefined;
  try {
    return Position.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}
