export { answerLines, type Answer } from './answer-lines.ts';
export { LINE_TOO_LONG } from './cutter.ts';
export { objectIn, type Reviver } from './json.ts';
