import { isSuite } from "./aead.ts";
import type { VaultRows } from "./rows.ts";

/** Why the key rows of a vault cannot be used at all. */
export type UnreadableReason = "bad-header" | "unknown-version";

const FORMAT = 1;

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isCount: Check = (value) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
const isBytes: Check = (value) => value instanceof Uint8Array;
const isKey: Check = (value) => value instanceof Uint8Array && value.byteLength === 32;
const isSignature: Check = (value) => value instanceof Uint8Array && value.byteLength === 64;
const isOneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && words.includes(value);

const ROOT = {
  format: (value: unknown) => value === FORMAT,
  orgId: isText,
  adminPublicKey: isKey,
  recordSuite: (value: unknown) => typeof value === "number" && isSuite(value),
  createdAt: isCount,
  signature: isSignature,
};
const SIGNED = { orgId: isText, memberId: isText, signature: isSignature };
const SCOPE = { scope: isOneOf("team", "user"), scopeId: isText };
const LISTS = {
  members: { ...SIGNED, boxPublicKey: isKey, signPublicKey: isKey, createdAt: isCount },
  unlockers: { ...SIGNED, id: isText, kind: isText, params: isText, createdAt: isCount, protectedKeys: isBytes },
  orgKeys: { orgId: isText, version: isCount, state: isOneOf("active", "retiring", "retired"), createdAt: isCount },
  dekWraps: { ...SIGNED, version: isCount, sealed: isBytes },
  scopeWraps: { ...SIGNED, ...SCOPE, version: isCount, sealed: isBytes },
  adminKeys: { orgId: isText, memberId: isText, rev: isCount, keyVersion: isCount, envelope: isBytes },
};
// Without one of each there is nobody whom the vault could be opened for.
const NEVER_EMPTY = ["members", "unlockers", "orgKeys", "dekWraps"] as const;

/**
 * Looks at the shape of the key rows, before any key: undefined when they can be tried.
 *
 * A store may hold anything, so nothing of the rows' type is taken for granted here; everywhere else it is.
 */
export function unreadableReason(rows: VaultRows, orgId: string): UnreadableReason | undefined {
  const root: unknown = rows.root;
  if (isRecord(root) && typeof root["format"] === "number" && root["format"] > FORMAT) return "unknown-version";
  const isWhole =
    hasShape(root, ROOT) &&
    rows.root.orgId === orgId &&
    Object.entries(LISTS).every(([name, shape]) => isListOf(Reflect.get(rows, name), shape)) &&
    NEVER_EMPTY.every((name) => rows[name].length > 0);
  return isWhole ? undefined : "bad-header";
}

function isListOf(value: unknown, shape: Readonly<Record<string, Check>>): boolean {
  return Array.isArray(value) && value.every((row) => hasShape(row, shape));
}

function hasShape(value: unknown, shape: Readonly<Record<string, Check>>): boolean {
  return isRecord(value) && Object.entries(shape).every(([column, check]) => check(value[column]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
