import { run } from '@signalos/runtime';
import { ComplianceConfig } from './config.ts';
import { startCompliance } from './service.ts';

await run({ name: 'compliance', config: ComplianceConfig, start: startCompliance }, process.env);
