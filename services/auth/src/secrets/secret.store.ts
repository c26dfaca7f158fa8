import type { Tx } from '../db.ts';

/** Keeps the fingerprint if the name is new, and returns the one that was kept first. */
export async function keepFingerprint(
  tx: Tx,
  name: string,
  value: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  await tx.secretFingerprint.createMany({ data: { name, value }, skipDuplicates: true });
  return (await tx.secretFingerprint.findUniqueOrThrow({ where: { name } })).value;
}
