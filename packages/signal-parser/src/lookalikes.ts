const LATIN = 'abcdefghijklmnopqrstuvwxyz';

/** Letters that compatibility folding leaves alone: small capitals, and the squared and circled ones. */
export const LETTER_LOOKALIKES: ReadonlyMap<string, string> = new Map([
  ...pairs('ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡ', 'abcdefghijklmnopqrstuvw'),
  ...pairs('ʏᴢғɡ', 'yzfg'),
  ...alphabetFrom(0x1f150),
  ...alphabetFrom(0x1f170),
]);

function alphabetFrom(point: number): [string, string][] {
  return pairs(
    [...LATIN].map((_letter, index) => String.fromCodePoint(point + index)).join(''),
    LATIN,
  );
}

function pairs(from: string, to: string): [string, string][] {
  return [...from].map((letter, index) => [letter, to[index] ?? '']);
}

/** Letters of other scripts that are drawn as Latin ones. */
const AS_LATIN = new Map([
  ...pairs('авсеһікмнорԛѕтухуԝјгпԁ', 'abcehikmhopqstyxywjrnd'),
  ...pairs('αβεηικνορτυχζμω', 'abehikvoptuxzmw'),
]);
const AS_CYRILLIC = new Map(pairs('abcehikmopstyx', 'авсенікморстух'));

const FOREIGN = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;
const LATIN_LETTER = /[a-z]/;

/** Whether a word is made of letters of Latin and of another alphabet that look alike. */
export const isMixed = (word: string) => LATIN_LETTER.test(word) && FOREIGN.test(word);

/** The word with the letters that only look Latin made so. */
export const asLatin = (word: string) => mapped(word, AS_LATIN);

export const asCyrillic = (word: string) => mapped(word, AS_CYRILLIC);

/** Drawn like Latin ones only when written small, or by hand. */
const HARDLY_LATIN = /[пгд]/;

/**
 * A word in the one alphabet that all of its letters are drawn in; as it was if there is none, or both.
 * Each letter stays one letter.
 */
export function inOneAlphabet(word: string): string {
  if (!isMixed(word)) return word;
  const [latin, cyrillic] = [asLatin(word), asCyrillic(word)];
  const isLatin = /^[a-z]+$/.test(latin) && !HARDLY_LATIN.test(word);
  const isCyrillic = !LATIN_LETTER.test(cyrillic);
  if (isLatin === isCyrillic) return word;
  return isLatin ? latin : cyrillic;
}

function mapped(word: string, letters: ReadonlyMap<string, string>): string {
  let result = '';
  for (const letter of word) result += letters.get(letter) ?? letter;
  return result;
}

/** Digits that stand for letters: `5e11`, `st0p`. */
const DIGITS_AS_LETTERS = new Map(pairs('01345789', 'oleastbg'));
/** Letters that a camera reads where digits stood. */
const LETTERS_AS_DIGITS = new Map(pairs('oоilı|sbz', '001111582'));

export const digitsAsLetters = (word: string) => mapped(word, DIGITS_AS_LETTERS);
export const lettersAsDigits = (word: string) => mapped(word, LETTERS_AS_DIGITS);
