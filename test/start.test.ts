import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort } from '@signalos/testing';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** `npm start`, without the set-up that has been done. */
function start(env: Record<string, string>) {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'scripts/start.ts'],
    { cwd: root, env: { ...process.env, ...env } },
  );
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const exited = once(child, 'close').then(([code]) => ({ code: code as number, output }));
  return { child, exited, output: () => output };
}

describe('npm start', () => {
  it('says where everything is, serves, and stops at Ctrl-C', async () => {
    const port = await freePort();
    const { child, exited, output } = start({ PORT: String(port) });
    await expect.poll(output).toContain('SignalOS is up');
    expect(output()).toContain(`http://localhost:${port}/docs`);
    expect(output()).toMatch(
      /events +NATS_URL=nats:\S+ NATS_PASSWORD=\S+ npm run --silent subscribe/,
    );
    expect(output()).toMatch(/operator +NATS_URL=nats:\S+ NATS_PASSWORD=\S+ npm run --silent bus/);
    expect(output()).toMatch(/roles +DATABASE_URL=postgres:\S+\/auth npm run --silent operators/);

    const { status } = await fetch(`http://localhost:${port}/health/ready`);
    child.kill('SIGINT');

    expect(status).toBe(200);
    expect(await exited).toMatchObject({ code: 0 });
    await expect(fetch(`http://localhost:${port}/health/ready`)).rejects.toThrow('fetch failed');
  });

  it('says in one line that the port is in use', async () => {
    const other = createServer().listen(0);
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;

    const { code, output } = await start({ PORT: String(port) }).exited;

    expect(code).toBe(1);
    expect(output.trim()).toBe(`Port ${port} is in use. Choose another: PORT=9000 npm start`);
    other.close();
  });

  it('says in one line that the port is nonsense', async () => {
    expect(await start({ PORT: 'http' }).exited).toEqual({
      code: 1,
      output: 'PORT must be a number from 1 to 65535, not http\n',
    });
  });

  it('says in one line that nats-server is missing', async () => {
    const { code, output } = await start({ PORT: String(await freePort()), PATH: '/nowhere' })
      .exited;

    expect(code).toBe(1);
    expect(output).toContain('nats-server cannot be started: is it installed, and on the PATH?');
  });

  it('says which service crashed, and stops', async () => {
    const { child, exited, output } = start({ PORT: String(await freePort()) });
    await expect.poll(output).toContain('SignalOS is up');
    const pid = await pidOf('compliance', child.pid ?? 0);

    process.kill(pid, 'SIGKILL');

    const end = await exited;
    expect(end.code).toBe(1);
    expect(end.output).toContain('compliance ended (SIGKILL); stopping.');
  });
});

/** The process that runs in this service's folder, below that parent. */
async function pidOf(service: string, parent: number): Promise<number> {
  const { readdirSync, readFileSync, readlinkSync } = await import('node:fs');
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const ppid = Number(
        readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ')[1]?.split(' ')[1],
      );
      if (ppid === parent && readlinkSync(`/proc/${entry}/cwd`).endsWith(`services/${service}`)) {
        return Number(entry);
      }
    } catch {
      // It ended while we looked.
    }
  }
  throw new Error(`no process of ${service}`);
}
