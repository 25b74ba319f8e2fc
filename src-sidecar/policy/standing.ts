import type { AutonomousScope, CallShape, CreateStandingInput, StandingApproval } from "../../src-contract/gate.ts";
import type { KeyId, ScopeId, SessionId, StandingId } from "../../src-contract/ids.ts";
import { actorName, GATEHOUSE_ACTOR, type Actor } from "../base/actor.ts";
import { digestJson } from "../base/canonical-json.ts";
import { newId } from "../base/new-id.ts";
import {
  countStandingUse,
  deleteEndedStandingRows,
  endStandingRow,
  insertStandingRow,
  loggedEndings,
  standingRows,
  type AuditDraft,
  type OrgDb,
  type StandingRow,
} from "../store/index.ts";
import type { AccessOptions, Granter, MatchFacts, Matched, ScopeGrant, Standing } from "./access.ts";
import type { AccessState } from "./access-state.ts";
import { countedClass, reaches } from "./decide.ts";
import { PolicyError } from "./policy-error.ts";
import { isEnough } from "./requirements.ts";
import { StandingBook, type SessionNow } from "./standing-book.ts";
import { creationDraft, endingDraft } from "./standing-drafts.ts";
import {
  standingEntry,
  type EndedWhy,
  type KeptShape,
  type KeptSubject,
  type StandingEntry,
} from "./standing-entry.ts";

const KEPT_AFTER_END_MS = 30 * 24 * 60 * 60 * 1000;

const ONE_BY_ONE =
  "The connector's policy asks more for this tool than your yes: other approvers, or a passphrase. Its calls are decided one by one.";

/** Standing approvals and scopes, and every change of them: in the database, and in the book that calls are held against. */
export class StandingApprovals implements Standing {
  readonly #options: AccessOptions;
  readonly #state: AccessState;
  readonly #sessionNow: SessionNow;
  /** Empty until the vault was opened: rows that nobody has held against their seal fit nothing. */
  readonly #book: StandingBook;

  constructor(options: AccessOptions, state: AccessState, sessionNow: SessionNow) {
    this.#options = options;
    this.#state = state;
    this.#sessionNow = sessionNow;
    this.#book = new StandingBook(options, sessionNow);
  }

