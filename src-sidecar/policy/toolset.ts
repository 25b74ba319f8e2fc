import type { Grant, PolicyBody } from "../../src-contract/access.ts";
import { operation as operationSchema, type Operation } from "../../src-contract/connector.ts";
import type { ConnectorId, PolicyId, ToolId } from "../../src-contract/ids.ts";

/** What this room must know of a tool. */
export interface GrantableTool {
  readonly id: ToolId;
  readonly connectorId: ConnectorId;
  readonly operation: Operation;
  /** The name at its server, as grants have it; an operation's is the operation. */
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

/** What a policy exposes, in the order of the source. */
export interface Toolset {
  /** By exposed name. */
  readonly tools: ReadonlyMap<string, ToolId>;
  /** Operations that hand out what a connector has. They are no tools, and are listed nowhere. */
  readonly operations: readonly ToolId[];
  /** Whether names go without the slug of their connector. */
  readonly isPlain: boolean;
}

/** The tools that a policy exposes: switched on, offered and granted, under the names of its form. Pure. */
export function toolsetOf(policy: Pick<PolicyBody, "nameForm" | "grants">, tools: Iterable<GrantableTool>): Toolset {
  const allows = grantCheck(policy.grants);
  // Plain names are unique within one connector only.
  const isPlain = policy.nameForm === "plain" && policy.grants.length <= 1;
  const own = new Map<string, ToolId>();
  const operations: ToolId[] = [];
  for (const tool of tools) {
    if (!tool.isEnabled || !tool.isOffered || !allows(tool)) continue;
    if (tool.operation === "tools/call") own.set(isPlain ? tool.plainName : tool.exposedName, tool.id);
    else operations.push(tool.id);
  }
  return { tools: own, operations, isPlain };
}

const CONTENT_OPERATIONS: ReadonlySet<string> = new Set(operationSchema.exclude(["tools/call"]).options);

/** Whether a policy gives a tool, switched on or not. Pure. */
export function isGranted(grants: readonly Grant[], tool: Granted): boolean {
  return grantCheck(grants)(tool);
}

type Granted = Pick<GrantableTool, "connectorId" | "operation" | "name">;

function grantCheck(grants: readonly Grant[]): (tool: Granted) => boolean {
  const byConnector = new Map<ConnectorId, "all" | ReadonlySet<string>>();
  for (const { connectorId, tools } of grants) byConnector.set(connectorId, tools === "all" ? "all" : new Set(tools));
  return ({ connectorId, operation, name }) => {
    const granted = byConnector.get(connectorId);
    if (granted === "all") return true;
    // Who granted an operation by its name did not mean a tool that a server gives the same name.
    if (operation === "tools/call" && CONTENT_OPERATIONS.has(name)) return false;
    return granted?.has(name) ?? false;
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
