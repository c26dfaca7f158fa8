import {
  accountOpened,
  accountSnapshotTaken,
  cashFlowBooked,
  executionClosed,
  executionFailed,
  executionFilled,
  positionModified,
} from '@signalos/contracts';
import { on, type Handler } from '@signalos/messaging';
import type { Tx } from '../db.ts';
import { momentOf, type Deps } from '../deps.ts';
import {
  openAccount,
  recordClose,
  recordFailure,
  recordFill,
  recordModification,
} from './account.commands.ts';
import { recordCashFlow } from './cash-flow.commands.ts';
import { recordSnapshot } from './snapshot.commands.ts';

/** Compliance's own picture of every account follows what offline-sync announces. */
export const accountHandlers = (deps: Deps): Handler<Tx>[] => [
  on(accountOpened, (tx: Tx, { data }) => openAccount(tx, data)),
  on(executionFilled, (tx: Tx, { data }) => recordFill(tx, momentOf(deps), data)),
  on(executionClosed, (tx: Tx, { data }) => recordClose(tx, momentOf(deps), data)),
  on(positionModified, (tx: Tx, { data }) => recordModification(tx, momentOf(deps), data)),
  on(executionFailed, (tx: Tx, { data }) => recordFailure(tx, momentOf(deps), data)),
  on(cashFlowBooked, (tx: Tx, { data }) => recordCashFlow(tx, momentOf(deps), data)),
  on(accountSnapshotTaken, (tx: Tx, { data }) => recordSnapshot(tx, momentOf(deps), data)),
];
