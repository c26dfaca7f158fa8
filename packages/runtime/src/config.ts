import { readFileSync } from 'node:fs';
import { z } from 'zod';

export const Port = z.coerce.number().int().min(0).max(65_535);
export const Milliseconds = z.coerce.number().int().min(0).max(600_000);

/** What every process reads from its environment. */
export const ProcessEnv = z.object({
  PORT: Port,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** How long a stopping process still answers, so that load balancers notice first. */
  DRAIN_DELAY_MS: Milliseconds.default(0),
  NATS_URL: z.url(),
  NATS_PASSWORD: z.string().min(1).optional(),
  NATS_NAMESPACE: z
    .string()
    .regex(/^[\w-]+$/)
    .default('signalos'),
  /** The `iss` of access tokens, exactly. */
  AUTH_ISSUER: z.url(),
  AUTH_JWKS_URL: z.url(),
});

/** What every service with a database reads; one with more to say extends it in its `config.ts`. */
export const ServiceEnv = ProcessEnv.extend({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL_MAX: z.coerce.number().int().min(2).max(100).default(10),
});

/** Names grouped for the code; the environment stays flat for the operator. */
export function processConfig(env: z.output<typeof ProcessEnv>) {
  return {
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    drainDelayMs: env.DRAIN_DELAY_MS,
    nats: {
      url: env.NATS_URL,
      password: env.NATS_PASSWORD,
      namespace: env.NATS_NAMESPACE,
    },
    auth: { issuer: env.AUTH_ISSUER, jwksUrl: env.AUTH_JWKS_URL },
  };
}

export function serviceConfig(env: z.output<typeof ServiceEnv>) {
  return {
    ...processConfig(env),
    database: { url: env.DATABASE_URL, poolMax: env.DATABASE_POOL_MAX },
  };
}

export const ServiceConfig = ServiceEnv.transform(serviceConfig);
export type ServiceConfig = z.output<typeof ServiceConfig>;

/**
 * Reads the environment once, reports every problem at once, and returns a frozen object.
 *
 * `NAME_FILE` stands for the content of that file, as mounted secrets want it.
 */
export function loadConfig<Schema extends z.ZodType<object>>(
  schema: Schema,
  env: NodeJS.ProcessEnv,
): Readonly<z.output<Schema>> {
  const result = schema.safeParse(withFiles(env, namesOf(schema)));
  if (!result.success) throw new Error(`Invalid configuration\n${z.prettifyError(result.error)}`);
  return Object.freeze(result.data);
}

/** The variables a schema asks for. */
function namesOf(schema: z.ZodType): readonly string[] {
  const source = schema instanceof z.ZodPipe ? schema.in : schema;
  return source instanceof z.ZodObject ? Object.keys(source.shape) : [];
}

function withFiles(env: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  const contents = names.flatMap((name) => {
    const path = env[`${name}_FILE`];
    return path ? [[name, read(name, path)] as const] : [];
  });
  return { ...env, ...Object.fromEntries(contents) };
}

function read(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch (cause) {
    throw new Error(`Invalid configuration\n✖ ${name}_FILE: cannot read ${path}`, { cause });
  }
}
