export {
  startService,
  type DatabaseInit,
  type Foundation,
  type Parts,
  type ServiceOptions,
} from './start.ts';
