import { defineError } from '@signalos/errors';
import { COMMON_PASSWORDS, COMMON_WORDS, WALKS } from './common-passwords.ts';

const LENGTH_MIN = 12;
const LENGTH_MAX = 256;
const DISTINCT_MIN = 5;
/** Shorter ones are in too many passwords by chance. */
const NAME_LENGTH_MIN = 4;
const SERVICE_NAME = 'signalos';
/** A stretch of neighbours on the keyboard, or in the alphabet, that is no accident. */
const WALK_LENGTH_MIN = 4;
/** What may be left of a password without its walks. */
const WALK_REST_MAX = 3;

export const passwordRefused = defineError({
  kind: 'invalid',
  code: 'password-refused',
  summary: 'The password is too short, too long, or among the first that are tried.',
  fix: 'Choose 12 characters or more that no one would guess: a password manager, or four random words.',
});

/** Why a new password will not do; nothing if it will. There are no rules on which characters. */
export function weaknessOf(password: string, email: string): string | undefined {
  const text = password.normalize('NFKC');
  const length = Array.from(text).length;
  if (length < LENGTH_MIN) return `must have ${LENGTH_MIN} characters or more`;
  if (length > LENGTH_MAX) return `must have ${LENGTH_MAX} characters at most`;

  const plain = text.toLowerCase();
  const name = email.split('@')[0] ?? '';
  if (plain.includes(SERVICE_NAME)) return 'must not contain the name of this service';
  if (name.length >= NAME_LENGTH_MIN && plain.includes(name))
    return 'must not contain your address';
  if (isRepetition(plain)) return 'must not repeat itself';
  if (isWalk(plain)) return 'must not follow the keyboard or the alphabet';
  return isCommon(plain) ? 'is among those most often used' : undefined;
}

/** `abcabcabcabc`, or hardly any characters that differ. */
function isRepetition(text: string): boolean {
  const turned = `${text}${text}`.indexOf(text, 1);
  return turned < text.length || new Set(text).size < DISTINCT_MIN;
}

function isWalk(text: string): boolean {
  let rest = 0;
  for (let at = 0; at < text.length;) {
    const length = walkAt(text, at);
    const isStretch = length >= WALK_LENGTH_MIN;
    if (!isStretch) rest++;
    at += isStretch ? length : 1;
  }
  return rest <= WALK_REST_MAX;
}

/** How far the text follows any walk from there. */
function walkAt(text: string, start: number): number {
  return Math.max(...WALKS.map((walk) => sharedLength(walk, text.slice(start))));
}

function sharedLength(walk: string, text: string): number {
  let from = walk.indexOf(text.charAt(0));
  let best = 0;
  while (from >= 0) {
    let length = 0;
    while (length < text.length && walk[from + length] === text[length]) length++;
    best = Math.max(best, length);
    from = walk.indexOf(text.charAt(0), from + 1);
  }
  return best;
}

/** On the list, or made of nothing but common words and what people put around and into them. */
function isCommon(text: string): boolean {
  if (COMMON_PASSWORDS.has(text)) return true;
  return [text, unmask(text)].some((spelling) => isMadeOfWords(spelling.replaceAll(/[^a-z]/g, '')));
}

const MASKS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  '!': 'i',
  $: 's',
};

/** `p@ssw0rd2024!` → `password`: masks within a word are undone, digits and marks around it go. */
function unmask(text: string): string {
  return text
    .replace(/^[^a-z@$]+/, '')
    .replace(/[^a-z@$]+$/, '')
    .replaceAll(/[0134578@!$]/g, (mask) => MASKS[mask] ?? mask);
}

function isMadeOfWords(letters: string): boolean {
  const reached = new Set([0]);
  for (const at of reached) {
    for (const word of COMMON_WORDS) {
      if (letters.startsWith(word, at)) reached.add(at + word.length);
    }
  }
  return letters.length > 0 && reached.has(letters.length);
}
