import { run, ServiceConfig } from '@signalos/runtime';
import { startCompliance } from './service.ts';

await run({ name: 'compliance', config: ServiceConfig, start: startCompliance }, process.env);
