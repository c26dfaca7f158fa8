const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/**
 * The place that failures are counted for, so that nobody can lock the owner out from elsewhere: an
 * IPv4 address, or the /64 network of an IPv6 address, in one spelling.
 */
export function sourceOf(address: string): string {
  if (IPV4.test(address)) return address;
  const groups = ipv6Groups(address.split('%')[0] ?? '');
  if (!groups) return 'unknown';
  return ipv4Of(groups) ?? `${groups.slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

const GROUPS = 8;
const NETWORK_GROUPS = 4;

/** `2001:DB8::1` → its eight groups; `URL` knows every way to write one. */
function ipv6Groups(address: string): string[] | undefined {
  const text = `http://[${address}]`;
  if (!address.includes(':') || !URL.canParse(text)) return undefined;
  const [left = '', right] = new URL(text).hostname.slice(1, -1).split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right ? right.split(':') : [];
  const zeros = Array.from({ length: GROUPS - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail];
}

/** `::ffff:1.2.3.4` is an IPv4 address. */
function ipv4Of(groups: readonly string[]): string | undefined {
  const [high = '', low = ''] = groups.slice(-2);
  if (groups.slice(0, -2).join(':') !== '0:0:0:0:0:ffff') return undefined;
  const bits = Number.parseInt(high, 16) * 0x1_0000 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff).join('.');
}
