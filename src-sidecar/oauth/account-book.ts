import * as z from "zod";
import type { AccountId, ProviderId } from "../../src-contract/ids.ts";
import { accountState, type AccountState } from "../../src-contract/oauth.ts";
import type { Clock } from "../base/clock.ts";
import { newId } from "../base/new-id.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import {
  accountRows,
  deleteAccountRow,
  putAccountRow,
  touchAccountRow,
  updateAccountRow,
  type AccountRow,
  type AuditDraft,
  type OrgDb,
  type Recorder,
} from "../store/index.ts";
import type { Grant } from "./grant.ts";
import type { AccountEntryFacts } from "./oauth.ts";
import type { Owner } from "./refs.ts";

/** What the book is kept with. */
export interface BookParts {
  readonly db: OrgDb;
  readonly note: Recorder;
  readonly clock: Clock;
  readonly changed: () => void;
}

/** An entry of the log, before it knows its subject. */
export interface Entry {
  readonly actor: string;
  readonly action: string;
  readonly body: JsonObject;
  readonly isRoutine?: boolean;
}

/** What connected accounts show of themselves: in memory, and as notes in the database. The grants themselves are in the vault. */
export class AccountBook {
  readonly #parts: BookParts;
  readonly #facts = new Map<AccountId, AccountEntryFacts>();
  readonly #uses = new Map<AccountId, number>();

  private constructor(parts: BookParts) {
    this.#parts = parts;
  }

  /** Reads the notes. */
  static async open(parts: BookParts): Promise<AccountBook> {
    const book = new AccountBook(parts);
    for (const row of await accountRows(parts.db)) book.#facts.set(row.id, factsOfRow(row));
    return book;
  }

  list(): readonly AccountEntryFacts[] {
    return [...this.#facts.values()].map((facts) => this.#now(facts));
  }

  get(id: AccountId): AccountEntryFacts | undefined {
    const facts = this.#facts.get(id);
    return facts && this.#now(facts);
  }

  find(providerId: ProviderId, owner: Owner): AccountEntryFacts | undefined {
    for (const facts of this.#facts.values())
      if (facts.providerId === providerId && facts.memberId === owner) return this.#now(facts);
    return undefined;
  }

  /** Puts a newly connected account in the place of the owner's former one, whose id it keeps if it is known to be the same account. */
  async connected(of: { readonly providerId: ProviderId; readonly owner: Owner }, grant: Grant, entry: Entry) {
    const { providerId, owner } = of;
    const before = this.find(providerId, owner);
    const isSame = before !== undefined && before.accountName !== null && before.accountName === grant.accountName;
    const facts: AccountEntryFacts = {
      ...factsOfGrant(grant, owner),
      id: isSame ? before.id : newId<AccountId>(),
      providerId,
      memberId: owner,
      missingScopes: grant.requestedScopes.filter((scope) => !grant.scopes.includes(scope)),
      connectedAt: this.#parts.clock.now(),
      refreshedAt: null,
      lastUsedAt: null,
      state: { kind: "connected" },
    };
    await this.#write(facts.id, (tx) => putAccountRow(tx, rowOf(facts)), entry);
    if (before) this.#facts.delete(before.id);
    this.#set(facts);
    return facts;
  }

  /** What the vault has of an account is what counts: its note is made to say the same, in memory. */
  proven(id: AccountId, grant: Grant): void {
    const facts = this.#facts.get(id);
    if (facts) this.#facts.set(id, { ...facts, ...factsOfGrant(grant, facts.memberId) });
  }

  /** Notes new tokens. */
  async refreshed(id: AccountId, grant: Grant, entry: Entry): Promise<void> {
    const facts = this.#facts.get(id);
    if (!facts) return;
    const isMissingScope = facts.state.kind === "needs-reconnect" && facts.state.reason === "scope";
    const next: AccountEntryFacts = {
      ...facts,
      ...factsOfGrant(grant, facts.memberId),
      refreshedAt: this.#parts.clock.now(),
      state: isMissingScope ? facts.state : { kind: "connected" },
    };
    this.#set(next);
    await this.#write(id, (tx) => updateAccountRow(tx, id, rowOf(next)), entry);
  }

  /** Notes how an account is doing. `entry` null: not worth the log. */
  async marked(
    id: AccountId,
    change: Partial<Pick<AccountEntryFacts, "state" | "missingScopes">>,
    entry: Entry | null,
  ): Promise<void> {
    const facts = this.#facts.get(id);
    if (!facts) return;
    const next = { ...facts, ...change };
    this.#set(next);
    await this.#write(id, (tx) => updateAccountRow(tx, id, rowOf(next)), entry);
  }

  /** As `marked`, in memory alone: nothing may be written over what cannot be read. */
  markedHere(id: AccountId, state: AccountState): void {
    const facts = this.#facts.get(id);
    if (facts) this.#set({ ...facts, state });
  }

  async removed(id: AccountId, entry: Entry): Promise<void> {
    await this.#write(id, (tx) => deleteAccountRow(tx, id), entry);
    this.#facts.delete(id);
    this.#uses.delete(id);
    this.#parts.changed();
  }

  /** Forgets accounts of a provider whose rows went with it. */
  forget(providerId: ProviderId): void {
    for (const facts of this.#facts.values()) if (facts.providerId === providerId) this.#facts.delete(facts.id);
    this.#parts.changed();
  }

  noteUse(id: AccountId): void {
    const facts = this.#facts.get(id);
    if (!facts) return;
    const at = this.#parts.clock.now();
    this.#uses.set(id, at);
    this.#facts.set(id, { ...facts, lastUsedAt: at });
  }

  /** Writes noted uses. */
  async flush(): Promise<void> {
    const uses = [...this.#uses];
    if (uses.length === 0) return;
    this.#uses.clear();
    await this.#parts.note(async (tx) => {
      for (const [id, at] of uses) await touchAccountRow(tx, id, at);
      return { value: undefined, entries: [] };
    });
  }

  #set(facts: AccountEntryFacts): void {
    this.#facts.set(facts.id, facts);
    this.#parts.changed();
  }

  async #write(id: AccountId, change: (tx: OrgDb) => Promise<unknown>, entry: Entry | null): Promise<void> {
    const entries: readonly AuditDraft[] = entry === null ? [] : [{ ...entry, subject: id }];
    await this.#parts.note(async (tx) => {
      await change(tx);
      return { value: undefined, entries };
    });
  }

  /** What ran out without a way to renew it needs a person, also before anybody asked for it. */
  #now(facts: AccountEntryFacts): AccountEntryFacts {
    const { expiresAt, isRefreshable, state } = facts;
    if (state.kind !== "connected" || isRefreshable || expiresAt === null || expiresAt > this.#parts.clock.now())
      return facts;
    return { ...facts, state: { kind: "needs-reconnect", since: expiresAt, reason: "expired", message: EXPIRED } };
  }
}

