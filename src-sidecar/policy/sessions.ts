import type { AgentSession } from "../../src-contract/access.ts";
import type { KeyId, PolicyId, SessionId } from "../../src-contract/ids.ts";
import type { TrustLevel } from "../../src-contract/values.ts";
import { actorName, type Actor } from "../base/actor.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { newId } from "../base/new-id.ts";
import {
  endSessionRowsOf,
  insertSessionRow,
  keyRows,
  liveSessionRows,
  updateSessionRow,
  type AgentSessionRow,
  type OrgDb,
} from "../store/index.ts";
import type { AccessState } from "./access-state.ts";
import type { AccessOptions, ClientClaim, SessionEntry, Sessions } from "./access.ts";
import { claimIndex, LiveSession, pausedText, shortened } from "./live-session.ts";
import { PolicyError } from "./policy-error.ts";
import { describeSession, listSessions } from "./session-list.ts";

/** Agents' sessions: those that live are in memory, all are in the database. */
export class AgentSessions implements Sessions {
  readonly #options: AccessOptions;
  readonly #access: AccessState;
  readonly #live = new Map<SessionId, LiveSession>();
  readonly #byClaim = new Map<string, LiveSession>();
  readonly #opening = new Map<string, Promise<LiveSession>>();

  private constructor(options: AccessOptions, access: AccessState) {
    this.#options = options;
    this.#access = access;
  }

  static async open(options: AccessOptions, access: AccessState): Promise<AgentSessions> {
    const sessions = new AgentSessions(options, access);
    for (const row of await liveSessionRows(options.db)) sessions.#add(row);
    await sessions.flush();
    return sessions;
  }

