export {
  loginLocked,
  REVOCATION_REASONS,
  sessionRevoked,
  sessionStarted,
  signingKeyRotated,
  userRegistered,
} from './auth.ts';
export { consumers, domains, events, feeds, requests, serviceOf, WATCHER } from './catalogue.ts';
export {
  accountReinstated,
  accountState,
  auditCheckpointed,
  decisionMade,
  killSwitchChanged,
  KillSwitchScope,
  limitWarned,
  profileActivated,
  profileDeactivated,
  strategyEnabled,
  TradingState,
  validateTrade,
  violationDetected,
} from './compliance.ts';
export { defineConsumer, type ConsumerContract } from './consumer.ts';
export {
  AuditReference,
  Decision,
  ProfileReference,
  ProposedTrade,
  RiskFigures,
  Violation,
} from './decision.ts';
export {
  DEFAULT_TENANT,
  defineEvent,
  type Domain,
  type Event,
  type EventContract,
  type EventInit,
  type EventOf,
} from './event.ts';
export { defineFeed, type FeedContract } from './feed.ts';
export { DEFAULT_NAMESPACE, namesOf, type Names } from './names.ts';
export {
  accountOpened,
  accountSnapshotTaken,
  actionAccepted,
  actionExpired,
  actionHeld,
  ActionKind,
  actionRejected,
  cashFlowBooked,
  CashFlowKind,
  deviceRegistered,
  executionClosed,
  executionFailed,
  executionFilled,
  positionModified,
  quotes,
} from './offline-sync.ts';
export { defineRequest, type RequestContract } from './request.ts';
export { violationSubscriber } from './subscriber.ts';
export {
  CurrencyCode,
  DecimalString,
  Id,
  InstrumentSymbol,
  Instant,
  OrderType,
  PositiveDecimalString,
  Side,
  Text,
} from './values.ts';
