import { parseHeader } from "./envelope.ts";
import { VaultError } from "./errors.ts";
import type { OwnBytes } from "./key-bytes.ts";
import { drawKey, verifyMember, verifyRoot, type Signer } from "./member-keys.ts";
import type { Primitives } from "./primitives.ts";
import type { RotationFacts } from "./rotation-facts.ts";
import type { DekWrapRow, KeyRow, KeyRows, OrgKeyRow, ScopeWrapRow } from "./rows.ts";
import { nameOfRow } from "./rows.ts";
import type { RecordKeys, Scope } from "./seal.ts";
import type { KeyChange, SecretRow } from "./stores.ts";
import { wrapDek } from "./wraps.ts";

/**
 * How long a version stays after the last of its records was seen to be sealed anew. What was sealed under it a moment before the new
 * version came may still be on its way to the database.
 */
export const SETTLING_MS = 3000;

/** A new version of the DEK, and the rows that bring it. */
export interface RotationPlan {
  readonly version: number;
  /** The caller wipes it. */
  readonly dek: OwnBytes;
  readonly change: KeyChange;
}

/**
 * Draws the next version of the DEK and seals it to every member. The versions before it become `retiring`: they still open.
 *
 * @throws {VaultError} `root_signature`, `member_signature`: a public key that no admin signed gets no key.
 */
export function planRotation(primitives: Primitives, rows: KeyRows, admin: Signer, createdAt: number): RotationPlan {
  const { root } = rows;
  verifyRoot(primitives, root);
  const version = Math.max(...rows.orgKeys.map((row) => row.version)) + 1;
  const dek = drawKey(primitives);
  const wraps = rows.members.map((member) => {
    verifyMember(primitives, root, member);
    return wrapDek(primitives, admin.seed, member, { version, key: dek });
  });
  const retiring = rows.orgKeys.filter(({ state }) => state === "active");
  const put: readonly KeyRow[] = [
    { table: "orgKeys", row: { orgId: root.orgId, version, state: "active", createdAt } },
    ...retiring.map((row) => orgKey({ ...row, state: "retiring" })),
    ...wraps.map((row) => ({ table: "dekWraps", row }) as const),
  ];
  return { version, dek, change: { put, remove: [] } };
}

/** Whether a record is sealed under an older key than this member would seal it under now; false for a scope that they do not hold. */
export function isOutdated(keys: RecordKeys, row: Pick<SecretRow, "scope" | "scopeId" | "envelope">): boolean {
  const { keyVersion, scopeKeyVersion } = parseHeader(row.envelope);
  try {
    const scopeVersion = keys.activeScopeVersion(row.scope, row.scopeId);
    return keyVersion !== keys.activeVersion || scopeKeyVersion !== scopeVersion;
  } catch (error) {
    if (error instanceof VaultError && error.code === "scope_locked") return false;
    throw error;
  }
}

/**
 * What may go now: versions that seal nothing any more are retired and their wraps deleted; of a version that still seals what belongs to
 * a few, only their wraps stay.
 */
export function planFinish(rows: KeyRows, secrets: readonly SecretRow[]): KeyChange {
  const retiring = rows.orgKeys.filter(({ state }) => state === "retiring");
  const done = retiring.filter(({ version }) => secrets.every((row) => row.keyVersion !== version));
  const wraps = retiring.flatMap(({ version }) => uselessWraps(rows, secrets, version));
  const scopeWraps = uselessScopeWraps(rows, secrets);
  return {
    put: done.map((row) => orgKey({ ...row, state: "retired" })),
    remove: [
      ...wraps.map((row) => nameOfRow({ table: "dekWraps", row })),
      ...scopeWraps.map((row) => nameOfRow({ table: "scopeWraps", row })),
    ],
  };
}

/** What the key versions are and what they still seal. `isHeld` says whose records the present member can seal anew. */
export function rotationFacts(
  rows: KeyRows,
  secrets: readonly SecretRow[],
  isHeld: (scope: Scope, scopeId: string) => boolean,
): RotationFacts {
  const active = rows.orgKeys.find(({ state }) => state === "active")?.version ?? 0;
  const waiting = new Map<string, RotationFacts["waitingFor"][number]>();
  for (const { scope, scopeId, keyVersion } of secrets) {
    if (keyVersion === active || isHeld(scope, scopeId)) continue;
    const key = `${scope}/${scopeId}`;
    waiting.set(key, { scope, scopeId, records: (waiting.get(key)?.records ?? 0) + 1 });
  }
  const versions = rows.orgKeys.toSorted((a, b) => a.version - b.version);
  return {
    active,
    versions: versions.map(({ version, state, createdAt }) => ({
      version,
      state,
      createdAt,
      secrets: secrets.filter(({ keyVersion }) => keyVersion === version).length,
    })),
    waitingFor: [...waiting.values()],
  };
}

function orgKey(row: OrgKeyRow): KeyRow {
  return { table: "orgKeys", row };
}

function uselessWraps(rows: KeyRows, secrets: readonly SecretRow[], version: number): readonly DekWrapRow[] {
  const wraps = rows.dekWraps.filter((wrap) => wrap.version === version);
  const left = secrets.filter(({ keyVersion }) => keyVersion === version);
  // What is left of the organization's own could not be opened by anybody: nothing is deleted because of that.
  if (left.some(({ scope }) => scope === "org")) return [];
  const needed = new Set(left.flatMap(({ scope, scopeId }) => holdersOf(rows, scope, scopeId)));
  const isOpenable = left.length === 0 || wraps.some(({ memberId }) => needed.has(memberId));
  return isOpenable ? wraps.filter(({ memberId }) => !needed.has(memberId)) : [];
}

function holdersOf({ scopeWraps }: KeyRows, scope: Scope, scopeId: string): readonly string[] {
  return scopeWraps.filter((wrap) => wrap.scope === scope && wrap.scopeId === scopeId).map(({ memberId }) => memberId);
}

/** Wraps of scope key versions that are not the newest and seal nothing any more. */
function uselessScopeWraps(rows: KeyRows, secrets: readonly SecretRow[]): readonly ScopeWrapRow[] {
  const nameOf = (of: { scope: Scope; scopeId: string }, version: number): string =>
    JSON.stringify([of.scope, of.scopeId, version]);
  const used = new Set(secrets.map((row) => nameOf(row, parseHeader(row.envelope).scopeKeyVersion)));
  const newest = new Map<string, number>();
  for (const wrap of rows.scopeWraps) {
    const scope = nameOf(wrap, 0);
    newest.set(scope, Math.max(newest.get(scope) ?? 0, wrap.version));
  }
  return rows.scopeWraps.filter(
    (wrap) => wrap.version !== newest.get(nameOf(wrap, 0)) && !used.has(nameOf(wrap, wrap.version)),
  );
}