  findOrOpen(keyId: KeyId, client: ClientClaim): SessionEntry | Promise<SessionEntry> {
    const claim = shortened(client);
    const index = claimIndex(keyId, claim);
    const known = this.#byClaim.get(index);
    const now = this.#options.clock.now();
    if (known && !known.isOver(now)) {
      known.see(now);
      return known;
    }
    const opening = this.#opening.get(index) ?? this.#openNew(keyId, claim, known);
    this.#opening.set(index, opening);
    return opening.finally(() => this.#opening.delete(index));
  }

  get(id: SessionId): SessionEntry | undefined {
    return this.#live.get(id);
  }

  list(): Promise<readonly AgentSession[]> {
    return listSessions(this.#options.db, this.#access, this.#live);
  }

  async pause(id: SessionId, reason: string, by: Actor): Promise<AgentSession> {
    const session = this.#liveOne(id);
    const state = { kind: "paused", by: by.name, reason } as const;
    await this.#change(
      session,
      { state: "paused", paused_reason: pausedText(state) },
      "session.paused",
      { reason },
      by,
    );
    session.state = state;
    return this.#described(session);
  }

  async resume(id: SessionId, by: Actor): Promise<AgentSession> {
    const session = this.#liveOne(id);
    if (session.state.kind === "paused") {
      await this.#change(session, { state: "active", paused_reason: null }, "session.resumed", {}, by);
      session.state = { kind: "active" };
      session.see(this.#options.clock.now()); // A long pause does not count as being idle.
    }
    return this.#described(session);
  }

  async setTrust(id: SessionId, trustLevel: TrustLevel, by: Actor): Promise<AgentSession> {
    const session = this.#liveOne(id);
    if (session.trustLevel !== trustLevel) {
      const body = { was: session.trustLevel, is: trustLevel };
      await this.#change(session, { trust_level: trustLevel }, "session.trust-set", body, by);
      session.override = trustLevel === this.#policyTrust(session.keyId) ? null : trustLevel;
    }
    return this.#described(session);
  }

  /** Writes what was seen and ends what is over. */
  async flush(): Promise<void> {
    const now = this.#options.clock.now();
    const over = [...this.#live.values()].filter((session) => session.isOver(now));
    const seen = [...this.#live.values()].filter((session) => session.isDirty && !session.isOver(now));
    if (over.length + seen.length === 0) return;
    for (const session of seen) session.isDirty = false;
    await this.#options.record(async (tx) => {
      for (const { id, lastSeenAt } of over)
        await updateSessionRow(tx, id, { state: "ended", last_seen_at: lastSeenAt });
      for (const { id, lastSeenAt, trustLevel } of seen)
        await updateSessionRow(tx, id, { last_seen_at: lastSeenAt, trust_level: trustLevel });
      return { value: undefined, entries: [] };
    });
    // One that was seen while this was written is not over: its row is put right by the next flush.
    for (const session of over) if (session.isOver(this.#options.clock.now())) this.#forget(session);
  }

  /** Within a change of a policy: what its sessions' rows are to say from now on. */
  async writePolicyTrust(tx: OrgDb, id: PolicyId, is: TrustLevel): Promise<void> {
    for (const session of this.#followers(id, is)) await updateSessionRow(tx, session.id, { trust_level: is });
  }

  /** After that change. */
  followPolicyTrust(id: PolicyId, is: TrustLevel): void {
    for (const session of this.#followers(id, is)) session.override = null;
  }

  /** Within a change of a key: ends its sessions. */
  writeEndOf(tx: OrgDb, key: KeyId): Promise<void> {
    return endSessionRowsOf(tx, key);
  }

  /** After that change. */
  forgetKey(key: KeyId): void {
    for (const session of [...this.#live.values()]) if (session.keyId === key) this.#forget(session);
  }

  async #openNew(keyId: KeyId, claim: ClientClaim, over: LiveSession | undefined): Promise<LiveSession> {
    const row = this.#newRow(keyId, claim);
    await this.#options.record(async (tx) => {
      const [key] = await keyRows(tx, keyId);
      if (key?.state !== "active") throw new PolicyError("not_found", "That key no longer exists.");
      if (over) await updateSessionRow(tx, over.id, { state: "ended", last_seen_at: over.lastSeenAt });
      await insertSessionRow(tx, row);
      const body = { key: key.name, ...claim, trustLevel: row.trust_level, state: row.state };
      return {
        value: undefined,
        entries: [{ actor: `agent:${key.name}`, action: "session.opened", subject: row.id, body }],
      };
    });
    if (over) this.#forget(over);
    return this.#add(row);
  }

  #newRow(keyId: KeyId, claim: ClientClaim): AgentSessionRow {
    const now = this.#options.clock.now();
    const siblings = [...this.#live.values()].filter((session) => session.keyId === keyId && !session.isOver(now));
    const paused = siblings.find((session) => session.state.kind === "paused");
    const tightened = siblings.find((session) => session.isTightened);
    return {
      id: newId<SessionId>(),
      key_id: keyId,
      client_name: claim.clientName,
      client_version: claim.clientVersion,
      protocol_version: claim.protocolVersion,
      trust_level: tightened?.trustLevel ?? this.#policyTrust(keyId),
      state: paused ? "paused" : "active",
      paused_reason: paused ? pausedText(paused.state) : null,
      started_at: now,
      last_seen_at: now,
    };
  }

  /** Sessions of a policy that have its level: those that no operator set, and those that an operator had set to just that. */
  #followers(id: PolicyId, is: TrustLevel): readonly LiveSession[] {
    return [...this.#live.values()].filter(({ keyId, override }) => {
      if (this.#access.keys.get(keyId)?.policyId !== id) return false;
      return override === null || override === is;
    });
  }

  #policyTrust(keyId: KeyId): TrustLevel {
    const key = this.#access.keys.get(keyId);
    // A key that is gone lets nothing run, whatever the level; the strict one is the safe one to show.
    return (key && this.#access.policies.get(key.policyId)?.trustLevel) ?? "manual";
  }

  #add(row: AgentSessionRow): LiveSession {
    const session = new LiveSession(row, () => this.#policyTrust(row.key_id));
    this.#live.set(session.id, session);
    this.#byClaim.set(claimIndex(session.keyId, session), session);
    return session;
  }

  #forget(session: LiveSession): void {
    session.state = { kind: "ended" };
    this.#live.delete(session.id);
    const index = claimIndex(session.keyId, session);
    if (this.#byClaim.get(index) === session) this.#byClaim.delete(index);
  }

  #liveOne(id: SessionId): LiveSession {
    const session = this.#live.get(id);
    if (!session) throw new PolicyError("not_found", "That session has ended.");
    return session;
  }

  async #change(
    session: LiveSession,
    columns: Parameters<typeof updateSessionRow>[2],
    action: string,
    detail: JsonObject,
    by: Actor,
  ): Promise<void> {
    const key = this.#access.keys.get(session.keyId)?.name ?? "";
    const body = { key, clientName: session.clientName, ...detail };
    await this.#options.record(async (tx) => {
      await updateSessionRow(tx, session.id, columns);
      return { value: undefined, entries: [{ actor: actorName(by), action, subject: session.id, body }] };
    });
  }

  #described(session: LiveSession): Promise<AgentSession> {
    return describeSession(this.#options.db, this.#access, session);
  }
}
