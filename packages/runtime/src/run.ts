import type { z } from 'zod';
import { loadConfig } from './config.ts';
import { createLogger, type Logger } from './logger.ts';
import { stopSignal } from './signal.ts';

export interface Running extends AsyncDisposable {
  readonly url: string;
}

export interface Program<Schema extends z.ZodType<{ logLevel: string }>> {
  readonly name: string;
  readonly config: Schema;
  readonly start: (config: Readonly<z.output<Schema>>, log: Logger) => Promise<Running>;
}

/** The life of a process: configuration in, started, a signal, stopped. All of a `main.ts`. */
export async function run<Schema extends z.ZodType<{ logLevel: string }>>(
  { name, config: schema, start }: Program<Schema>,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const stopping = stopSignal(); // Asked for first, so that a stop during start-up is not lost.
  const config = loadConfig(schema, env);
  const log = createLogger(name, { level: config.logLevel });

  await using service = await start(config, log);
  log.info({ url: service.url }, 'started');

  log.info({ signal: await stopping }, 'stopping');
}
