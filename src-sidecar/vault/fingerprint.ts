import { hashContext } from "./context.ts";
import type { MemberKeyRow } from "./rows.ts";

const DIGITS = 20;
const GROUP = 5;

/**
 * What two people compare to know that they see the same public keys: 20 digits in groups of 5, as `41822 90311 55107 20046`.
 *
 * The first 16 bytes of a SHA-256, as a number, modulo 10^20.
 */
export function fingerprintOf(
  row: Pick<MemberKeyRow, "orgId" | "memberId" | "boxPublicKey" | "signPublicKey">,
): string {
  const { orgId, memberId, boxPublicKey, signPublicKey } = row;
  const hash = hashContext("gatehouse/member-fingerprint/1", [orgId, memberId, boxPublicKey, signPublicKey]);
  const number = BigInt(`0x${Buffer.from(hash.subarray(0, 16)).toString("hex")}`) % 10n ** BigInt(DIGITS);
  const digits = number.toString().padStart(DIGITS, "0");
  return Array.from({ length: DIGITS / GROUP }, (_, at) => digits.slice(at * GROUP, (at + 1) * GROUP)).join(" ");
}

/** Whether a person typed this fingerprint; spaces do not count. */
export function isFingerprint(typed: string, row: Parameters<typeof fingerprintOf>[0]): boolean {
  return typed.replaceAll(/\s/g, "") === fingerprintOf(row).replaceAll(" ", "");
}
