import { GATEHOUSE_ACTOR } from "../base/actor.ts";
import type { AuditDraft } from "../store/index.ts";
import type { ServerFacts } from "./catalog.ts";
import type { ConnectorEntry, ToolEntry } from "./snapshot.ts";

/** Tools whose review holds now. */
export function reviewedTools({ tools }: Pick<ConnectorEntry, "tools">): readonly ToolEntry[] {
  return tools.filter(({ risk }) => risk.source.kind === "admin");
}

/**
 * What the log keeps when a server says something else of itself than it did: another name is another server, and what was reviewed of
 * it no longer holds; another version is only worth knowing. What a server says first is no change.
 */
export function serverChanges(
  before: ConnectorEntry,
  { serverName, serverVersion }: Pick<ServerFacts, "serverName" | "serverVersion">,
): readonly AuditDraft[] {
  if (before.serverName === null) return [];
  const entry = (action: string, body: AuditDraft["body"]): AuditDraft => ({
    actor: GATEHOUSE_ACTOR,
    action,
    subject: before.id,
    body,
  });
  const connector = before.name;
  const versions = { was: before.serverVersion ?? "", is: serverVersion };
  if (before.serverName !== serverName) {
    const names = { was: before.serverName, is: serverName };
    return [
      entry("connector.server-changed", { connector, ...names, versions, drifted: reviewedTools(before).length }),
    ];
  }
  return versions.was === versions.is ? [] : [entry("connector.server-version-changed", { connector, ...versions })];
}
