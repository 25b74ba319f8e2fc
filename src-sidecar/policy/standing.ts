import type {
  AutonomousScope,
  CallShape,
  CreateStandingInput,
  NotApplied,
  StandingApproval,
} from "../../src-contract/gate.ts";
import type { KeyId, ScopeId, SessionId, StandingId, ToolId } from "../../src-contract/ids.ts";
import { actorName, GATEHOUSE_ACTOR, type Actor } from "../base/actor.ts";
import type { JsonObject } from "../base/canonical-json.ts";
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
import type { AccessOptions, Granter, MatchFacts, Matched, ScopeGrant, SessionEntry, Standing } from "./access.ts";
import type { AccessState } from "./access-state.ts";
import { countedClass, reaches, type Yes } from "./decide.ts";
import { PolicyError } from "./policy-error.ts";
import {
  describeScope,
  describeStanding,
  endOf,
  isSameTool,
  standingEntry,
  whyEnded,
  type EndedWhy,
  type KeptShape,
  type KeptSubject,
  type StandingEntry,
} from "./standing-entry.ts";

const KEPT_AFTER_END_MS = 30 * 24 * 60 * 60 * 1000;
const NOTHING: Matched = { standing: null, scope: null, misfits: [] };

type SessionNow = (id: SessionId) => SessionEntry | undefined;

/** Standing approvals and scopes: all are in memory, and in the database. */
export class StandingApprovals implements Standing {
  readonly #options: AccessOptions;
  readonly #state: AccessState;
  readonly #sessionNow: SessionNow;
  #entries = new Map<string, StandingEntry>();
  /** Newest first. */
  #byTool = new Map<ToolId, readonly StandingEntry[]>();
  #scopes = new Map<SessionId, StandingEntry>();

  private constructor(options: AccessOptions, state: AccessState, sessionNow: SessionNow) {
    this.#options = options;
    this.#state = state;
    this.#sessionNow = sessionNow;
  }

  static async open(options: AccessOptions, state: AccessState, sessionNow: SessionNow): Promise<StandingApprovals> {
    const standing = new StandingApprovals(options, state, sessionNow);
    standing.#replace((await standingRows(options.db)).map(standingEntry));
    return standing;
  }

  /** After the vault opened and the rows were found to be the organization's own: reads them again and counts the uses in the log. */
  async takeUp(): Promise<void> {
    const { db, usesLogged } = this.#options;
    const entries = (await standingRows(db)).map(standingEntry);
    const open = entries.filter(({ endedWhy }) => endedWhy === null);
    const ended = await loggedEndings(
      db,
      open.map(({ id }) => id),
    );
    const uses = await usesLogged(open.filter(({ maxUses }) => maxUses !== null).map(({ id }) => id));
    for (const entry of open) {
      const known = this.#entries.get(entry.id);
      // A row that was put back to what it was before does not bring back what ended or was used.
      if (ended.has(entry.id)) entry.endedWhy = "person";
      entry.uses = Math.max(entry.uses, uses.get(entry.id) ?? 0, known?.uses ?? 0);
      entry.reserved = known?.reserved ?? 0;
    }
    this.#replace(entries);
  }

  match(facts: MatchFacts): Matched {
    const all = this.#byTool.get(facts.tool.id);
    if (all === undefined) return NOTHING;
    const misfits: NotApplied[] = [];
    const found: { standing: Yes<StandingId> | null; scope: Yes<ScopeId> | null } = { standing: null, scope: null };
    for (const entry of all) {
      if (!isFor(entry, facts)) continue;
      const misfit = this.#misfitOf(entry, facts);
      if (misfit !== null) misfits.push({ kind: entry.kind, id: entry.id, ...misfit });
      else if (entry.kind === "standing") found.standing ??= yesOf<StandingId>(entry);
      else found.scope ??= yesOf<ScopeId>(entry);
    }
    return { ...found, misfits };
  }

  reserve(id: StandingId | ScopeId): void {
    const entry = this.#entries.get(id);
    if (entry) entry.reserved += 1;
  }

  release(id: StandingId | ScopeId): void {
    const entry = this.#entries.get(id);
    if (entry && entry.reserved > 0) entry.reserved -= 1;
  }

