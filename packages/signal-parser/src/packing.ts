/** Weights as text: each a printable character that JSON writes as it is, so that none takes two bytes. */
const FIRST = 0x23; // What comes after the quotation mark.
const BACKSLASH = 0x5c;

/** No weight is larger, either way. */
export const LEVELS = 45;

export const pack = (weights: Int8Array): string =>
  Array.from(weights, (weight) => {
    const code = weight + LEVELS + FIRST;
    return String.fromCharCode(code < BACKSLASH ? code : code + 1);
  }).join('');

export function unpack(text: string): Int8Array {
  const weights = new Int8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    weights[at] = (code < BACKSLASH ? code : code - 1) - FIRST - LEVELS;
  }
  return weights;
}
