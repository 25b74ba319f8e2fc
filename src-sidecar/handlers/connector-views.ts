import type {
  ConnectionState,
  ConnectorDetail,
  ConnectorSummary,
  DeskTool,
  ToolDetail,
  ToolSummary,
} from "../../src-contract/connector.ts";
import type { MemberId } from "../../src-contract/ids.ts";
import type { ConnectorEntry, ToolEntry } from "../catalog/index.ts";
import type { ToolUse } from "../store/index.ts";
import { accountHealths } from "./account-views.ts";
import { connectorCredentials, missingCredentials } from "./credential-views.ts";
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
    connection: cleanConnection(org, org.connections.state(connector.id)),
    tools: {
      total: offered.length,
      enabled: offered.filter((tool) => tool.isEnabled).length,
      unknown: offered.filter((tool) => tool.risk.riskClass === "unknown").length,
      drifted: offered.filter((tool) => tool.risk.source.kind === "drifted").length,
      fresh: offered.filter((tool) => tool.isFresh).length,
    },
    missingCredentials: [...missingCredentials(org, org.catalog.snapshot(), connector.config, member)],
    credentials: connectorCredentials(org, connector.config, member),
    accounts: accountHealths(org, connector.config, member),
    lastCallAt: org.lastCallAt(connector.id),
  };
}

/** A server's name for itself and what it said when it went away are its words. */
function cleanConnection(org: Org, state: ConnectionState): ConnectionState {
  switch (state.kind) {
    case "idle":
    case "connecting":
      return state;
    case "ready":
      return { ...state, serverName: org.cleanText(state.serverName) };
    case "down":
      return { ...state, message: org.cleanText(state.message) };
  }
}

/** A connector's own page. */
export function connectorDetailOf(org: Org, connector: ConnectorEntry, member: MemberId): ConnectorDetail {
  return {
    ...connectorSummaryOf(org, connector, member),
    config: connector.config,
    toolList: connector.tools.map(toolSummaryOf),
    approval: connector.approval,
    createdAt: connector.createdAt,
    createdBy: connector.createdBy,
    instructions: connector.instructions,
  };
}

/** A tool in its connector's table. */
function toolSummaryOf(tool: ToolEntry): ToolSummary {
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
    flow,
    suggestion,
    isFresh,
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
    flow,
    suggestion,
    isFresh,
  };
}

/** A tool's own page. */
export function toolDetailOf(org: Org, tool: ToolEntry): ToolDetail {
  const connector = org.catalog.snapshot().connectors.get(tool.connectorId);
  return {
    ...toolSummaryOf(tool),
    definition: tool.definition,
    connectorName: connector?.name ?? "",
    reviewedDefinition: tool.reviewedDefinition,
    server: { now: connector?.server ?? "", reviewed: tool.reviewedServer },
  };
}

/** A row of the classification desk. */
export function deskToolOf(connectorName: string, tool: ToolEntry, use: ToolUse | undefined): DeskTool {
  return {
    ...toolSummaryOf(tool),
    connectorName,
    review: tool.review,
    calls: use?.calls ?? 0,
    lastCalledAt: use?.lastCalledAt ?? null,
  };
}
