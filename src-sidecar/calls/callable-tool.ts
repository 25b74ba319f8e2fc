import type { ConnectorEntry, ToolEntry } from "../catalog/index.ts";
import type { CallableTool } from "./live-call.ts";

/** A tool of the catalog as the path of a call knows it. */
export function callableTool(connector: ConnectorEntry, tool: ToolEntry): CallableTool {
  return {
    id: tool.id,
    connectorId: connector.id,
    connectorName: connector.name,
    connectorSlug: connector.slug,
    connectorKind: connector.config.kind,
    connectorRevision: connector.revision,
    target: connector.target,
    operation: tool.operation,
    name: tool.name,
    exposedName: tool.exposedName,
    definition: tool.definition,
    definitionDigest: tool.definitionDigest,
    isEnabled: tool.isEnabled,
    isOffered: tool.isOffered,
    risk: tool.risk,
    suggestion: tool.suggestion,
    flow: tool.flow,
    approval: connector.approval,
  };
}
