/** The digit zero of scripts that NFKC leaves alone: Arabic, Persian, Devanagari, Bengali, Thai. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];
const DIGITS = /[٠-٩۰-۹०-९০-৯๐-๙]/g;

/** Marks that stand for a label where no word does. */
const TARGET_MARKS = /[✅☑✔🎯🥇🥈🥉🏆🎁💚🏁]/gu;
const STOP_MARKS = /[❌⛔🛑🚫🧯🧨✖]/gu;
/** Keycaps, circled and dingbat digits number the items of a list. */
const LIST_MARKS = /[0-9]\u{fe0f}?\u{20e3}|[①-⓿❶-➓]/gu;

/** Folds spellings that mean the same, so that the reader sees lower case, ASCII digits and words. */
export function normalise(text: string): string {
  return text
    .replaceAll(LIST_MARKS, ' • ')
    .replaceAll(TARGET_MARKS, ' xtarget ')
    .replaceAll(STOP_MARKS, ' xstop ')
    .normalize('NFKC')
    .replaceAll(DIGITS, toAsciiDigit)
    .replaceAll('٫', '.')
    .replaceAll('٬', ',')
    .replaceAll(/\p{Cf}|\p{Mn}|[*`]/gu, '')
    .toLowerCase()
    .replaceAll(/[’‘]/g, "'")
    .replaceAll(/(?<=\d)_+(?=\d)/g, '-')
    .replaceAll(/[–—~]|\.{3,}|…/g, ' - ')
    .replaceAll(/\b([st])[./] ?([lp])\b\.?/g, '$1$2')
    .replaceAll(/\bb[./]e\b\.?/g, 'be')
    .replaceAll(/(?<=\p{L})-(?=[\p{L}\d])/gu, ' ')
    .replaceAll('_', ' ');
}

function toAsciiDigit(digit: string): string {
  const code = digit.charCodeAt(0);
  const zero = ZEROS.find((start) => code >= start && code <= start + 9) ?? code;
  return String(code - zero);
}
