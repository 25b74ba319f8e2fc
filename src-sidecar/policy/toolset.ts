import type { Grant, PolicyBody } from "../../src-contract/access.ts";
import type { ConnectorId, PolicyId, ToolId } from "../../src-contract/ids.ts";

/** What this room must know of a tool. */
export interface GrantableTool {
  readonly id: ToolId;
  readonly connectorId: ConnectorId;
  /** The name at its server, as grants have it. */
  readonly name: string;
  readonly exposedName: string;
  readonly plainName: string;
  readonly isEnabled: boolean;
  readonly isOffered: boolean;
}

/** The tools there are, under a version that changes with them. */
export interface ToolSource {
  readonly version: number;
  readonly tools: { values(): Iterable<GrantableTool> };
}

/** Exposed name → tool, in the order of the source. */
export type Toolset = ReadonlyMap<string, ToolId>;

/** The tools that a policy exposes: switched on, offered and granted, under the names of its form. Pure. */
export function toolsetOf(policy: Pick<PolicyBody, "nameForm" | "grants">, tools: Iterable<GrantableTool>): Toolset {
  const allows = grantCheck(policy.grants);
  // Plain names are unique within one connector only.
  const isPlain = policy.nameForm === "plain" && policy.grants.length <= 1;
  const toolset = new Map<string, ToolId>();
  for (const tool of tools) {
    if (!tool.isEnabled || !tool.isOffered || !allows(tool)) continue;
    toolset.set(isPlain ? tool.plainName : tool.exposedName, tool.id);
  }
  return toolset;
}

/** Whether a policy gives a tool, switched on or not. Pure. */
export function isGranted(grants: readonly Grant[], tool: Pick<GrantableTool, "connectorId" | "name">): boolean {
  return grantCheck(grants)(tool);
}

function grantCheck(grants: readonly Grant[]): (tool: Pick<GrantableTool, "connectorId" | "name">) => boolean {
  const byConnector = new Map<ConnectorId, "all" | ReadonlySet<string>>();
  for (const { connectorId, tools } of grants) byConnector.set(connectorId, tools === "all" ? "all" : new Set(tools));
  return ({ connectorId, name }) => {
    const granted = byConnector.get(connectorId);
    return granted === "all" || (granted?.has(name) ?? false);
  };
}

/** Toolsets kept until their policy or the tools change. */
export interface Toolsets {
  of(
    policy: Pick<PolicyBody, "nameForm" | "grants"> & { readonly id: PolicyId; readonly revision: number },
    source: ToolSource,
  ): Toolset;
}

export function createToolsets(): Toolsets {
  const kept = new Map<PolicyId, { readonly revision: number; readonly version: number; readonly toolset: Toolset }>();
  return {
    of: (policy, source) => {
      const known = kept.get(policy.id);
      if (known?.revision === policy.revision && known.version === source.version) return known.toolset;
      const toolset = toolsetOf(policy, source.tools.values());
      kept.set(policy.id, { revision: policy.revision, version: source.version, toolset });
      return toolset;
    },
  };
}
