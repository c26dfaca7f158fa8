import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { freePort } from '@signalos/testing';
import { namesOf } from './names.ts';
import type { Bus } from './servers.ts';

/** Where services are found. */
export interface Ports {
  readonly services: ReadonlyMap<string, number>;
  readonly metrics: number;
}

export async function choosePorts(gatewayPort?: number): Promise<Ports> {
  const services = new Map<string, number>();
  for (const service of namesOf('src/main.ts')) services.set(service, await freePort());
  if (gatewayPort !== undefined) services.set('gateway', gatewayPort);
  return { services, metrics: await freePort() };
}

export interface Wiring {
  readonly ports: Ports;
  readonly postgres: ReadonlyMap<string, string>;
  readonly nats: Bus;
  readonly shared: Readonly<Record<string, string>>;
}

/** What each service is told. */
export function environmentsOf({
  ports,
  postgres,
  nats,
  shared,
}: Wiring): ReadonlyMap<string, Record<string, string>> {
  const at = (service: string) => `http://localhost:${ports.services.get(service)}`;
  const upstreams = [...ports.services.keys()].filter((service) => service !== 'gateway');
  const own: Readonly<Record<string, Record<string, string>>> = {
    auth: {
      AUTH_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      AUTH_PEPPER: randomBytes(32).toString('base64'),
    },
    compliance: { AUDIT_SIGNING_KEY: newSigningKey() },
    gateway: {
      METRICS_PORT: String(ports.metrics),
      UPSTREAMS: upstreams.map((service) => `${service}=${at(service)}`).join(','),
    },
  };
  return new Map(
    [...ports.services].map(([service, port]) => [
      service,
      {
        PORT: String(port),
        OTEL_SERVICE_NAME: service,
        NATS_URL: nats.url,
        NATS_PASSWORD: nats.passwordOf(service),
        DATABASE_URL: postgres.get(service) ?? '',
        AUTH_ISSUER: at('gateway'),
        AUTH_JWKS_URL: `${at('auth')}/.well-known/jwks.json`,
        ...own[service],
        ...shared,
      },
    ]),
  );
}

function newSigningKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}
