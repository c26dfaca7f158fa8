interface Token {
  readonly text: string;
  readonly kind: 'clock' | 'number' | 'word' | 'line' | 'mark' | 'end';
  /** Nothing stands between it and the token before. */
  readonly glued: boolean;
}

/** The token at an index; before the first and after the last stands one without text. */
export type Peek = (index: number) => Token;

const END: Token = { text: '', kind: 'end', glued: false };

/** A clock or a ratio (`13:30`, `1:1.9`), a number, a word, the end of a line, or anything else. */
const TOKEN =
  /(?<clock>\d{1,2}:\d{2}(?![\d.])|1:\d(?:\.\d)?(?![\d.]))|(?<number>\d+(?:[.,]\d+)*)|(?<word>\p{L}[\p{L}'&]*)|(?<line>\n)|(?<mark>[^\s\p{L}\d])/gu;

function tokenise(text: string): Token[] {
  let end = 0;
  return Array.from(text.matchAll(TOKEN), (match) => {
    const glued = match.index === end;
    end = match.index + match[0].length;
    const groups = match.groups ?? {};
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined);
    return { text: match[0], kind: kind as Token['kind'], glued };
  });
}

/** Cuts normalised text into tokens; `visit` is told of every look at one. */
export function tokensOf(text: string, visit: () => void): { count: number; peek: Peek } {
  const tokens = tokenise(text);
  const peek = (index: number) => {
    visit();
    return tokens[index] ?? END;
  };
  return { count: tokens.length, peek };
}
