import { isSuite } from "./aead.ts";
import type { VaultRows } from "./rows.ts";

/** Why the key rows of a vault cannot be used at all. */
export type UnreadableReason = "bad-header" | "unknown-version" | "manifest-mismatch";

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
const UNLOCKER = {
  ...SIGNED,
  id: isText,
  kind: isOneOf("passphrase", "recovery-key", "headless-key", "os-keychain"),
  params: isText,
  createdAt: isCount,
  adminPublicKey: isKey,
  protectedKeys: isBytes,
};
const SCOPE_WRAP = {
  ...SIGNED,
  scope: isOneOf("team", "user"),
  scopeId: isText,
  version: isCount,
  sealed: isBytes,
};
const MEMBER_KEYS = { orgId: isText, memberId: isText, boxPublicKey: isKey, signPublicKey: isKey, createdAt: isCount };
const isListOf =
  (shape: Readonly<Record<string, Check>>): Check =>
  (value) =>
    Array.isArray(value) && value.every((row) => hasShape(row, shape));
const LISTS = {
  members: { ...MEMBER_KEYS, signature: isSignature },
  unlockers: UNLOCKER,
  orgKeys: { orgId: isText, version: isCount, state: isOneOf("active", "retiring", "retired"), createdAt: isCount },
  dekWraps: { ...SIGNED, version: isCount, sealed: isBytes },
  scopeWraps: SCOPE_WRAP,
  adminWraps: { ...SIGNED, sealed: isBytes },
  successions: {
    orgId: isText,
    number: isCount,
    oldPublicKey: isKey,
    newPublicKey: isKey,
    createdAt: isCount,
    oldSignature: isSignature,
    newSignature: isSignature,
  },
  teams: {
    orgId: isText,
    teamId: isText,
    version: isCount,
    members: isText,
    createdAt: isCount,
    signature: isSignature,
  },
  invitations: {
    orgId: isText,
    id: isText,
    createdAt: isCount,
    expiresAt: isCount,
    adminPublicKey: isKey,
    mac: isKey,
    sealedKey: isBytes,
    confirmedAs: isText,
    signature: isSignature,
  },
  answers: {
    ...MEMBER_KEYS,
    invitationId: isText,
    unlockers: isListOf(UNLOCKER),
    scopeWraps: isListOf(SCOPE_WRAP),
    mac: isKey,
  },
};
// Without one of each there is nobody whom the vault could be opened for.
const NEVER_EMPTY = ["members", "unlockers", "orgKeys", "dekWraps", "adminWraps"] as const;

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
    Object.entries(LISTS).every(([name, shape]) => isListOf(shape)(Reflect.get(rows, name))) &&
    NEVER_EMPTY.every((name) => rows[name].length > 0);
  return isWhole ? undefined : "bad-header";
}

function hasShape(value: unknown, shape: Readonly<Record<string, Check>>): boolean {
  return isRecord(value) && Object.entries(shape).every(([column, check]) => check(value[column]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
