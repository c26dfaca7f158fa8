import { globSync } from 'node:fs';
import { join } from 'node:path';
import { AuthConfig } from '../services/auth/src/config.ts';
import { ComplianceConfig } from '../services/compliance/src/config.ts';
import { GatewayConfig } from '../services/gateway/src/config.ts';
import { Config as OfflineSyncConfig } from '../services/offline-sync/src/config.ts';

interface Schema {
  readonly in: { readonly shape: object };
  safeParse(env: object): { readonly error?: unknown };
}

/** What each service reads from its environment. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
  auth: AuthConfig,
  compliance: ComplianceConfig,
  gateway: GatewayConfig,
  'offline-sync': OfflineSyncConfig,
};

function namesAt(pattern: string): string[] {
  const files = globSync(`services/*/${pattern}`, { cwd: join(import.meta.dirname, '..') });
  return files.map((file) => file.split('/')[1] ?? '').toSorted();
}

export const services = namesAt('src/main.ts');
export const servicesWithDatabase = namesAt('prisma/schema.prisma');
