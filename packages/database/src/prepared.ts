/** As many statements are kept prepared in each connection; further ones are planned every time. */
const PREPARED_MAX = 500;

interface Query {
  readonly sql: string;
  readonly args: readonly unknown[];
}

/** What traces call a statement: `INSERT 12`, `WITH 3`. */
const verbOf = (sql: string) => /[a-z]+/i.exec(sql)?.[0].toUpperCase() ?? 'SQL';

export type StatementNames = (query: Query) => string;

/**
 * Names for statements, so that PostgreSQL plans each once for a connection: planning takes
 * longer than running them. What is not asked again and again stays without one.
 */
export function statementNames(max = PREPARED_MAX): StatementNames {
  const names = new Map<string, string>();
  return ({ sql, args }) => {
    if (args.length === 0) return '';
    let name = names.get(sql);
    if (name === undefined && names.size < max) {
      names.set(sql, (name = `${verbOf(sql)} ${names.size}`));
    }
    return name ?? '';
  };
}
