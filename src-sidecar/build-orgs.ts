import type { Anchor } from "./audit/index.ts";
import { buildOrg, type OrgParts } from "./build-org.ts";
import { createAgentLookup, type AgentLookup, type Door } from "./gateway/index.ts";
import { closedOrgOf, openFor, type ClosedOrg, type Org, type OrgFacts, type Studio } from "./handlers/index.ts";
import { contractError, type Connection } from "./rpc/index.ts";
import {
  auditAnchorName,
  deleteDeviceFact,
  deleteOrgEntry,
  deviceFact,
  insertOrgEntry,
  orgEntries,
  renameOrgEntry,
  setDeviceFact,
  type OrgEntryRow,
  type StudioHome,
} from "./store/index.ts";

export interface OrgsParts extends Pick<
  OrgParts,
  "primitives" | "clock" | "log" | "isHeadless" | "passphraseCost" | "oauthTiming" | "onSpan"
> {
  readonly home: StudioHome;
  readonly door: () => Door;
  readonly connections: ReadonlySet<Connection>;
  /** What waits for people may be something else now. */
  readonly waitingChanged: () => void;
}

interface OpenOrg {
  readonly org: Org;
  /** Null while its rooms are closed: on the way to being opened anew, replaced or deleted. */
  lookup: AgentLookup | null;
  /** Tells requests that are held open to answer now. */
  letGo: AbortController;
}

/**
 * The organizations of a home, all of them open as databases; each vault opens by itself. One whose database cannot be opened is listed
 * with what is wrong and holds up no other; its file stays as it is.
 *
 * One that is being opened anew, replaced or deleted stays in the list, closed, for as long as it has its entry: a home with an organization
 * never looks like one that anybody may set up or restore into.
 */
export class Orgs {
  readonly #parts: OrgsParts;
  readonly #open = new Map<OrgFacts["id"], OpenOrg>();
  readonly #closed = new Map<OrgFacts["id"], ClosedOrg>();
  readonly #locking = new Map<OrgFacts["id"], Promise<void>>();
  /** What opens or closes the rooms of an organization, one after another. */
  readonly #turns = new Map<OrgFacts["id"], Promise<unknown>>();
  #isFounding = false;

  constructor(parts: OrgsParts) {
    this.#parts = parts;
  }

  /** Opens every organization that the studio knows, as far as they can be opened. */
  async openAll(): Promise<void> {
    const { db } = this.#parts.home.studio;
    for (const row of await orgEntries(db)) {
      const isGoing = (await deviceFact(db, removingName(row.id))) !== undefined;
      if (isGoing) await this.#forget(row.id);
      else await this.#tryOpen(factsOf(row));
    }
  }

