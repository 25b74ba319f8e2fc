import type { AgentSession } from "../../src-contract/access.ts";
import type { GrantScopeInput, Taint } from "../../src-contract/gate.ts";
import type { KeyId, PolicyId, SessionId } from "../../src-contract/ids.ts";
import type { PlainTrustLevel } from "../../src-contract/values.ts";
import { actorName, type Actor } from "../base/actor.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { newId } from "../base/new-id.ts";
import {
  endSessionRowsOf,
  insertSessionRow,
  keyRows,
  liveSessionRows,
  sessionRow,
  updateSessionRow,
  type AgentSessionRow,
  type OrgDb,
} from "../store/index.ts";
import type { AccessState } from "./access-state.ts";
import type { AccessOptions, ClientClaim, Granter, SessionEntry, SessionOfKey, Sessions } from "./access.ts";
import { claimIndex, isStricter, LiveSession, pausedText, shortened } from "./live-session.ts";
import { PolicyError } from "./policy-error.ts";
import { describeSession, listSessions, type SessionFacts } from "./session-list.ts";
import type { StandingApprovals } from "./standing.ts";
import { Taints } from "./taints.ts";

const MAX_LIVE_OF_A_KEY = 64; // about 1 kB each, and a row and an entry of the log for each that was ever opened
const SETTLED_MS = 60_000;

/** What an operator did to a session, for the log. */
interface SessionChange {
  readonly action: string;
  readonly detail: (session: LiveSession) => JsonObject;
  readonly by: Actor;
}

/** Agents' sessions: those that live are in memory, all are in the database. */
export class AgentSessions implements Sessions {
  readonly #options: AccessOptions;
  readonly #access: AccessState;
  readonly #scopes: StandingApprovals;
  readonly #taints: Taints;
  readonly #live = new Map<SessionId, LiveSession>();
  readonly #byClaim = new Map<string, LiveSession>();
  readonly #opening = new Map<string, Promise<LiveSession>>();
  #lastTurn: Promise<unknown> = Promise.resolve();

  private constructor(options: AccessOptions, access: AccessState, scopes: StandingApprovals, taints: Taints) {
    this.#options = options;
    this.#access = access;
    this.#scopes = scopes;
    this.#taints = taints;
  }

  static async open(options: AccessOptions, access: AccessState, scopes: StandingApprovals): Promise<AgentSessions> {
    const sessions = new AgentSessions(options, access, scopes, await Taints.open(options));
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
    const opening = this.#opening.get(index) ?? this.#inTurn(() => this.#openNew(keyId, claim, known));
    this.#opening.set(index, opening);
    return opening.finally(() => this.#opening.delete(index));
  }

  get(id: SessionId): SessionEntry | undefined {
    return this.#live.get(id);
  }

  list(): Promise<readonly AgentSession[]> {
    return listSessions(this.#options.db, this.#facts());
  }

  pause(id: SessionId, reason: string, by: Actor): Promise<AgentSession> {
    return this.#inTurn(async () => {
      const session = this.#liveOne(id);
      const state = { kind: "paused", by: by.name, reason } as const;
      const all = this.#ofKey(session.keyId).filter((one) => one === session || one.state.kind === "active");
      const columns = { state: "paused", paused_reason: pausedText(state) } as const;
      await this.#change(all, columns, { action: "session.paused", detail: () => ({ reason }), by });
      for (const one of all) one.state = state;
      return this.#described(session);
    });
  }