  async takeUp(): Promise<void> {
    const { db, usesLogged } = this.#options;
    const before = new Set(this.#book.all());
    const entries = (await standingRows(db)).map(standingEntry);
    const open = entries.filter(({ endedWhy }) => endedWhy === null);
    const ids = (some: readonly StandingEntry[]) => some.map(({ id }) => id);
    const ended = await loggedEndings(db, ids(open));
    const uses = await usesLogged(ids(open.filter(({ maxUses }) => maxUses !== null)));
    for (const entry of open) {
      const known = this.#book.find(entry.id);
      // A row that was put back to what it was before does not bring back what ended or was used.
      if (ended.has(entry.id)) entry.endedWhy = "person";
      entry.endedWhy ??= known?.endedWhy ?? null; // One may have ended while this was read.
      entry.uses = Math.max(entry.uses, uses.get(entry.id) ?? 0, known?.uses ?? 0);
      entry.reserved = known?.reserved ?? 0;
    }
    const read = new Set(entries.map(({ id }) => id));
    const made = this.#book.all().filter((entry) => !before.has(entry) && !read.has(entry.id));
    this.#book.replace([...made, ...entries]);
  }

  match(facts: MatchFacts): Matched {
    return this.#book.match(facts);
  }

  reserve(id: StandingId | ScopeId): void {
    this.#book.reserve(id);
  }

  release(id: StandingId | ScopeId): void {
    this.#book.release(id);
  }

  async used(tx: OrgDb, id: StandingId | ScopeId): Promise<void> {
    await countStandingUse(tx, id, this.#options.clock.now());
  }

  noteUsed(id: StandingId | ScopeId): void {
    const entry = this.#book.noteUsed(id);
    // Not on every use: windows ask again for a list that nobody may be looking at.
    if (entry && (entry.kind === "scope" || entry.uses === entry.maxUses))
      this.#options.changed(["sessions", "standing"]);
  }

  stillHolds(id: StandingId | ScopeId): boolean {
    return this.#book.stillHolds(id);
  }

  list(): readonly StandingApproval[] {
    return this.#book.list();
  }

  hasScope(id: SessionId): boolean {
    return this.#book.hasScope(id);
  }

  scopeOf(id: SessionId): AutonomousScope | null {
    return this.#book.scopeOf(id);
  }

  async create(input: CreateStandingInput, by: Granter): Promise<StandingApproval> {
    const { shape, subject, expiresAt, maxUses, fromCallId } = input;
    const now = this.#options.clock.now();
    if (expiresAt !== null && expiresAt <= now) throw invalid("/expiresAt", "That time has passed.");
    const kept = await this.#keptShapes([shape], by);
    const row = { kind: "standing", expires_at: expiresAt, max_uses: maxUses, from_call_id: fromCallId } as const;
    const keptSubject = this.#keptSubject(subject);
    // A card that was answered twice means one.
    const again = fromCallId === null ? undefined : this.#madeFrom(row, keptSubject, kept, by);
    const entry = again ?? (await this.#insert(row, keptSubject, kept, by));
    const described = this.list().find(({ id }) => id === entry.id);
    if (!described) throw new Error("internal: a standing approval is gone right after it was made");
    return described;
  }

  async revoke(id: StandingId, by: Actor): Promise<StandingApproval> {
    const entry = this.#book.find(id);
    if (entry?.kind !== "standing") throw new PolicyError("not_found", "That standing approval no longer exists.");
    if (entry.endedWhy === null) await this.#end([{ entry, why: "person" }], actorName(by));
    const described = this.list().find((one) => one.id === id);
    if (!described) throw new PolicyError("not_found", "That standing approval no longer exists.");
    return described;
  }

  /** Gives a session a scope in the place of the one that it has. */
  async grantScope({ session, tools, maxCalls, forMs }: ScopeGrant, by: Granter): Promise<void> {
    const kept = await this.#keptShapes(tools, by);
    await this.endScopes([session.id], "person", by);
    const expires_at = this.#options.clock.now() + forMs;
    const row = { kind: "scope", expires_at, max_uses: maxCalls, from_call_id: null } as const;
    await this.#insert(row, this.#keptSubject({ kind: "session", sessionId: session.id }), kept, by);
  }

  /** Ends the scopes that these sessions have. */
  async endScopes(sessions: readonly SessionId[], why: EndedWhy, by: Actor): Promise<void> {
    const endings = sessions.flatMap((id) => {
      const entry = this.#book.scopeEntry(id);
      return entry?.endedWhy === null ? [{ entry, why: this.#book.endNow(entry) ?? why }] : [];
    });
    if (endings.length > 0) await this.#end(endings, actorName(by));
  }

  /** Ends whatever counts its uses: where entries of the log are lost, it is not known how many there were. */
  async endCounted(by: Actor): Promise<number> {
    const counted = this.#book.all().filter(({ endedWhy, maxUses }) => endedWhy === null && maxUses !== null);
    if (counted.length > 0)
      await this.#end(
        counted.map((entry) => ({ entry, why: "person" as const })),
        actorName(by),
      );
    return counted.length;
  }

  /** Writes what is over by its time, its count or its session. It holds nothing from the moment it is over, written or not. */
  async sweep(): Promise<void> {
    if (!this.#options.isOpen()) return; // What ends cannot be sealed then; nothing runs either.
    const over = this.#book.all().flatMap((entry) => {
      const why = this.#book.endNow(entry);
      return entry.endedWhy === null && why !== null ? [{ entry, why }] : [];
    });
    if (over.length > 0) await this.#end(over, GATEHOUSE_ACTOR);
  }

  async #end(endings: readonly { entry: StandingEntry; why: EndedWhy }[], actor: string): Promise<void> {
    const at = this.#options.clock.now();
    // In memory first: from now on it lets nothing run. If it cannot be written it is as it was.
    for (const { entry, why } of endings) entry.endedWhy = why;
    try {
      await this.#options.record(async (tx) => {
        const entries: AuditDraft[] = [];
        for (const { entry, why } of endings)
          if (await endStandingRow(tx, entry.id, { ended_at: at, ended_why: why }))
            entries.push(endingDraft(entry, why, actor));
        return { value: undefined, entries };
      });
    } catch (error) {
      for (const { entry } of endings) entry.endedWhy = null;
      throw error;
    }
    this.#book.replace(this.#book.all());
    this.#options.changed(["standing", "sessions"]);
  }

