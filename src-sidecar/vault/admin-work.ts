import { VaultError } from "./errors.ts";
import { wipe, type OwnBytes } from "./key-bytes.ts";
import { KeyDraft } from "./key-draft.ts";
import { drawKey, type Signer } from "./member-keys.ts";
import type { Primitives } from "./primitives.ts";
import type { KeyRows, MemberKeyRow } from "./rows.ts";
import type { ScopeKey, UnlockedOrg } from "./unlocked-org.ts";
import { verifyKeyRows } from "./verify-rows.ts";

/**
 * What an admin changes in one step: the rows as they will be, and the keys that were drawn for them.
 *
 * The keys are the organization's once the rows are stored (`keep`), and gone when they were not (`wipe`).
 */
export class AdminWork {
  readonly primitives: Primitives;
  readonly org: UnlockedOrg;
  readonly draft: KeyDraft;
  readonly now: number;
  #successor: Signer | null = null;
  #dek: { readonly version: number; readonly key: OwnBytes } | null = null;
  readonly #scopeKeys: ScopeKey[] = [];

  /** @throws {VaultError} `not_admin`, `vault_locked`, and as `verifyKeyRows`: nothing is added to rows that do not hold. */
  constructor(primitives: Primitives, org: UnlockedOrg, rows: KeyRows, now: number) {
    const { publicKey } = org.admin;
    if (Buffer.compare(publicKey, rows.root.adminPublicKey) !== 0) throw new VaultError("root_signature");
    verifyKeyRows(primitives, rows);
    this.primitives = primitives;
    this.org = org;
    this.draft = new KeyDraft(rows);
    this.now = now;
  }

  get rows(): KeyRows {
    return this.draft.rows;
  }

  /** What signs: the admin key, or the one that it hands over to in this step. */
  get admin(): Signer {
    return this.#successor ?? this.org.admin;
  }

  /** The key that the manifest of this step is made under, when the step brings a new one. */
  get dek(): { readonly version: number; readonly key: OwnBytes } | null {
    return this.#dek;
  }

  /** Whether the step brings keys that the organization does not hold yet. */
  get hasNewKeys(): boolean {
    return this.#dek !== null || this.#successor !== null || this.#scopeKeys.length > 0;
  }

  /** @throws {VaultError} `member_unknown`. */
  member(memberId: string): MemberKeyRow {
    const member = this.rows.members.find((row) => row.memberId === memberId);
    if (member === undefined) throw new VaultError("member_unknown");
    return member;
  }

  /** From now on another key signs. */
  succeedBy(successor: Signer): void {
    if (this.#successor !== null) wipe(this.#successor.seed);
    this.#successor = successor;
  }

  /** A new version of the DEK. */
  bringDek(version: number, key: OwnBytes): void {
    this.#dek = { version, key };
  }

  /** Draws a version of a team's key. */
  drawTeamKey(teamId: string, version: number): void {
    this.#scopeKeys.push({ scope: "team", scopeId: teamId, version, key: drawKey(this.primitives) });
  }

  /** The versions of a team's key that records may be under, those of this step too: one whose wraps were deleted is not among them. */
  teamVersions(teamId: string): readonly number[] {
    const wraps = this.rows.scopeWraps.filter(({ scope, scopeId }) => scope === "team" && scopeId === teamId);
    const stored = new Set(wraps.map(({ version }) => version));
    const held = this.org.scopeVersions("team", teamId).filter((version) => stored.has(version));
    return [...new Set([...held, ...this.#drawn(teamId).map(({ version }) => version)])];
  }

  /** @throws {VaultError} `scope_locked`, `key_unavailable`. */
  teamKey(teamId: string, version: number): Uint8Array {
    const key =
      this.#drawn(teamId).find((drawn) => drawn.version === version)?.key ?? this.org.scopeKey("team", teamId, version);
    if (key === undefined) throw new VaultError("key_unavailable");
    return key;
  }

  /** Gives the organization the keys of this step, now that its rows are stored. */
  keep(): void {
    const { org } = this;
    if (this.#dek !== null) org.holdDek(this.#dek.version, this.#dek.key);
    for (const scopeKey of this.#scopeKeys) org.holdScopeKey(scopeKey);
    const isAdmin = this.rows.adminWraps.some(({ memberId }) => memberId === org.memberId);
    if (this.#successor !== null && isAdmin) org.holdAdmin(this.#successor);
    if (this.#successor !== null && !isAdmin) wipe(this.#successor.seed);
    if (!isAdmin) org.holdAdmin(null);
    for (const [teamId, version] of this.#lostTeams()) org.forgetScopeKeys("team", teamId, version);
  }

  /** The keys of this step are not wanted: its rows were not stored. */
  wipe(): void {
    wipe(...this.#scopeKeys.map(({ key }) => key));
    if (this.#dek !== null) wipe(this.#dek.key);
    if (this.#successor !== null) wipe(this.#successor.seed);
  }

  #drawn(teamId: string): readonly ScopeKey[] {
    return this.#scopeKeys.filter(({ scopeId }) => scopeId === teamId);
  }

  /** Teams whose key is not this member's any more, with what is beyond their newest version. */
  #lostTeams(): readonly (readonly [string, number])[] {
    const { memberId } = this.org;
    const held = new Set(
      this.rows.scopeWraps.filter((row) => row.scope === "team" && row.memberId === memberId).map((row) => row.scopeId),
    );
    return this.org.teamIds.filter((id) => !held.has(id)).map((id) => [id, Number.MAX_SAFE_INTEGER] as const);
  }
}
