import type { ConnectorDetail, ConnectorSummary, ToolDetail, ToolSummary } from "../../src-contract/connector.ts";
import type { MemberId } from "../../src-contract/ids.ts";
import type { ConnectorEntry, ToolEntry } from "../catalog/index.ts";
import { missingCredentials } from "./credential-views.ts";
import type { Org } from "./org.ts";

/** A connector in a list, as this member sees it. */
export function connectorSummaryOf(org: Org, connector: ConnectorEntry, member: MemberId): ConnectorSummary {
  const offered = connector.tools.filter((tool) => tool.isOffered);
  return {
    id: connector.id,
    name: connector.name,
    slug: connector.slug,
    kind: connector.config.kind,
    target: connector.target,
    connection: org.connections.state(connector.id),
    tools: {
      total: offered.length,
      enabled: offered.filter((tool) => tool.isEnabled).length,
      unknown: offered.filter((tool) => tool.risk.riskClass === "unknown").length,
      drifted: offered.filter((tool) => tool.risk.source.kind === "drifted").length,
    },
    missingCredentials: [...missingCredentials(org, connector.config, member)],
    lastCallAt: org.lastCallAt(connector.id),
  };
}

/** A connector's own page. */
export function connectorDetailOf(org: Org, connector: ConnectorEntry, member: MemberId): ConnectorDetail {
  return {
    ...connectorSummaryOf(org, connector, member),
    config: connector.config,
    toolList: connector.tools.map(toolSummaryOf),
    createdAt: connector.createdAt,
    createdBy: connector.createdBy,
    instructions: connector.instructions,
  };
}

/** A tool in its connector's table. */
export function toolSummaryOf(tool: ToolEntry): ToolSummary {
  const {
    id,
    connectorId,
    operation,
    name,
    exposedName,
    definition,
    isEnabled,
    isOffered,
    definitionDigest,
    risk,
    suggestion,
  } = tool;
  return {
    id,
    connectorId,
    ...(operation === "tools/call" ? {} : { operation }),
    name,
    exposedName,
    title: definition.title ?? null,
    description: definition.description ?? "",
    isEnabled,
    isOffered,
    definitionDigest,
    risk,
    suggestion,
  };
}

/** A tool's own page. */
export function toolDetailOf(org: Org, tool: ToolEntry): ToolDetail {
  const connectorName = org.catalog.snapshot().connectors.get(tool.connectorId)?.name ?? "";
  const isReviewed = tool.risk.source.kind !== "drifted";
  return {
    ...toolSummaryOf(tool),
    definition: tool.definition,
    connectorName,
    reviewedDefinition: isReviewed ? null : tool.reviewedDefinition,
  };
}
