import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * What an address is to us: `public` is a unicast address of the internet, `local` is of this machine or a private network, `refused` is
 * never reached: link-local, the places where clouds keep their metadata, unspecified, multicast, reserved and documentation addresses,
 * and IPv6 addresses that some translator on the way could turn into an IPv4 address.
 */
export type AddressKind = "refused" | "local" | "public";

const LOCAL: ReadonlySet<string> = new Set(["loopback", "private", "carrierGradeNat", "uniqueLocal"]);

/** Where clouds answer about themselves, inside ranges that would otherwise pass. */
const METADATA: ReadonlySet<string> = new Set(
  ["168.63.129.16", "100.100.100.200", "fd00:ec2::254", "fd20:ce::254"].map((one) => ipaddr.parse(one).toString()),
);

/** The only part of IPv6 that is given out (RFC 4291 section 2.4); the rest of what is called unicast leads nowhere, or to `::a.b.c.d`. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");
/** On a network without IPv4, every name of the IPv4 internet leads here (RFC 6052 section 2.1, RFC 6147). */
const NAT64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");

/** Sorts an IP address. What is no IP address, or has a zone, is `refused`. */
export function addressKind(address: string): AddressKind {
  if (isIP(address) === 0 || address.includes("%")) return "refused";
  return kindOf(ipaddr.parse(address));
}

function kindOf(ip: ipaddr.IPv4 | ipaddr.IPv6): AddressKind {
  if (METADATA.has(ip.toString())) return "refused";
  const range = ip.range();
  if (LOCAL.has(range)) return "local";
  if (ip instanceof ipaddr.IPv4) return range === "unicast" ? "public" : "refused";
  if (ip.match(NAT64)) return isPublicV4(ip.toByteArray().slice(12)) ? "public" : "refused";
  return range === "unicast" && ip.match(GLOBAL_UNICAST) ? "public" : "refused";
}

function isPublicV4(octets: number[]): boolean {
  return kindOf(new ipaddr.IPv4(octets)) === "public";
}
