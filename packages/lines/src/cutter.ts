/** The longest line that is read, in characters. */
const LINE_MAX_CHARACTERS = 16_777_216;
export const LINE_TOO_LONG = `A line must have at most ${LINE_MAX_CHARACTERS} characters`;

interface LineCutter {
  /** The lines that end in this piece of text; undefined for one that is too long. */
  readonly cut: (text: string) => (string | undefined)[];
  /** What came after the last newline. */
  readonly rest: () => string | undefined;
}

/**
 * Cuts text that comes in pieces into lines; not as `node:readline` does, to which U+2028 ends one: within a
 * text of JSON that may stand. Pieces of a line that has not ended are joined once, when it
 * has: to cut it anew with every piece would take the square of the time. Of one too long, nothing is kept.
 */
export function lineCutter(charactersMax = LINE_MAX_CHARACTERS): LineCutter {
  let pieces: string[] = [];
  let length = 0;

  function keep(piece: string): void {
    length += piece.length;
    if (length <= charactersMax) pieces.push(piece);
    else pieces = [];
  }

  function rest(): string | undefined {
    const line = length <= charactersMax ? pieces.join('') : undefined;
    [pieces, length] = [[], 0];
    return line;
  }

  return {
    cut(text) {
      const [first = '', ...others] = text.split('\n');
      keep(first);
      return others.map((next) => {
        const line = rest();
        keep(next);
        return line;
      });
    },
    rest,
  };
}
