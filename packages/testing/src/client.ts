export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

type Extra = Readonly<Record<string, string>>;

/** Speaks JSON to one base URL, as one user or as nobody. */
export interface Client {
  get(path: string, headers?: Extra): Promise<Reply>;
  /** A string goes out as it is, anything else as JSON. */
  post(path: string, body?: unknown, headers?: Extra): Promise<Reply>;
  put(path: string, body?: unknown, headers?: Extra): Promise<Reply>;
  delete(path: string, headers?: Extra): Promise<Reply>;
}

export function client(baseUrl: string, token?: string): Client {
  async function send(method: string, path: string, options: { body?: unknown; headers?: Extra }) {
    const { body, headers } = options;
    const response = await fetch(new URL(path, baseUrl), {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json\b/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text || undefined,
    };
  }

  return {
    get: (path, headers = {}) => send('GET', path, { headers }),
    post: (path, body, headers = {}) => send('POST', path, { body, headers }),
    put: (path, body, headers = {}) => send('PUT', path, { body, headers }),
    delete: (path, headers = {}) => send('DELETE', path, { headers }),
  };
}
