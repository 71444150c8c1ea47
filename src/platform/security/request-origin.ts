/**
 * The name under which an unauthenticated client is counted: its address; of an IPv6 address the first 64 bits, since
 * a single customer commonly holds all the rest (RFC 6177) and could use a new one for every request.
 */
export function originOf(ip: string): string {
  if (!ip.includes(':')) return ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped?.[1] !== undefined) return mapped[1];
  return `${firstHalf(ip).join(':')}::/64`;
}

function firstHalf(ip: string): string[] {
  const [head = '', tail] = ip.split('%')[0]!.split('::'); // split gives at least one part
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(zeros).fill('0'), ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase());
}
