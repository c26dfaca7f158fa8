// One line per domain. What it exports is in the catalogue: nothing else has to be registered.
export * as auth from './auth.ts';
export * as compliance from './compliance.ts';
export * as offlineSync from './offline-sync.ts';
export * as subscriber from './subscriber.ts';
