import type { Sql, SqlTx } from './sql.ts';

/** SQL in pieces, with a value between each two of them. */
export interface Statement {
  readonly parts: readonly string[];
  readonly values: readonly unknown[];
}

/** A statement to be run later, or with others: sql`delete from x where id = ${id}`. */
export function sql(parts: TemplateStringsArray, ...values: unknown[]): Statement {
  return { parts, values };
}

/**
 * Runs writes in one round trip, as one statement: all happen, or none. Each finds the tables as they
 * were before the first, whatever their order; foreign keys are checked when all are done.
 */
export async function writeTogether(tx: SqlTx, writes: readonly Statement[]): Promise<void> {
  const [first, ...others] = writes;
  if (!first) return;
  const { parts, values } = others.length === 0 ? first : together(writes);
  await tx.$executeRaw(templateOf(parts), ...values);
}

export async function rowsOf<Row>(db: Sql, { parts, values }: Statement): Promise<Row[]> {
  return await db.$queryRaw<Row[]>(templateOf(parts), ...values);
}

/** Prisma knows a template by its raw strings. */
const templateOf = (parts: readonly string[]) => Object.assign([...parts], { raw: parts });

/** `with w0 as (…), w1 as (…) select`: PostgreSQL runs every part that writes, asked for or not. */
function together(writes: readonly Statement[]): Statement {
  const parts = [''];
  const add = ([head = '', ...others]: readonly string[]) => {
    parts[parts.length - 1] += head;
    parts.push(...others);
  };
  for (const [index, write] of writes.entries()) {
    add([index === 0 ? 'with w0 as (' : `), w${index} as (`]);
    add(write.parts);
  }
  add([') select']);
  return { parts, values: writes.flatMap(({ values }) => values) };
}
