interface Message {
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
  readonly retry?: string;
  readonly comment?: string;
}

/** Reads an event stream as a browser would, but shows every part of it. */
export interface Follower extends AsyncDisposable {
  readonly status: number;
  readonly headers: Headers;
  /** The last `id` seen, also of a block without data. */
  readonly lastEventId: string;
  /** The next block; undefined at the end. */
  next(): Promise<Message | undefined>;
  /** The next block with data. */
  event(): Promise<{ event: string; data: any } | undefined>;
}

export async function follow(
  url: string,
  token: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Follower> {
  const leaving = new AbortController();
  const response = await fetch(new URL(url), {
    headers: { authorization: `Bearer ${token}`, ...headers },
    signal: leaving.signal,
  });
  const blocks = blocksOf(response);
  let lastEventId = '';

  async function next(): Promise<Message | undefined> {
    const { value } = await blocks.next();
    if (value?.id !== undefined) lastEventId = value.id;
    return value ?? undefined;
  }
  return {
    status: response.status,
    headers: response.headers,
    get lastEventId() {
      return lastEventId;
    },
    next,
    async event() {
      for (let block = await next(); block; block = await next()) {
        if (block.data !== undefined) {
          return { event: block.event ?? 'message', data: JSON.parse(block.data) };
        }
      }
      return undefined;
    },
    [Symbol.asyncDispose]() {
      leaving.abort();
      return Promise.resolve();
    },
  };
}

async function* blocksOf(response: Response): AsyncGenerator<Message, undefined> {
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) yield parse(block);
  }
  return undefined;
}

function parse(block: string): Message {
  const fields = block.split('\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon) || 'comment', line.slice(colon + 1).trim()];
  });
  return Object.fromEntries(fields) as Message;
}
