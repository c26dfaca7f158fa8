export { EMPTY_MEMORY, type ChannelMemory } from './channel-memory.ts';
export { learn, parse, PARSER_VERSION, TEXT_BYTES_MAX, type ParseOptions } from './parse.ts';
export {
  DOUBTS,
  FIELDS,
  WARNINGS,
  type DecimalText,
  type Doubt,
  type Evidence,
  type Field,
  type Parse,
  type Reading,
  type Refusal,
  type Signal,
  type Stop,
  type Target,
  type Update,
  type UpdateType,
  type Warning,
} from './reading.ts';
export type { Timeframe } from './timeframes.ts';