  async #tryOpen(facts: OrgFacts): Promise<void> {
    const { home, log } = this.#parts;
    try {
      home.assertOrgThere(facts.id);
      this.#adopt(await this.#openRooms(facts));
    } catch (error) {
      const closed = closedOrgOf(facts, error);
      this.#closed.set(facts.id, closed);
      log.error({ org: facts.id, fault: closed.fault, error: stackOf(error) }, "an organization could not be opened");
    }
  }

  list(): readonly Org[] {
    return [...this.#open.values()].map(({ org }) => org);
  }

  /** Those that could not be opened. */
  closed(): readonly ClosedOrg[] {
    return [...this.#closed.values()];
  }

  /** The databases of those whose rooms are open. */
  databases(): readonly Org["db"][] {
    return [...this.#open.values()].flatMap(({ org, lookup }) => (lookup === null ? [] : org.db));
  }

  get(id: OrgFacts["id"] | null): Org | null {
    return (id === null ? undefined : this.#open.get(id)?.org) ?? null;
  }

  /** Whose key it is: each organization knows its own, and says the same of all others. */
  lookup(text: string): ReturnType<AgentLookup> {
    let refused: ReturnType<AgentLookup> = { kind: "refused", reason: "unknown" };
    for (const { lookup } of this.#open.values()) {
      if (lookup === null) continue;
      const found = lookup(text);
      if (found.kind === "ok") return found;
      if (found.reason !== "unknown") refused = found;
    }
    return refused;
  }

  async create({ id, name }: Pick<OrgFacts, "id" | "name">): ReturnType<Studio["createOrg"]> {
    const { home, clock } = this.#parts;
    const isFirst = this.#open.size + this.#closed.size === 0;
    if (isFirst && this.#isFounding) throw contractError("already_set_up");
    this.#assertNameFree(name);
    this.#isFounding = true;
    const facts: OrgFacts = { id, name, createdAt: clock.now() };
    const discard = async (org?: Org): Promise<void> => {
      this.#isFounding = false;
      await org?.close();
      home.discardOrg(id);
    };
    const org = await this.#openRooms(facts).catch(async (error: unknown) => {
      await discard();
      throw error;
    });
    return {
      org,
      keep: () =>
        this.#inTurn(id, async () => {
          await insertOrgEntry(home.studio.db, rowOf(facts));
          this.#adopt(org);
          this.#isFounding = false;
        }),
      discard: () => discard(org),
    };
  }

  /** @throws `name_taken`. */
  async rename(org: Org, name: string): Promise<void> {
    this.#assertNameFree(name);
    await renameOrgEntry(this.#parts.home.studio.db, org.id, name);
    org.renamed(name);
  }

  /** Locks one vault: runs end, waiting calls wait on, everyone who looked at it is signed out. */
  lock(org: Org, actor: string, reason: string): Promise<void> {
    const running = this.#locking.get(org.id);
    if (running) return running;
    if (openFor(org) === null) {
      org.vault.lock(); // An unlock that is under way ends locked.
      return Promise.resolve();
    }
    const locking = this.#lockNow(org, actor, reason).finally(() => this.#locking.delete(org.id));
    this.#locking.set(org.id, locking);
    return locking;
  }

  /** What was opened anew since it was asked for is not opened once more. @throws `not_found` when it was deleted meanwhile. */
  reopen(org: Org, actor: string, reason: string): Promise<Org> {
    return this.#inTurn(org.id, async () => {
      const present = this.get(org.id);
      if (present === null) throw contractError("not_found");
      if (present !== org) return present;
      await this.lock(org, actor, reason);
      await this.#closeRooms(org);
      return this.#adopt(await this.#openRooms(org));
    });
  }

  replace(facts: OrgFacts, mayTake: () => string, put: () => Promise<void>): Promise<Org> {
    const { home } = this.#parts;
    const { db } = home.studio;
    return this.#inTurn(facts.id, async () => {
      const actor = mayTake();
      const isKnown = (await orgEntries(db)).some(({ id }) => id === facts.id);
      const present = this.get(facts.id);
      if (present) {
        await this.lock(present, actor, "a backup takes its place");
        await this.#closeRooms(present);
      }
      try {
        await put();
      } catch (error) {
        if (present) this.#adopt(await this.#openRooms(present));
        throw error;
      }
      // A person put an older log in its place: what is remembered of the other one counts no more, and is kept.
      await deleteDeviceFact(db, auditAnchorName(facts.id));
      home.anchorNote(facts.id).putAside(this.#parts.clock.now());
      await (isKnown ? renameOrgEntry(db, facts.id, facts.name) : insertOrgEntry(db, rowOf(facts)));
      return this.#adopt(await this.#openRooms(facts));
    });
  }

  /**
   * Destroys the keys of an organization, then its file. What is cut off in between is finished at the next start.
   *
   * @throws `conflict` when it was opened anew or replaced since it was asked for.
   */
  remove(org: Org): Promise<void> {
    const { home } = this.#parts;
    return this.#inTurn(org.id, async () => {
      if (this.get(org.id) !== org) throw contractError("conflict", "It was opened anew meanwhile. Sign in again.");
      await setDeviceFact(home.studio.db, removingName(org.id), String(this.#parts.clock.now()));
      await org.desk.suspend();
      org.oauth.locked();
      await org.vault.shred();
      org.audit.locked();
      org.forgetSecrets();
      org.authority.forget();
      this.#signOutAll(org);
      await this.#closeRooms(org);
      await this.#forget(org.id);
      this.#open.delete(org.id);
      this.#parts.waitingChanged();
    });
  }

  async #inTurn<T>(id: OrgFacts["id"], work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(id) ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => undefined); // The next one waits for the end of this one, not for its success.
    this.#turns.set(id, settled);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(id) === settled) this.#turns.delete(id);
    }
  }

  async #forget(id: OrgFacts["id"]): Promise<void> {
    const { home } = this.#parts;
    const { db } = home.studio;
    home.discardOrg(id);
    await deleteOrgEntry(db, id);
    for (const name of [auditAnchorName(id), epochAnchorName(id), removingName(id)]) await deleteDeviceFact(db, name);
    home.anchorNote(id).putAside(this.#parts.clock.now());
  }

  #assertNameFree(name: string): void {
    if ([...this.list(), ...this.closed()].some((org) => org.name === name)) throw contractError("name_taken");
  }

  async close(): Promise<void> {
    await Promise.all(this.#turns.values());
    const open = [...this.#open.values()].filter(({ lookup }) => lookup !== null);
    for (const { org } of open) await org.desk.close();
    await Promise.all(open.map(({ org }) => org.close()));
  }

  async #lockNow(org: Org, actor: string, reason: string): Promise<void> {
    const open = this.#open.get(org.id);
    await org.desk.suspend();
    await org.oauth.settled();
    await org.audit.tend(true).catch(() => {}); // What was done is signed by the key that was there; a full disk must not keep it open.
    org.oauth.locked();
    org.vault.lock();
    org.audit.locked();
    org.noteOpened(null);
    org.forgetSecrets();
    org.authority.forget();
    this.#signOutAll(org); // Before the log: that it cannot be written must not leave a window open.
    if (open) {
      open.letGo.abort();
      open.letGo = new AbortController();
    }
    // Subprocesses hold secrets in their environment: they end with the lock.
    await Promise.all([...org.catalog.snapshot().connectors.keys()].map((id) => org.connections.retire(id)));
    await org.audit.write("durable", async () => [
      { actor, action: "vault.locked", subject: org.id, body: { reason } },
    ]);
  }

  #signOutAll(org: Org): void {
    org.events.locked();
    for (const session of org.memberSessions.endWhere(() => true)) org.events.end(session);
    for (const { signIns } of this.#parts.connections) signIns.delete(org.id);
  }

  async #closeRooms(org: Org): Promise<void> {
    const open = this.#open.get(org.id);
    if (open?.lookup === null) return; // It was, and could not be opened again.
    if (open) open.lookup = null;
    for (const { id } of org.access.keys.list()) this.#parts.door().keyEnded(id); // What agents hold open belongs to rooms that are gone.
    await org.close();
  }

  async #openRooms(facts: OrgFacts): Promise<Org> {
    const database = this.#parts.home.openOrg(facts.id);
    try {
      return await this.#buildRooms(facts, database);
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  #buildRooms({ id, name, createdAt }: OrgFacts, database: OrgParts["database"]): Promise<Org> {
    const { home, door, primitives, clock, log, isHeadless, passphraseCost, oauthTiming, waitingChanged } = this.#parts;
    return buildOrg({
      id,
      name,
      createdAt,
      database,
      primitives,
      clock,
      log,
      isHeadless,
      ...(passphraseCost && { passphraseCost }),
      ...(oauthTiming && { oauthTiming }),
      listsChanged: () => door().listsChanged(),
      keyEnded: (keyId) => door().keyEnded(keyId),
      waitingChanged,
      onSpan: this.#parts.onSpan,
      anchor: jsonFact<Anchor>(home, auditAnchorName(id)),
      anchorNote: home.anchorNote(id),
      epochAnchor: jsonFact(home, epochAnchorName(id)),
    });
  }

  #adopt(org: Org): Org {
    const { access, desk, db, catalog, discoverer } = org;
    const lookup = createAgentLookup({
      access,
      desk,
      db,
      clock: this.#parts.clock,
      snapshot: () => catalog.snapshot(),
      offers: (id, member) => discoverer.offers(id, member),
      strip: org.stripControls,
      letGo: () => open.letGo.signal,
    });
    const open: OpenOrg = { org, lookup, letGo: new AbortController() };
    this.#open.set(org.id, open);
    this.#closed.delete(org.id);
    this.#parts.waitingChanged();
    return org;
  }
}

/** Name of the device fact that says that an organization is being deleted. */
function removingName(id: OrgFacts["id"]): string {
  return `org-removing:${id}`;
}

/** Name of the device fact that remembers the vault's epoch outside of its database. */
function epochAnchorName(id: OrgFacts["id"]): string {
  return `epoch-anchor:${id}`;
}

/** A value that is kept in the studio's own database, so that an older copy of an organization's file is noticed. */
function jsonFact<T>(home: StudioHome, name: string) {
  return {
    read: async (): Promise<T | null> => {
      const text = await deviceFact(home.studio.db, name);
      return text === undefined ? null : (JSON.parse(text) as T); // Written by `write` below.
    },
    write: (value: T) => setDeviceFact(home.studio.db, name, JSON.stringify(value)),
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : "something that is no error";
}

function factsOf({ id, name, created_at: createdAt }: OrgEntryRow): OrgFacts {
  return { id, name, createdAt };
}

function rowOf({ id, name, createdAt }: OrgFacts): OrgEntryRow {
  return { id, name, created_at: createdAt };
}
