/** A text without what exports leave behind, and where each of its UTF-16 units stood. */
export interface Cleaned {
  readonly text: string;
  /** One more than the text has units, for its end. */
  readonly offsets: Int32Array;
}

const SUSPECT = /[<&\\\u00c2-\u00f4]/;

/**
 * Takes out the remains of markup: tags, entities, escapes, and UTF-8 that was read as Latin-1. Undefined
 * if there are none, as in nearly all texts. Linear, for nothing looked at is longer than a few characters.
 */
export function withoutRemains(text: string): Cleaned | undefined {
  if (!SUSPECT.test(text)) return undefined;
  const offsets = new Int32Array(text.length + 1);
  let clean = '';
  let found = false;
  for (let at = 0; at < text.length;) {
    const [length, meant] = remainAt(text, at) ?? [1, text.charAt(at)];
    found ||= length > 1;
    offsets.fill(at, clean.length, clean.length + meant.length);
    clean += meant;
    at += length;
  }
  offsets[clean.length] = text.length;
  return found ? { text: clean, offsets } : undefined;
}

/** How long it is, and what was meant: never more than that. */
type Remain = readonly [number, string];

function remainAt(text: string, at: number): Remain | undefined {
  const unit = text.charCodeAt(at);
  if (unit === 0x3c) return tagAt(text, at);
  if (unit === 0x26) return entityAt(text, at);
  if (unit === 0x5c) return escapeAt(text, at);
  return unit >= 0xc2 && unit <= 0xf4 ? misreadAt(text, at) : undefined;
}

const TAG =
  /<\/?(b|strong|i|em|u|s|del|ins|mark|small|code|pre|a|span|font|tg-spoiler|tg-emoji|br|p|div|li|ul|ol|tr|td|th|table|tbody|blockquote|h[1-6])(?:\s[^<>]{0,200})?\/?>/iy;
const INLINE = /^(?:b|strong|i|em|u|s|del|ins|mark|small|code|a|span|font|tg-spoiler|tg-emoji)$/i;

function tagAt(text: string, at: number): Remain | undefined {
  TAG.lastIndex = at;
  const [tag, name = ''] = TAG.exec(text) ?? [];
  if (tag === undefined) return undefined;
  if (INLINE.test(name)) return [tag.length, ''];
  return [tag.length, /^t[dh]$/i.test(name) ? ' ' : '\n'];
}

const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/iy;
const ENTITIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    apos: "'",
    bull: '•',
    euro: '€',
    gt: '>',
    hellip: '…',
    ldquo: '"',
    lsquo: "'",
    lt: '<',
    mdash: '—',
    middot: '·',
    nbsp: ' ',
    ndash: '–',
    quot: '"',
    rarr: '→',
    rdquo: '"',
    rsquo: "'",
  }),
);

function entityAt(text: string, at: number): Remain | undefined {
  ENTITY.lastIndex = at;
  const [entity, decimal, hex, name] = ENTITY.exec(text) ?? [];
  if (entity === undefined) return undefined;
  const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  const meant = name === undefined ? characterOf(point) : ENTITIES.get(name.toLowerCase());
  return meant === undefined ? undefined : [entity.length, meant];
}

const characterOf = (point: number) =>
  point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined;

const ESCAPE = /\\(?:u([\dA-Fa-f]{4})|[nr]|([-_*[\]()~`>#+=|{}.!/"]))/y;

/** `2331\.5` as Telegram wants it, and the `\n` and `\u20ac` of JSON. */
function escapeAt(text: string, at: number): Remain | undefined {
  ESCAPE.lastIndex = at;
  const [escape, hex, mark] = ESCAPE.exec(text) ?? [];
  if (escape === undefined) return undefined;
  const meant = hex === undefined ? (mark ?? '\n') : String.fromCharCode(Number.parseInt(hex, 16));
  return [escape.length, meant];
}

/** Leads of Latin, Greek, Cyrillic, Hebrew and Arabic; other pairs are more likely what they seem. */
const LEADS_OF_TWO = [0xc2, 0xc3, 0xce, 0xcf, 0xd0, 0xd1, 0xd7, 0xd8, 0xd9, 0xda, 0xdb];
/** Where Windows-1252 is not Latin-1. */
const WINDOWS = new Map(
  [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'].map((char, index) => [
    char.charCodeAt(0),
    0x80 + index,
  ]),
);

/** `â€“` was a dash, before UTF-8 was taken for Windows-1252. */
function misreadAt(text: string, at: number): Remain | undefined {
  const lead = text.charCodeAt(at);
  if (lead === 0xc2 && text[at + 1] === ' ') return [2, ' ']; // It was a hard one.
  const length = lengthOf(lead);
  const point = length > 0 ? pointAt(text, at, length) : undefined;
  const meant = point === undefined ? undefined : characterOf(point);
  return meant === undefined ? undefined : [length, meant];
}

/** How many bytes a character has that begins with this one, or 0. */
function lengthOf(lead: number): number {
  if (lead >= 0xe0) return lead < 0xf0 ? 3 : 4;
  return LEADS_OF_TWO.includes(lead) ? 2 : 0;
}

function pointAt(text: string, at: number, length: number): number | undefined {
  let point = text.charCodeAt(at) & (0xff >> (length + 1));
  for (let next = at + 1; next < at + length; next++) {
    const unit = text.charCodeAt(next);
    const byte = WINDOWS.get(unit) ?? unit;
    if (!(byte >= 0x80 && byte < 0xc0)) return undefined;
    point = point * 64 + (byte & 0x3f);
  }
  return point;
}