  /** An active one that this person made from the same call, to the same effect. */
  #madeFrom(
    { from_call_id, max_uses }: Pick<StandingRow, "from_call_id" | "max_uses">,
    subject: KeptSubject,
    shapes: readonly KeptShape[],
    by: Granter,
  ): StandingEntry | undefined {
    const effect = digestJson([subject, shapes, max_uses, by.id, by.isAdmin]);
    return this.#book.all().find((entry) => {
      if (entry.kind !== "standing" || entry.fromCallId !== from_call_id || entry.endedWhy !== null) return false;
      const known = entry.shapes.map(({ definitionDigest, conditions, others, tool }) => ({
        definitionDigest,
        conditions,
        others,
        tool,
      }));
      return (
        this.#book.endNow(entry) === null &&
        digestJson([entry.subject, known, entry.maxUses, entry.by.id, entry.isNamedByAdmin]) === effect
      );
    });
  }

  async #insert(
    columns: Pick<StandingRow, "kind" | "expires_at" | "max_uses" | "from_call_id">,
    subject: KeptSubject,
    shapes: readonly KeptShape[],
    by: Granter,
  ): Promise<StandingEntry> {
    const now = this.#options.clock.now();
    const row: StandingRow = {
      ...columns,
      id: newId<StandingId | ScopeId>(),
      subject: JSON.stringify(subject),
      shapes: JSON.stringify(shapes),
      is_named_by_admin: by.isAdmin ? 1 : 0,
      created_by: by.id,
      created_at: now,
      uses: 0,
      last_used_at: null,
      ended_at: null,
      ended_why: null,
    };
    const entry = standingEntry({ ...row, created_by_name: by.name });
    await this.#options.record(async (tx) => {
      await deleteEndedStandingRows(tx, now - KEPT_AFTER_END_MS, by.isAdmin);
      await insertStandingRow(tx, row);
      return { value: undefined, entries: [creationDraft(entry, by)] };
    });
    this.#book.replace([entry, ...this.#book.all()]);
    this.#options.changed(["standing", "sessions"]);
    return entry;
  }

  /** @throws {PolicyError} `not_found`, `conflict`, `admin_needed`, `invalid_input`. */
  async #keptShapes(shapes: readonly CallShape[], by: Granter): Promise<readonly KeptShape[]> {
    const kept = shapes.map((shape) => this.#keptShape(shape, by));
    const conditions = kept.map((shape) => shape.conditions);
    if (await this.#options.holdsVaultValue(conditions))
      throw invalid(
        "/conditions",
        "A condition holds the value of a credential. A call with it in its arguments is never sent.",
      );
    return kept;
  }

  #keptShape({ toolId, definitionDigest, conditions, others }: CallShape, by: Granter): KeptShape {
    const tool = this.#options.toolNow(toolId);
    if (!tool) throw new PolicyError("not_found", "That tool no longer exists.");
    const riskClass = countedClass(tool.risk);
    if (tool.definitionDigest !== definitionDigest)
      throw new PolicyError("conflict", "The tool's definition is no longer the one that was shown. Look at it again.");
    if (tool.risk.source.kind === "drifted")
      throw new PolicyError("conflict", "The tool changed after it was reviewed. An admin has to review it first.");
    if (!reaches(riskClass, by.isAdmin)) throw new PolicyError("admin_needed");
    if (!isEnough(tool.approval, tool.id, riskClass, by.id)) throw new PolicyError("conflict", ONE_BY_ONE);
    const { id, connectorId, connectorName, name, exposedName, title } = tool;
    const named = { id, connectorId, connectorName, name, exposedName, title, riskClass };
    return { definitionDigest, conditions, others, tool: named };
  }

  /** @throws {PolicyError} `not_found`. */
  #keptSubject(subject: CreateStandingInput["subject"]): KeptSubject {
    const nameOf = (id: KeyId): string => {
      const key = this.#state.keys.get(id);
      if (key?.state !== "active") throw new PolicyError("not_found", "That key no longer exists.");
      return key.name;
    };
    if (subject.kind === "key") return { ...subject, keyName: nameOf(subject.keyId) };
    const session = this.#sessionNow(subject.sessionId);
    if (!session) throw new PolicyError("not_found", "That session has ended.");
    return { ...subject, clientName: session.clientName, keyName: nameOf(session.keyId) };
  }
}

function invalid(path: string, message: string): PolicyError {
  return new PolicyError("invalid_input", message, { fields: [{ path, message }] });
}
