export { parse, PARSER_VERSION, TEXT_BYTES_MAX } from './parse.ts';
export {
  WARNINGS,
  type DecimalText,
  type Parse,
  type Reading,
  type Refusal,
  type Signal,
  type Stop,
  type Target,
  type Timeframe,
  type Update,
  type UpdateType,
  type Warning,
} from './reading.ts';
