export { startBus, type TestBus } from './bus.ts';
export { startCable, type Cable } from './cable.ts';
export { client, type Client, type Reply } from './client.ts';
export { startCollector, type Collector, type Span } from './collector.ts';
export { startDatabase } from './database.ts';
export { claimsOf, startIssuer, type Issuer } from './issuer.ts';
export { startNats, startSecureNats } from './nats.ts';
export {
  hasNatsServer,
  startMortalNats,
  startMortalPostgres,
  type MortalServer,
} from './mortal.ts';
export { freePort } from './port.ts';
export { createDatabase, startPostgres, withClient, type Database } from './postgres.ts';
export { startProgram, type Program, type Server } from './server.ts';
export { startService, type Exit, type RunningService } from './service.ts';
export { transactOver } from './transact.ts';
export { startWorld, type World } from './world.ts';
