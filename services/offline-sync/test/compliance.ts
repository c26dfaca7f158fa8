import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { validateTrade, type Decision, type ProposedTrade } from '@signalos/contracts';
import { answering, serveRequests } from '@signalos/messaging';
import type { World } from '@signalos/testing';

export type Question = ProposedTrade & { readonly userId: string };
export type Answer = (question: Question) => Promise<Decision> | Decision;

/** Stands for the other service, as far as one can tell over the bus. */
export interface Compliance extends AsyncDisposable {
  /** All it was asked, in order. */
  readonly questions: readonly Question[];
  answer: Answer;
}

export function startCompliance({ bus, log }: World, answer: Answer = allow): Compliance {
  const questions: Question[] = [];
  const compliance = { answer, questions };
  const serving = serveRequests(
    bus.broker,
    [
      answering(validateTrade, async (question) => {
        questions.push(question);
        return compliance.answer(question);
      }),
    ],
    log,
  );
  return Object.assign(compliance, { [Symbol.asyncDispose]: () => serving[Symbol.asyncDispose]() });
}

export const allow = (question: Question): Decision => decide(question, []);

/** Longer than anyone waits for an answer. */
const SILENCE_MS = 2_500;

export async function silence(question: Question): Promise<Decision> {
  await sleep(SILENCE_MS);
  return allow(question);
}

/** Breaks one rule, with these numbers. */
export const deny =
  (ruleId: string, limit = '100.00', actual = '250.00') =>
  (question: Question): Decision =>
    decide(question, [
      {
        ruleId,
        severity: 'hard',
        message: `${actual} is more than ${limit}`,
        limit,
        actual,
        unit: 'USD',
        formula: 'loss <= limit',
        inputs: {},
      },
    ]);

function decide(question: Question, violations: Decision['violations']): Decision {
  return {
    decisionId: randomUUID(),
    clientTradeId: question.clientTradeId,
    accountId: question.accountId,
    replayed: false,
    decidedAt: new Date().toISOString(),
    allowed: violations.length === 0,
    violations,
    warnings: [],
    profile: null,
    risk: null,
    reservation: null,
    audit: null,
  };
}
