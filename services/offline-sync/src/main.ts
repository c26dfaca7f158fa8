import { run } from '@signalos/runtime';
import { Config } from './config.ts';
import { startOfflineSync } from './service.ts';

await run({ name: 'offline-sync', config: Config, start: startOfflineSync }, process.env);
