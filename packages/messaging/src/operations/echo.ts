/** A server drops in silence what it is too old to know, so what it made is compared with what was asked. */
export function assertEchoed(what: string, asked: object, echoed: object): void {
  for (const [option, value] of Object.entries(asked)) {
    const got: unknown = (echoed as Record<string, unknown>)[option];
    if (JSON.stringify(got) === JSON.stringify(value)) continue;
    throw new Error(
      `${what}: the server made ${option} ${JSON.stringify(got)} of ${JSON.stringify(value)}`,
    );
  }
}