  async used(tx: OrgDb, id: StandingId | ScopeId): Promise<void> {
    await countStandingUse(tx, id, this.#options.clock.now());
  }

  noteUsed(id: StandingId | ScopeId): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    if (entry.reserved > 0) entry.reserved -= 1;
    entry.uses += 1;
    entry.lastUsedAt = this.#options.clock.now();
    // Not on every use: windows ask again for a list that nobody may be looking at.
    if (entry.kind === "scope" || entry.uses === entry.maxUses) this.#options.changed(["sessions", "standing"]);
  }

  stillHolds(id: StandingId | ScopeId): boolean {
    const entry = this.#entries.get(id);
    if (!entry || entry.endedWhy !== null || this.#isOverTime(entry) || this.#isSubjectGone(entry)) return false;
    return this.#isVouched(entry) && entry.shapes.some((shape) => this.#isSameNow(shape));
  }

  list(): readonly StandingApproval[] {
    const now = this.#options.clock.now();
    return [...this.#entries.values()].flatMap((entry) => {
      const facts = { now, isSubjectGone: this.#isSubjectGone(entry), isVouched: this.#isVouched(entry) };
      return describeStanding(entry, this.#options.toolNow, facts) ?? [];
    });
  }

  async create(input: CreateStandingInput, by: Granter): Promise<StandingApproval> {
    const { shape, subject, expiresAt, maxUses, fromCallId } = input;
    const now = this.#options.clock.now();
    if (expiresAt !== null && expiresAt <= now) throw invalid("/expiresAt", "That time has passed.");
    const kept = await this.#keptShapes([shape], by);
    const row = { kind: "standing", expires_at: expiresAt, max_uses: maxUses, from_call_id: fromCallId } as const;
    const entry = await this.#insert(row, this.#keptSubject(subject), kept, by);
    const described = this.list().find(({ id }) => id === entry.id);
    if (!described) throw new Error("internal: a standing approval is gone right after it was made");
    return described;
  }

  async revoke(id: StandingId, by: Actor): Promise<StandingApproval> {
    const entry = this.#entries.get(id);
    if (entry?.kind !== "standing") throw new PolicyError("not_found", "That standing approval no longer exists.");
    if (endOf(entry, this.#options.clock.now()) === null || entry.endedWhy === null)
      await this.#end([{ entry, why: "person" }], actorName(by));
    const described = this.list().find((one) => one.id === id);
    if (!described) throw new PolicyError("not_found", "That standing approval no longer exists.");
    return described;
  }

  hasScope(id: SessionId): boolean {
    const entry = this.#scopes.get(id);
    return entry !== undefined && endOf(entry, this.#options.clock.now()) === null;
  }

  scopeOf(id: SessionId): AutonomousScope | null {
    const entry = this.#scopes.get(id);
    if (!entry || !this.hasScope(id)) return null;
    return describeScope(entry, this.#options.toolNow, this.#isVouched(entry));
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
    const entries = sessions.flatMap((id) => this.#scopes.get(id) ?? []).filter(({ endedWhy }) => endedWhy === null);
    if (entries.length > 0)
      await this.#end(
        entries.map((entry) => ({ entry, why: endOf(entry, this.#options.clock.now()) ?? why })),
        actorName(by),
      );
  }

  /** Writes what is over by its time, its count or its session. It holds nothing from the moment it is over, written or not. */
  async sweep(): Promise<void> {
    if (!this.#options.isOpen()) return; // What ends cannot be sealed then; nothing runs either.
    const now = this.#options.clock.now();
    const over = [...this.#entries.values()].flatMap((entry) => {
      const why = endOf(entry, now) ?? (this.#isSubjectGone(entry) ? "session" : null);
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
        for (const { entry, why } of endings) await endStandingRow(tx, entry.id, { ended_at: at, ended_why: why });
        return { value: undefined, entries: endings.map(({ entry, why }) => endingDraft(entry, why, actor)) };
      });
    } catch (error) {
      for (const { entry } of endings) entry.endedWhy = null;
      throw error;
    }
    this.#replace([...this.#entries.values()]);
    this.#options.changed(["standing", "sessions"]);
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
    this.#replace([entry, ...this.#entries.values()]);
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

  /** Why a yes in advance does not fit a call; null: it fits. */
  #misfitOf(entry: StandingEntry, { tool, arguments: args }: MatchFacts): Pick<NotApplied, "why" | "path"> | null {
    const end = endOf(entry, this.#options.clock.now());
    if (end !== null) return { why: whyEnded(end) };
    if (entry.maxUses !== null && entry.uses + entry.reserved >= entry.maxUses) return { why: "used-up" };
    const shapes = entry.shapes.filter((shape) => isSameTool(shape, tool));
    if (shapes.length === 0 || !this.#isVouched(entry)) return { why: "paused" };
    if (!reaches(countedClass(tool.risk), entry.isNamedByAdmin)) return { why: "needs-admin" };
    const paths: string[] = [];
    for (const shape of shapes) {
      const path = shape.mismatch(args);
      if (path === null) return null;
      paths.push(path);
    }
    return { why: "arguments", path: paths[0] ?? "" };
  }

  /** Who said yes may still say it: an operator or admin, and an admin when it counts as an admin's. */
  #isVouched({ by, isNamedByAdmin }: StandingEntry): boolean {
    const member = this.#options.memberNow(by.id);
    return member?.isActive === true && (member.role === "admin" || (member.role === "operator" && !isNamedByAdmin));
  }

  #isSameNow(shape: KeptShape): boolean {
    return isSameTool(shape, this.#options.toolNow(shape.tool.id));
  }

  #isOverTime({ expiresAt }: StandingEntry): boolean {
    return expiresAt !== null && this.#options.clock.now() >= expiresAt;
  }

  #isSubjectGone({ subject }: StandingEntry): boolean {
    return subject.kind === "session" && this.#sessionNow(subject.sessionId) === undefined;
  }

  #replace(entries: readonly StandingEntry[]): void {
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]));
    // What a person or the end of its session ended explains no later call.
    const telling = entries.filter(({ endedWhy }) => endedWhy !== "person" && endedWhy !== "session");
    const byTool = new Map<ToolId, StandingEntry[]>();
    for (const entry of telling)
      for (const id of new Set(entry.shapes.map(({ tool }) => tool.id)))
        byTool.set(id, [...(byTool.get(id) ?? []), entry]);
    this.#byTool = byTool;
    this.#scopes = new Map(
      telling
        .toReversed()
        .flatMap((entry) =>
          entry.kind === "scope" && entry.subject.kind === "session" ? [[entry.subject.sessionId, entry] as const] : [],
        ),
    );
  }
}

function isFor({ subject }: StandingEntry, { keyId, sessionId }: MatchFacts): boolean {
  return subject.kind === "key" ? subject.keyId === keyId : subject.sessionId === sessionId;
}

function yesOf<Id extends StandingId | ScopeId>({ id, by, isNamedByAdmin }: StandingEntry): Yes<Id> {
  return { id: id as Id, by, isNamedByAdmin }; // The caller asked for the kind of the entry.
}

function creationDraft(entry: StandingEntry, by: Actor): AuditDraft {
  const { kind, subject, shapes, isNamedByAdmin, expiresAt, maxUses, fromCallId } = entry;
  const tools: JsonObject[] = shapes.map(({ tool, definitionDigest, conditions, others }) => ({
    connector: tool.connectorName,
    tool: tool.name,
    toolId: tool.id,
    riskClass: tool.riskClass,
    definitionDigest,
    conditions,
    others,
  }));
  const action = kind === "scope" ? "scope.granted" : "standing.created";
  return {
    actor: actorName(by),
    action,
    subject: entry.id,
    body: { for: subject, tools, isNamedByAdmin, expiresAt, maxUses, fromCallId },
  };
}

function endingDraft({ id, kind, subject, shapes, uses }: StandingEntry, why: EndedWhy, actor: string): AuditDraft {
  const action = kind === "scope" ? "scope.ended" : why === "person" ? "standing.revoked" : "standing.expired";
  const tools = shapes.map(({ tool }) => `${tool.connectorName}/${tool.name}`);
  return { actor, action, subject: id, body: { why, uses, for: subject, tools } };
}

function invalid(path: string, message: string): PolicyError {
  return new PolicyError("invalid_input", message, { fields: [{ path, message }] });
}