  resume(id: SessionId, by: Actor): Promise<AgentSession> {
    return this.#inTurn(async () => {
      const session = this.#liveOne(id);
      const all = this.#ofKey(session.keyId).filter(({ state }) => state.kind === "paused");
      const columns = { state: "active", paused_reason: null } as const;
      await this.#change(all, columns, { action: "session.resumed", detail: () => ({}), by });
      for (const one of all) {
        one.state = { kind: "active" };
        one.see(this.#options.clock.now()); // A long pause does not count as being idle.
      }
      return this.#described(session);
    });
  }

  setTrust(id: SessionId, trustLevel: PlainTrustLevel, by: Actor): Promise<AgentSession> {
    return this.#inTurn(async () => {
      const session = this.#liveOne(id);
      const isTighter = isStricter(trustLevel, session.trustLevel);
      const all = this.#ofKey(session.keyId).filter(
        (one) => one === session || (isTighter && isStricter(trustLevel, one.trustLevel)),
      );
      await this.#scopes.endScopes(
        all.map((one) => one.id),
        "person",
        by,
      );
      // A scope may have hidden a level of another session that is stricter still: that one stays.
      const changed = all.filter(
        (one) => one.plainTrust !== trustLevel && (one === session || isStricter(trustLevel, one.plainTrust)),
      );
      const detail = (one: LiveSession): JsonObject => ({ was: one.plainTrust, is: trustLevel });
      await this.#change(changed, { trust_level: trustLevel }, { action: "session.trust-set", detail, by });
      for (const one of changed) one.override = trustLevel === this.#policyTrust(one.keyId) ? null : trustLevel;
      return this.#described(session);
    });
  }

  grantScope({ sessionId, tools, maxCalls, forMs }: GrantScopeInput, by: Granter): Promise<AgentSession> {
    return this.#inTurn(async () => {
      const session = this.#liveOne(sessionId);
      await this.#scopes.grantScope({ session, tools, maxCalls, forMs }, by);
      return this.#described(session);
    });
  }

  endScope(id: SessionId, by: Actor): Promise<AgentSession> {
    return this.#inTurn(async () => {
      const session = this.#liveOne(id);
      await this.#scopes.endScopes([id], "person", by);
      return this.#described(session);
    });
  }

  /** After a change of a policy that made it stricter. */
  async endScopesOf(id: PolicyId, by: Actor): Promise<void> {
    const all = [...this.#live.values()].filter(({ keyId }) => this.#access.keys.get(keyId)?.policyId === id);
    await this.#scopes.endScopes(
      all.map((one) => one.id),
      "person",
      by,
    );
  }

  taint({ keyId }: SessionOfKey): Taint | null {
    return this.#taints.of(keyId);
  }

  setTaint(session: SessionOfKey, taint: Taint): Promise<void> {
    return this.#taints.note(session, taint, this.#access.keys.get(session.keyId)?.name ?? "");
  }

  clearTaint(id: SessionId, by: Actor): Promise<AgentSession> {
    const turn = this.#inTurn(async () => {
      const row = await sessionRow(this.#options.db, id);
      if (!row) throw new PolicyError("not_found", "That session no longer exists.");
      const clearing = this.#taints.clear({ sessionId: id, keyId: row.key_id }, by);
      this.#taints.whileClearing(row.key_id, clearing); // Of a session that has ended the key is known only now.
      await clearing;
      return this.#described({ id });
    });
    const keyId = this.#live.get(id)?.keyId;
    if (keyId) this.#taints.whileClearing(keyId, turn);
    return turn;
  }

  /** Writes what was seen and ends what is over. */
  async flush(): Promise<void> {
    const now = this.#options.clock.now();
    // A level of its own is sealed: one that is over ends when the vault is open.
    const mayEnd = (session: LiveSession): boolean => session.override === null || this.#options.isOpen();
    const over = [...this.#live.values()].filter((session) => session.isOver(now) && mayEnd(session));
    const seen = [...this.#live.values()].filter((session) => session.isDirty && !session.isOver(now));
    if (over.length + seen.length === 0) return;
    for (const session of seen) session.isDirty = false;
    await this.#options.record(async (tx) => {
      for (const { id, lastSeenAt } of over)
        await updateSessionRow(tx, id, { state: "ended", last_seen_at: lastSeenAt });
      for (const { id, lastSeenAt, plainTrust } of seen)
        await updateSessionRow(tx, id, { last_seen_at: lastSeenAt, trust_level: plainTrust });
      return { value: undefined, entries: [] };
    });
    // One that was seen while this was written is not over: its row is put right by the next flush.
    for (const session of over) if (session.isOver(this.#options.clock.now())) this.#forget(session);
  }

  /** Within a change of a policy: what its sessions' rows are to say from now on. */
  async writePolicyTrust(tx: OrgDb, id: PolicyId, is: PlainTrustLevel): Promise<void> {
    for (const session of this.#followers(id, is)) await updateSessionRow(tx, session.id, { trust_level: is });
  }

  /** After that change. */
  followPolicyTrust(id: PolicyId, is: PlainTrustLevel): void {
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

  async #openNew(keyId: KeyId, claim: ClientClaim, known: LiveSession | undefined): Promise<LiveSession> {
    const now = this.#options.clock.now();
    const over = known?.isOver(now) ? known : this.#surplusOf(keyId);
    // So many names in a minute are no clients: they share a session, and its pause and trust level.
    if (over && !over.isOver(now) && now - over.lastSeenAt < SETTLED_MS) return over;
    // What holds a key back is sealed: while nothing can be, its new clients share the session that has it.
    const held = this.#ofKey(keyId).find((session) => session.state.kind === "paused" || session.isTightened);
    if (held && !this.#options.isOpen()) return held;
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

  /** The session that makes room for a new one of its key: the one that is idle longest; undefined while there is room. */
  #surplusOf(keyId: KeyId): LiveSession | undefined {
    const all = this.#ofKey(keyId).toSorted((one, other) => one.lastSeenAt - other.lastSeenAt);
    if (all.length < MAX_LIVE_OF_A_KEY) return undefined;
    return all.find(({ state }) => state.kind === "active") ?? all[0];
  }

  #newRow(keyId: KeyId, claim: ClientClaim): AgentSessionRow {
    const now = this.#options.clock.now();
    const siblings = this.#ofKey(keyId);
    const paused = siblings.find((session) => session.state.kind === "paused");
    const tightened = siblings.find((session) => session.isTightened);
    return {
      id: newId<SessionId>(),
      key_id: keyId,
      client_name: claim.clientName,
      client_version: claim.clientVersion,
      protocol_version: claim.protocolVersion,
      trust_level: tightened?.plainTrust ?? this.#policyTrust(keyId),
      state: paused ? "paused" : "active",
      paused_reason: paused ? pausedText(paused.state) : null,
      taint: null, // That of its key counts, whichever session's row has it.
      started_at: now,
      last_seen_at: now,
    };
  }

  #ofKey(keyId: KeyId): readonly LiveSession[] {
    const now = this.#options.clock.now();
    return [...this.#live.values()].filter((session) => session.keyId === keyId && !session.isOver(now));
  }

  /** One change after the other, so that a session that opens while its key is paused starts paused. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(change);
    this.#lastTurn = turn.catch(() => {}); // Whoever asked for it hears of it.
    return turn;
  }

  /** Sessions of a policy that have its level: those that no operator set, and those that an operator had set to just that. */
  #followers(id: PolicyId, is: PlainTrustLevel): readonly LiveSession[] {
    return [...this.#live.values()].filter(({ keyId, override }) => {
      if (this.#access.keys.get(keyId)?.policyId !== id) return false;
      return override === null || override === is;
    });
  }

  #policyTrust(keyId: KeyId): PlainTrustLevel {
    const key = this.#access.keys.get(keyId);
    // A key that is gone lets nothing run, whatever the level; the strict one is the safe one to show.
    return (key && this.#access.policies.get(key.policyId)?.trustLevel) ?? "manual";
  }

  #add(row: AgentSessionRow): LiveSession {
    const session = new LiveSession(row, {
      policyTrust: () => this.#policyTrust(row.key_id),
      hasScope: () => this.#scopes.hasScope(row.id),
    });
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
    sessions: readonly LiveSession[],
    columns: Parameters<typeof updateSessionRow>[2],
    { action, detail, by }: SessionChange,
  ): Promise<void> {
    if (sessions.length === 0) return;
    const entries = sessions.map((session) => {
      const key = this.#access.keys.get(session.keyId)?.name ?? "";
      const body = { key, clientName: session.clientName, ...detail(session) };
      return { actor: actorName(by), action, subject: session.id, body };
    });
    await this.#options.record(async (tx) => {
      for (const { id } of sessions) await updateSessionRow(tx, id, columns);
      return { value: undefined, entries };
    });
  }

  #facts(): SessionFacts {
    return {
      access: this.#access,
      live: this.#live,
      scopeOf: (id) => this.#scopes.scopeOf(id),
      taintOf: (key) => this.#taints.of(key),
    };
  }

  async #described({ id }: Pick<LiveSession, "id">): Promise<AgentSession> {
    const described = await describeSession(this.#options.db, this.#facts(), id);
    if (!described) throw new PolicyError("not_found", "That session no longer exists.");
    return described;
  }
}
