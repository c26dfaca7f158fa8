import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  DEFAULT_NAMESPACE,
  decisionMade,
  violationDetected,
  violationSubscriber,
  type Event,
} from '@signalos/contracts';
import { OPERATOR } from '@signalos/contracts/documents';
import { connectBroker, type Broker } from '@signalos/messaging';
import { beginReplay } from '@signalos/messaging/operations';
import { createLogger, createMetrics } from '@signalos/runtime';
import { freePort } from '@signalos/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBus, type Bus } from '../scripts/platform/servers.ts';

const program = fileURLToPath(new URL('../scripts/demo/subscriber.ts', import.meta.url));
const [accountId, userId] = [randomUUID(), randomUUID()];
const stack = new AsyncDisposableStack();
let bus: Bus;
let compliance: Broker;

async function connectAs(user: string): Promise<Broker> {
  const log = createLogger('test', { level: 'silent' });
  const options = { url: bus.url, user, password: bus.passwordOf(user), log };
  return stack.use(
    await connectBroker({ ...options, namespace: DEFAULT_NAMESPACE, metrics: createMetrics() }),
  );
}

beforeAll(async () => {
  bus = await startBus(stack, () => {});
  compliance = await connectAs('compliance');
});

afterAll(() => stack.disposeAsync());

function aViolation(tenant?: string): Event {
  const data = {
    violationId: randomUUID(),
    decisionId: null,
    accountId,
    userId,
    phase: 'monitor',
    ruleId: 'DAILY_LOSS_BREACHED',
    severity: 'hard',
    message: 'Equity has been at 94999.00 USD, and the daily loss limit is 95000.00',
    limit: '95000.00',
    actual: '94999.00',
    unit: 'USD',
    formula: 'lowestEquity < reference - allowance',
    inputs: {},
    latched: true,
    excess: '1.00',
    profile: null,
    trade: null,
    day: null,
    audit: null,
  } as const;
  return violationDetected.create(data, { at: new Date(), tenant });
}

function aDecision(): Event {
  const order = { accountId, userId, clientTradeId: randomUUID(), allowed: true };
  const decidedAt = new Date().toISOString();
  return decisionMade.create(
    { ...order, decisionId: randomUUID(), violatedRules: [], profile: null, decidedAt },
    { at: new Date() },
  );
}

/** As compliance does; resolves to their ids. */
async function announce(...events: readonly Event[]): Promise<string[]> {
  for (const event of events) {
    await compliance.jetstream.publish(compliance.names.eventSubject(event), JSON.stringify(event));
  }
  return events.map(({ id }) => id);
}

/** Runs the program until it has printed as many events, or ends; resolves to their ids. */
async function subscribe(count: number, ...args: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, NATS_URL: bus.url, NATS_PASSWORD: bus.passwordOf('subscriber') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const ids: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    const message = JSON.parse(line) as { id?: string };
    if (message.id) ids.push(message.id);
    if (ids.length === count) child.kill('SIGTERM');
  }
  expect(await exited).toEqual([0, null]);
  return ids;
}

/** Runs the program where it cannot read; resolves to what it says. */
async function complaint(env: Record<string, string>, ...args: readonly string[]) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, NATS_URL: bus.url, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [[code], said] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
  return { code: code as number, said };
}

describe('the example of a subscriber', () => {
  it('sees all violations of its tenant and nothing else, and goes on where it stopped', async () => {
    const before = [aViolation(), aDecision(), aViolation('other'), aViolation()];
    const [first, , , second] = await announce(...before);

    expect(await subscribe(2)).toEqual([first, second]);

    const [, third] = await announce(aViolation('other'), aViolation());
    expect(await subscribe(1)).toEqual([third]);
  });

  it('reads anew exactly what came since a time', async () => {
    await announce(aViolation());
    await sleep(20);
    const since = new Date();
    await sleep(20);
    const [first, , second] = await announce(aViolation(), aViolation('other'), aViolation());
    const operator = await connectAs(OPERATOR);

    await beginReplay(operator, violationSubscriber, since);
    expect(await subscribe(Infinity, '--replay')).toEqual([first, second]);
    expect(await subscribe(Infinity, '--replay')).toEqual([]);

    await beginReplay(operator, violationSubscriber, since);
    expect(await subscribe(Infinity, '--replay')).toEqual([first, second]);
  });
});

describe('the example of a subscriber says in one line what to do', () => {
  it('where nobody has set anything to be read anew', async () => {
    const operator = await connectAs(OPERATOR);
    const [stream, place] = ['EVT_COMPLIANCE', operator.names.replay(violationSubscriber)];
    await operator.manager.consumers.delete(stream, place).catch(() => {});

    expect(await complaint({ NATS_PASSWORD: bus.passwordOf('subscriber') }, '--replay')).toEqual({
      code: 1,
      said:
        'There is no subscriber-violations-v1-replay. An operator sets it: ' +
        'npm run bus -- subscribers replay subscriber-violations-v1 --since <time>\n',
    });
  });

  it('where its password is wrong', async () => {
    const { host } = new URL(bus.url);

    expect(await complaint({ NATS_PASSWORD: 'wrong' })).toEqual({
      code: 1,
      said: `NATS at ${host} refuses the user subscriber: is NATS_PASSWORD his?\n`,
    });
  });

  it('where there is no NATS', async () => {
    const host = `127.0.0.1:${await freePort()}`;
    const { code, said } = await complaint({ NATS_URL: `nats://${host}` });

    expect(code).toBe(1);
    expect(said).toMatch(
      new RegExp(`^No NATS at ${host}: does NATS_URL say where it is\\? .*\\n$`),
    );
  });
});

describe('its user on the bus', () => {
  const forbidden: readonly [string, (broker: Broker) => Promise<unknown>][] = [
    ['announce', (broker) => broker.jetstream.publish(broker.names.eventSubject(aViolation()), '')],
    ['look at its stream', (broker) => broker.manager.streams.info('EVT_COMPLIANCE')],
    ['read another stream', (broker) => broker.jetstream.consumers.get('EVT_AUTH', 'any')],
    [
      'read a message by its number',
      (broker) => broker.manager.direct.getMessage('EVT_COMPLIANCE', { seq: 1 }),
    ],
    [
      'choose what it reads',
      (broker) => broker.manager.consumers.add('EVT_COMPLIANCE', { durable_name: 'mine' }),
    ],
    [
      'widen its durable',
      (broker) =>
        broker.manager.consumers.update('EVT_COMPLIANCE', 'subscriber-violations-v1', {
          filter_subject: 'signalos.evt.compliance.>',
        }),
    ],
    [
      'delete its durable',
      (broker) => broker.manager.consumers.delete('EVT_COMPLIANCE', 'subscriber-violations-v1'),
    ],
  ];

  it.each(forbidden)('may not %s', async (_what, attempt) => {
    const broker = await connectAs('subscriber');

    await expect(attempt(broker)).rejects.toThrow(/permissions violation/i);
  });

  it('may not listen in on events as they are announced', async () => {
    const { nats } = await connectAs('subscriber');
    const error = new Promise<Error | null>((resolve) => {
      nats.subscribe('signalos.evt.>', { callback: resolve });
    });

    expect(String(await error)).toMatch(/permissions violation/i);
  });
});
