import { BlockList, isIP } from 'node:net';

/** What can be reached from inside a network or computer only: RFC 1918, 4193, 6598, loopback and link-local. */
const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  inside.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  inside.addSubnet(network, prefix, 'ipv6');
}

function isInside(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && inside.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Whether a server out on the internet sends to an address inside this network or computer: nothing of a public server's
 * is stored there, and what listens there trusts whoever comes from inside. Names are not looked up.
 *
 * @param remoteAddress whom the redirect came from; null where that is not known
 */
export function leadsInside(remoteAddress: string | null, target: string): boolean {
  if (remoteAddress === null || isIP(remoteAddress) === 0 || isInside(remoteAddress)) return false;
  const host = URL.parse(target)?.hostname.replace(/^\[|\]$/g, '') ?? '';
  return isInside(host) || /(?:^|\.)localhost\.?$/i.test(host);
}
