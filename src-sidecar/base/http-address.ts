import { BlockList, isIP } from "node:net";

/** What an address is to us: `refused` is never reached, `local` may be reached without TLS, `public` only with it. */
export type AddressKind = "refused" | "local" | "public";

type Net = readonly [network: string, prefix: number];

// Link-local, unspecified, multicast, reserved, and the places where clouds keep their metadata. The second half of the IPv6 list holds
// the same IPv4 networks wrapped by NAT64 (64:ff9b::/96) and 6to4 (2002::/16).
const REFUSED_V4: readonly Net[] = [
  ["0.0.0.0", 8],
  ["169.254.0.0", 16],
  ["192.0.0.0", 24],
  ["224.0.0.0", 3],
  ["100.100.100.200", 32],
  ["168.63.129.16", 32],
];
const REFUSED_V6: readonly Net[] = [
  ["::", 128],
  ["fe80::", 10],
  ["ff00::", 8],
  ["fd00:ec2::254", 128],
  ["fd20:ce::254", 128],
  ["64:ff9b::", 104],
  ["64:ff9b::7f00:0", 104],
  ["64:ff9b::a9fe:0", 112],
  ["64:ff9b::c000:0", 120],
  ["64:ff9b::e000:0", 99],
  ["64:ff9b::6464:64c8", 128],
  ["64:ff9b::a83f:8110", 128],
  ["2002::", 24],
  ["2002:7f00::", 24],
  ["2002:a9fe::", 32],
  ["2002:e000::", 19],
];
const LOCAL_V4: readonly Net[] = [
  ["127.0.0.0", 8],
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
];
const LOCAL_V6: readonly Net[] = [
  ["::1", 128],
  ["fc00::", 7],
];

const refused = blockList(REFUSED_V4, REFUSED_V6);
const local = blockList(LOCAL_V4, LOCAL_V6);

/** Sorts an IP address. What is no IP address is `refused`. An IPv4 address inside an IPv6 one (`::ffff:…`) counts as itself. */
export function addressKind(address: string): AddressKind {
  const bare = address.replace(/%.*$/, "");
  const version = isIP(bare);
  if (version === 0) return "refused";
  const family = version === 4 ? "ipv4" : "ipv6";
  if (refused.check(bare, family)) return "refused";
  return local.check(bare, family) ? "local" : "public";
}

function blockList(v4: readonly Net[], v6: readonly Net[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of v4) list.addSubnet(network, prefix, "ipv4");
  for (const [network, prefix] of v6) list.addSubnet(network, prefix, "ipv6");
  return list;
}
