import { isSuite } from "./aead.ts";
import type { VaultRows } from "./rows.ts";

/** Why the key rows of a vault cannot be used at all. */
export type UnreadableReason = "bad-header" | "unknown-version";

const FORMAT = 1;
const KEY = 32;
const SIGNATURE = 64;

/** Looks at the shape of the key rows, before any key: undefined when they can be tried. */
export function unreadableReason(rows: VaultRows, orgId: string): UnreadableReason | undefined {
  const { root } = rows;
  if (root.format > FORMAT) return "unknown-version";
  const isWhole =
    root.format === FORMAT &&
    root.orgId === orgId &&
    isSuite(root.recordSuite) &&
    root.adminPublicKey.byteLength === KEY &&
    root.signature.byteLength === SIGNATURE &&
    rows.members.length > 0 &&
    rows.unlockers.length > 0 &&
    rows.dekWraps.length > 0 &&
    rows.orgKeys.some(({ state }) => state === "active");
  return isWhole ? undefined : "bad-header";
}
