import * as z from "zod";
import type { ToolRisk } from "../../src-contract/connector.ts";
import {
  callShape,
  shapedTool,
  standingApproval,
  type AutonomousScope,
  type ConnectorApproval,
  type NotApplied,
  type StandingApproval,
} from "../../src-contract/gate.ts";
import type { CallId, Digest, ScopeId, StandingId, ToolId } from "../../src-contract/ids.ts";
import type { MemberRef } from "../../src-contract/values.ts";
import type { StandingByName, StandingRow } from "../store/index.ts";
import { compileShape, type ShapeTest } from "./conditions.ts";
import { countedClass } from "./decide.ts";

/** A shape with its tool as it was when somebody said yes. */
export const keptShape = callShape.omit({ toolId: true }).extend({ tool: shapedTool });
export type KeptShape = z.infer<typeof keptShape>;

const subjectOfRow = standingApproval.shape.subject;
/** Whom a yes in advance serves, with the names of then. */
export type KeptSubject = z.infer<typeof subjectOfRow>;

export type EndedWhy = NonNullable<StandingRow["ended_why"]>;

/** A yes in advance, in memory. */
export interface StandingEntry {
  readonly id: StandingId | ScopeId;
  readonly kind: StandingRow["kind"];
  readonly subject: KeptSubject;
  readonly shapes: readonly (KeptShape & { readonly mismatch: ShapeTest })[];
  readonly isNamedByAdmin: boolean;
  readonly by: MemberRef;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly maxUses: number | null;
  readonly fromCallId: CallId | null;
  /** Written with the intent of a call. */
  uses: number;
  /** Promised to calls whose intent is not written yet. */
  reserved: number;
  lastUsedAt: number | null;
  endedWhy: EndedWhy | null;
}

/** What a yes in advance needs to know of a tool as it is now. */
export interface ToolIdentity {
  readonly id: ToolId;
  readonly definitionDigest: Digest;
  readonly risk: ToolRisk;
  /** The approval policy of its connector. */
  readonly approval: ConnectorApproval;
}

/** @throws {z.ZodError} for a row that this version did not write. */
export function standingEntry(row: StandingByName): StandingEntry {
  const shapes = z.array(keptShape).parse(JSON.parse(row.shapes));
  return {
    id: row.id,
    kind: row.kind,
    subject: subjectOfRow.parse(JSON.parse(row.subject)),
    shapes: shapes.map((shape) => ({ ...shape, mismatch: compileShape(shape) })),
    isNamedByAdmin: row.is_named_by_admin === 1,
    by: { id: row.created_by, name: row.created_by_name ?? "a former member" },
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    maxUses: row.max_uses,
    fromCallId: row.from_call_id,
    uses: row.uses,
    reserved: 0,
    lastUsedAt: row.last_used_at,
    endedWhy: row.ended_why,
  };
}

/** Why a yes in advance is over; null: it is not. */
export function endOf(entry: StandingEntry, now: number): EndedWhy | null {
  if (entry.endedWhy !== null) return entry.endedWhy;
  if (entry.expiresAt !== null && now >= entry.expiresAt) return "time";
  return entry.maxUses !== null && entry.uses >= entry.maxUses ? "count" : null;
}

/** Whether the tool is still the one that a shape was made for: its definition, its class, and nobody's doubt about either. */
export function isSameTool(shape: KeptShape, tool: ToolIdentity | undefined): boolean {
  if (tool === undefined || tool.id !== shape.tool.id || tool.risk.source.kind === "drifted") return false;
  return tool.definitionDigest === shape.definitionDigest && countedClass(tool.risk) === shape.tool.riskClass;
}

const ENDED: Readonly<
  Record<EndedWhy, { readonly state: StandingApproval["state"]; readonly why: NotApplied["why"] }>
> = {
  person: { state: "revoked", why: "expired" },
  time: { state: "expired", why: "expired" },
  count: { state: "used-up", why: "used-up" },
  session: { state: "expired", why: "expired" },
};

/** Why one that is over let nothing run. */
export function whyEnded(end: EndedWhy): NotApplied["why"] {
  return ENDED[end].why;
}

type ToolsNow = (id: ToolId) => ToolIdentity | undefined;

/** What is known of a yes in advance beside itself. */
interface Standing {
  readonly toolNow: ToolsNow;
  /** Whether it lets no call of a shape run as things are. */
  readonly isPaused: (shape: KeptShape) => boolean;
}

/** A standing approval as people see it; null for a scope. `isSubjectGone`: it served a session that has ended. */
export function describeStanding(
  entry: StandingEntry,
  { toolNow, isPaused }: Standing,
  { now, isSubjectGone }: { readonly now: number; readonly isSubjectGone: boolean },
): StandingApproval | null {
  const { shapes, subject, by, createdAt, isNamedByAdmin, expiresAt, maxUses, uses, lastUsedAt, fromCallId } = entry;
  const [shape] = shapes;
  if (entry.kind !== "standing" || !shape) return null;
  const end = endOf(entry, now) ?? (isSubjectGone ? "session" : null);
  return {
    id: entry.id as StandingId, // The row's kind says which of the two it is.
    tool: toolFor(shape, toolNow),
    conditions: shape.conditions,
    others: shape.others,
    subject,
    createdBy: by,
    createdAt,
    isNamedByAdmin,
    expiresAt,
    maxUses,
    uses,
    lastUsedAt,
    fromCallId,
    state: end ? ENDED[end].state : isPaused(shape) ? "paused" : "active",
  };
}

/** A scope as people see it. */
export function describeScope(entry: StandingEntry, { toolNow, isPaused }: Standing): AutonomousScope {
  const { shapes, by, createdAt, isNamedByAdmin, expiresAt, maxUses, uses } = entry;
  return {
    id: entry.id as ScopeId, // Only scopes are handed in.
    tools: shapes.map((shape) => ({
      tool: toolFor(shape, toolNow),
      conditions: shape.conditions,
      others: shape.others,
      isNamedByAdmin,
      isPaused: isPaused(shape),
    })),
    maxCalls: maxUses ?? 0,
    callsLeft: Math.max(0, (maxUses ?? 0) - uses),
    grantedBy: by,
    grantedAt: createdAt,
    expiresAt: expiresAt ?? 0,
  };
}

// Under the class of now, because that is what decides.
function toolFor({ tool }: KeptShape, toolNow: ToolsNow): StandingApproval["tool"] {
  const now = toolNow(tool.id);
  return now ? { ...tool, riskClass: countedClass(now.risk) } : tool;
}
