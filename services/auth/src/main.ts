import { run } from '@signalos/runtime';
import { AuthConfig } from './config.ts';
import { startAuth } from './service.ts';

await run({ name: 'auth', config: AuthConfig, start: startAuth }, process.env);
