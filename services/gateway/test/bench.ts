import { startTestGateway, type TestGateway } from './gateway.ts';
import { echo, startUpstream, type Handler, type Upstream } from './upstream.ts';
import { send, type WireRequest } from './wire.ts';

interface BenchRequest extends WireRequest {
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Bench extends AsyncDisposable {
  readonly gateway: TestGateway;
  readonly upstream: Upstream;
  /** As a signed-in user, with exactly these headers beside the token. */
  send(options: BenchRequest): ReturnType<typeof send>;
}

/** The gateway in front of one upstream. */
export async function startBench(
  handler: Handler = echo,
  environment: Readonly<Record<string, string>> = {},
): Promise<Bench> {
  await using stack = new AsyncDisposableStack();
  const upstream = stack.use(await startUpstream(handler));
  const gateway = stack.use(await startTestGateway({ compliance: upstream.origin }, environment));
  const authorization = `Bearer ${await gateway.issuer.token()}`;
  const resources = stack.move();
  return {
    gateway,
    upstream,
    send: ({ headers, path = '/compliance/x', ...rest }) =>
      send(gateway.port, { ...rest, path, headers: { authorization, ...headers } }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** What `echo` says it was asked, or a problem. */
export const asked = (body: Buffer) => JSON.parse(body.toString()) as Record<string, any>;
