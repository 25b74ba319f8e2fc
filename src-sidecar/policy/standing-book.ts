import type { AutonomousScope, NotApplied, StandingApproval } from "../../src-contract/gate.ts";
import type { ScopeId, SessionId, StandingId, ToolId } from "../../src-contract/ids.ts";
import type { AccessOptions, MatchFacts, Matched, SessionEntry } from "./access.ts";
import { countedClass, reaches, type Yes } from "./decide.ts";
import { isEnough } from "./requirements.ts";
import {
  describeScope,
  describeStanding,
  endOf,
  isSameTool,
  whyEnded,
  type EndedWhy,
  type KeptShape,
  type StandingEntry,
  type ToolIdentity,
} from "./standing-entry.ts";

const NOTHING: Matched = { standing: null, scope: null, misfits: [] };

export type SessionNow = (id: SessionId) => SessionEntry | undefined;

/** What is approved in advance, in memory: what it fits now, and how often it may still be used. It writes nothing. */
export class StandingBook {
  readonly #options: Pick<AccessOptions, "clock" | "toolNow" | "memberNow">;
  readonly #sessionNow: SessionNow;
  #entries = new Map<string, StandingEntry>();
  /** Newest first. */
  #byTool = new Map<ToolId, readonly StandingEntry[]>();
  #scopes = new Map<SessionId, StandingEntry>();

  constructor(options: Pick<AccessOptions, "clock" | "toolNow" | "memberNow">, sessionNow: SessionNow) {
    this.#options = options;
    this.#sessionNow = sessionNow;
  }

  /** Takes these in the place of all others. Newest first. */
  replace(entries: readonly StandingEntry[]): void {
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]));
    // What a person or the end of its session ended explains no later call.
    const telling = entries.filter(({ endedWhy }) => endedWhy !== "person" && endedWhy !== "session");
    const byTool = new Map<ToolId, StandingEntry[]>();
    for (const entry of telling)
      for (const id of new Set(entry.shapes.map(({ tool }) => tool.id)))
        byTool.set(id, [...(byTool.get(id) ?? []), entry]);
    this.#byTool = byTool;
    const scopes = telling.toReversed().flatMap((entry) => {
      const isScope = entry.kind === "scope" && entry.subject.kind === "session";
      return isScope ? [[entry.subject.sessionId, entry] as const] : [];
    });
    this.#scopes = new Map(scopes);
  }

  all(): readonly StandingEntry[] {
    return [...this.#entries.values()];
  }

  find(id: string): StandingEntry | undefined {
    return this.#entries.get(id);
  }

  /** The scope that was granted to a session last, over or not. */
  scopeEntry(id: SessionId): StandingEntry | undefined {
    return this.#scopes.get(id);
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

  noteUsed(id: string): StandingEntry | undefined {
    const entry = this.#entries.get(id);
    if (!entry) return undefined;
    if (entry.reserved > 0) entry.reserved -= 1;
    entry.uses += 1;
    entry.lastUsedAt = this.#options.clock.now();
    return entry;
  }

  stillHolds(id: StandingId | ScopeId): boolean {
    const entry = this.#entries.get(id);
    if (!entry || entry.endedWhy !== null || this.#isOverTime(entry) || this.#isSubjectGone(entry)) return false;
    return entry.shapes.some((shape) => !this.#isPausedNow(entry, shape));
  }

  list(): readonly StandingApproval[] {
    const now = this.#options.clock.now();
    return this.all().flatMap((entry) => {
      const isSubjectGone = this.#isSubjectGone(entry);
      return describeStanding(entry, this.#standing(entry), { now, isSubjectGone }) ?? [];
    });
  }

  /** Whether it has one that makes it Autonomous: not over, and whoever granted it may still do that. */
  hasScope(id: SessionId): boolean {
    const entry = this.#scopes.get(id);
    return entry !== undefined && endOf(entry, this.#options.clock.now()) === null && this.#isVouched(entry);
  }

  scopeOf(id: SessionId): AutonomousScope | null {
    const entry = this.#scopes.get(id);
    if (!entry || endOf(entry, this.#options.clock.now()) !== null) return null;
    return describeScope(entry, this.#standing(entry));
  }

  /** Why one is over, at its time, its count or the end of its session; null: it is not. */
  endNow(entry: StandingEntry): EndedWhy | null {
    return endOf(entry, this.#options.clock.now()) ?? (this.#isSubjectGone(entry) ? "session" : null);
  }

  /** Why a yes in advance does not fit a call; null: it fits. */
  #misfitOf(entry: StandingEntry, { tool, arguments: args }: MatchFacts): Pick<NotApplied, "why" | "path"> | null {
    const end = endOf(entry, this.#options.clock.now());
    if (end !== null) return { why: whyEnded(end) };
    if (entry.maxUses !== null && entry.uses + entry.reserved >= entry.maxUses) return { why: "used-up" };
    const shapes = entry.shapes.filter((shape) => isSameTool(shape, tool));
    if (shapes.length === 0 || !this.#isVouched(entry)) return { why: "paused" };
    if (!this.#isEnough(entry, tool)) return { why: "connector-rule" };
    if (!reaches(countedClass(tool.risk), entry.isNamedByAdmin)) return { why: "needs-admin" };
    const paths: string[] = [];
    for (const shape of shapes) {
      const path = shape.mismatch(args);
      if (path === null) return null;
      paths.push(path);
    }
    return { why: "arguments", path: paths[0] ?? "" };
  }

  #standing(entry: StandingEntry) {
    return { toolNow: this.#options.toolNow, isPaused: (shape: KeptShape) => this.#isPausedNow(entry, shape) };
  }

  #isPausedNow(entry: StandingEntry, shape: KeptShape): boolean {
    const tool = this.#options.toolNow(shape.tool.id);
    return !tool || !isSameTool(shape, tool) || !this.#isVouched(entry) || !this.#isEnough(entry, tool);
  }

  /** Whether the connector's policy lets one person decide about the tool, and this one. */
  #isEnough({ by }: StandingEntry, { id, approval, risk }: ToolIdentity): boolean {
    return isEnough(approval, id, countedClass(risk), by.id);
  }

  /** Who said yes may still say it: an operator or admin, and an admin when it counts as an admin's. */
  #isVouched({ by, isNamedByAdmin }: StandingEntry): boolean {
    const member = this.#options.memberNow(by.id);
    return member?.isActive === true && (member.role === "admin" || (member.role === "operator" && !isNamedByAdmin));
  }

  #isOverTime({ expiresAt }: StandingEntry): boolean {
    return expiresAt !== null && this.#options.clock.now() >= expiresAt;
  }

  #isSubjectGone({ subject }: StandingEntry): boolean {
    return subject.kind === "session" && this.#sessionNow(subject.sessionId) === undefined;
  }
}

function isFor({ subject }: StandingEntry, { keyId, sessionId }: MatchFacts): boolean {
  return subject.kind === "key" ? subject.keyId === keyId : subject.sessionId === sessionId;
}

function yesOf<Id extends StandingId | ScopeId>({ id, by, isNamedByAdmin }: StandingEntry): Yes<Id> {
  return { id: id as Id, by, isNamedByAdmin }; // The caller asked for the kind of the entry.
}
