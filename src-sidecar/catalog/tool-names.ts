import { createHash } from "node:crypto";

/** The longest name that fits every client with its own prefix before ours: 64 less `mcp__gatehouse__` by the strictest. */
const MAX_NAME_LENGTH = 48;
const HASH_LENGTHS = [8, 16, 24]; // hex digits; a longer one is needed only where a server makes hashes meet on purpose
const OWN_PREFIX = "gatehouse__";
const ENDS_LIKE_A_HASH = /_[0-9a-f]{8,}$/;

/**
 * A name for a tool that every client accepts: `[a-zA-Z0-9_-]`, at most 48 characters.
 *
 * A tool whose own name is valid keeps it behind the prefix. Any other name is mended and ends in a hash of the original, so that it
 * depends on nothing but the prefix and the original. `taken` only matters when hashes collide.
 *
 * @throws {Error} `internal:` when even the longest hash is taken.
 */
function toolName(prefix: string, original: string, taken: ReadonlySet<string>): string {
  const kept = prefix + original;
  // A name that looks hashed is hashed itself: otherwise a server could offer the very name that another one is mended to.
  const isValid = /^[a-zA-Z0-9_-]+$/.test(original) && !ENDS_LIKE_A_HASH.test(original);
  if (isValid && kept.length <= MAX_NAME_LENGTH && !taken.has(kept)) return kept;
  const stem = original.replaceAll(/[^a-zA-Z0-9-]+/g, "_").replaceAll(/^_+|_+$/g, "");
  const hash = createHash("sha256").update(original, "utf8").digest("hex");
  for (const length of HASH_LENGTHS) {
    const room = MAX_NAME_LENGTH - prefix.length - length - 1;
    const name = `${prefix}${stem.slice(0, Math.max(room, 0))}_${hash.slice(0, length)}`;
    if (name.length <= MAX_NAME_LENGTH && !taken.has(name)) return name;
  }
  throw new Error("internal: no free name for a tool");
}

/** `<slug>__<tool>`. A slug has no underscore, so names of two connectors never meet. */
export function exposedName(slug: string, original: string, taken: ReadonlySet<string>): string {
  return toolName(`${slug}__`, original, taken);
}

/** Names without a slug, unique among these tools. Earlier names win, so pass tools in the order they were first seen. */
export function plainNames(originals: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const original of originals) {
    // A server that calls its tool like one of ours would speak to agents in our name.
    const name = toolName(original.startsWith(OWN_PREFIX) ? "server_" : "", original, taken);
    taken.add(name);
    names.set(original, name);
  }
  return names;
}
