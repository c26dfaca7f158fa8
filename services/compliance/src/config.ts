import { createPrivateKey, type KeyObject } from 'node:crypto';
import { serviceConfig, ServiceEnv } from '@signalos/runtime';
import { z } from 'zod';

const CHECKPOINT_MS = 10_000;
const CHECKPOINT_MS_MIN = 100;
const CHECKPOINT_MS_MAX = 3_600_000;

/** PKCS #8, as PEM or only what is between its first line and its last. */
const SigningKey = z.string().transform((text, context): KeyObject => {
  const base64 = text.replaceAll(/-----[^-]+-----|\s/g, '');
  try {
    const key = Buffer.from(base64, 'base64');
    const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
    if (privateKey.asymmetricKeyType === 'ed25519') return privateKey;
  } catch {
    // Told below, without what was in it.
  }
  context.addIssue('must be an Ed25519 private key in PKCS #8');
  return z.NEVER;
});

export interface AuditConfig {
  /** Undefined for one that lasts as long as the process. */
  readonly signingKey: KeyObject | undefined;
  readonly checkpointMs: number;
  readonly checkpointDirectory: string | undefined;
}

export const DEFAULT_AUDIT: AuditConfig = {
  signingKey: undefined,
  checkpointMs: CHECKPOINT_MS,
  checkpointDirectory: undefined,
};

const ComplianceEnv = ServiceEnv.extend({
  AUDIT_SIGNING_KEY: SigningKey.optional(),
  /** How often the audit trail is signed, where there is something new. */
  AUDIT_CHECKPOINT_MS: z.coerce
    .number()
    .int()
    .min(CHECKPOINT_MS_MIN)
    .max(CHECKPOINT_MS_MAX)
    .default(CHECKPOINT_MS),
  /** Where signed checkpoints are kept outside the database; nowhere if empty. */
  AUDIT_CHECKPOINT_DIR: z.string().default(''),
});

export const ComplianceConfig = ComplianceEnv.transform((env) => ({
  ...serviceConfig(env),
  audit: {
    signingKey: env.AUDIT_SIGNING_KEY,
    checkpointMs: env.AUDIT_CHECKPOINT_MS,
    checkpointDirectory: env.AUDIT_CHECKPOINT_DIR || undefined,
  } satisfies AuditConfig,
}));
export type ComplianceConfig = z.output<typeof ComplianceConfig>;
