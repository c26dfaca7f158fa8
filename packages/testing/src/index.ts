export { startBus, type TestBus } from './bus.ts';
export { client, type Client, type Reply } from './client.ts';
export { startCollector, type Collector, type Span } from './collector.ts';
export { startDatabase } from './database.ts';
export { startIssuer, type Issuer } from './issuer.ts';
export { startNats, startSecureNats } from './nats.ts';
export {
  createDatabase,
  freePort,
  programsFor,
  startPostgres,
  withClient,
  type Database,
} from './postgres.ts';
export { startProgram, type Program, type Server } from './server.ts';
export { startService, type Exit, type RunningService } from './service.ts';
export { transactOver } from './transact.ts';
export { startWorld, type World } from './world.ts';
