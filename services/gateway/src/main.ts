import { run } from '@signalos/runtime';
import { GatewayConfig } from './config.ts';
import { startGateway } from './service.ts';

await run({ name: 'gateway', config: GatewayConfig, start: startGateway }, process.env);
