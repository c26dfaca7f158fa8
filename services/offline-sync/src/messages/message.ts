import { Instant, Text } from '@signalos/contracts';
import { defineError } from '@signalos/errors';
import { parse, TEXT_BYTES_MAX, type Reading } from '@signalos/signal-parser';
import { z } from 'zod';

const NAME_LENGTH_MAX = 200;

/** The channel, by whatever name the device knows it, and the message's id within it. */
export const Origin = z.strictObject({
  source: Text.min(1).max(NAME_LENGTH_MAX),
  messageId: Text.min(1).max(NAME_LENGTH_MAX),
});
export type Origin = z.output<typeof Origin>;

/** A channel message, as a device hands it in. */
export const MessagePayload = Origin.extend({
  text: Text,
  receivedAt: Instant.meta({ description: 'By the device’s clock.' }),
}).meta({ id: 'MessagePayload' });
export type MessagePayload = z.output<typeof MessagePayload>;

export interface Message extends MessagePayload {
  readonly userId: string;
  /** The item that brought it. */
  readonly itemId: string;
  readonly deviceId: string;
  readonly readAt: Date;
  readonly reading: Reading;
}

/** What a text says; throws `text-too-long`. */
export function readText(text: string): Reading {
  const result = parse(text);
  if (result.kind !== 'refused') return result;
  const { bytesMax } = result;
  throw textTooLong(`The text has more than ${bytesMax} bytes`, { bytesMax });
}

export const textTooLong = defineError({
  kind: 'too-large',
  code: 'text-too-long',
  summary: 'The text is longer than any channel message.',
  fix: `Send at most ${TEXT_BYTES_MAX} bytes of UTF-8.`,
});
