/** Who sent a request, as far as its connection and the proxies we trust can tell. */
export interface Client {
  readonly address: string;
  readonly protocol: 'http' | 'https';
  readonly host: string;
}

export interface Connection {
  /** The address at the other end of it. */
  readonly peer: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** `hops` proxies of ours stand in front, each of which appends what it sees; 0 trusts no header. */
export function clientOf({ peer, headers }: Connection, hops: number): Client {
  const host = headers['host']?.toString() ?? '';
  if (hops === 0) return { address: plain(peer), protocol: 'http', host };

  const addresses = [...listOf(headers['x-forwarded-for']), peer];
  const address = seenBy(hops + 1, addresses) ?? peer;
  return {
    address: plain(ADDRESS.test(address) ? address : peer),
    protocol: seenBy(hops, listOf(headers['x-forwarded-proto'])) === 'https' ? 'https' : 'http',
    host: seenBy(hops, listOf(headers['x-forwarded-host'])) ?? host,
  };
}

const ADDRESS = /^[\da-f.:]{2,45}$/i;

/** The entry of the farthest proxy that is ours; a shorter list has none that is further away. */
const seenBy = (hops: number, items: readonly string[]) => items.at(-hops) ?? items[0];

function listOf(header: string | readonly string[] | undefined): string[] {
  const items = header?.toString().split(',') ?? [];
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

const MAPPED = '::ffff:';

/** IPv4 looks the same whichever socket it came through. */
function plain(address: string): string {
  return address.startsWith(MAPPED) ? address.slice(MAPPED.length) : address;
}

/** What limits count by: an IPv6 host has 2^64 addresses to choose from, so its network counts. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(8 - front.length - back.length, 0) }, () => '0');
  return `${[...front, ...zeros, ...back].slice(0, 4).join(':')}::/64`;
}
