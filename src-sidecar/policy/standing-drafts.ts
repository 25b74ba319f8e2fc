import { actorName, type Actor } from "../base/actor.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import type { AuditDraft } from "../store/index.ts";
import type { EndedWhy, StandingEntry } from "./standing-entry.ts";

/** What the log says when something is approved in advance: all that it allows. */
export function creationDraft(entry: StandingEntry, by: Actor): AuditDraft {
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

/** What the log says when that ends. */
export function endingDraft(
  { id, kind, subject, shapes, uses }: StandingEntry,
  why: EndedWhy,
  actor: string,
): AuditDraft {
  const action = kind === "scope" ? "scope.ended" : why === "person" ? "standing.revoked" : "standing.expired";
  const tools = shapes.map(({ tool }) => `${tool.connectorName}/${tool.name}`);
  return { actor, action, subject: id, body: { why, uses, for: subject, tools } };
}