/** Said of what ran out without a way to renew it. */
export const EXPIRED = "The sign-in has expired, and this provider does not let it be renewed without a person.";

function factsOfGrant(grant: Grant, owner: Owner) {
  return {
    accountName: grant.accountName,
    issuer: grant.server.issuer,
    resource: grant.resource,
    scopes: [...grant.scopes],
    tokenType: grant.tokenType,
    expiresAt: grant.expiresAt,
    // The organization's own is asked for again with the client's secret.
    isRefreshable: grant.refreshToken !== null || owner === null,
    generation: grant.obtainedAt,
  };
}

function rowOf(facts: AccountEntryFacts): AccountRow {
  return {
    id: facts.id,
    provider_id: facts.providerId,
    member_id: facts.memberId,
    account_name: facts.accountName,
    issuer: facts.issuer,
    resource: facts.resource,
    scopes: JSON.stringify(facts.scopes),
    missing_scopes: JSON.stringify(facts.missingScopes),
    token_type: facts.tokenType,
    expires_at: facts.expiresAt,
    is_refreshable: facts.isRefreshable ? 1 : 0,
    generation: facts.generation,
    connected_at: facts.connectedAt,
    refreshed_at: facts.refreshedAt,
    last_used_at: facts.lastUsedAt,
    state: JSON.stringify(facts.state),
  };
}

function factsOfRow(row: AccountRow): AccountEntryFacts {
  return {
    id: row.id,
    providerId: row.provider_id,
    memberId: row.member_id,
    accountName: row.account_name,
    issuer: row.issuer,
    resource: row.resource,
    scopes: scopesOf(row.scopes),
    missingScopes: scopesOf(row.missing_scopes),
    tokenType: row.token_type,
    expiresAt: row.expires_at,
    isRefreshable: row.is_refreshable === 1,
    generation: row.generation,
    connectedAt: row.connected_at,
    refreshedAt: row.refreshed_at,
    lastUsedAt: row.last_used_at,
    state: accountState.parse(JSON.parse(row.state)),
  };
}

const scopeList = z.array(z.string());
function scopesOf(text: string): string[] {
  return scopeList.parse(JSON.parse(text));
}
