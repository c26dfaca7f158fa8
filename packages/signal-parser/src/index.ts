export { parse, PARSER_VERSION, TEXT_BYTES_MAX } from './parse.ts';
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
