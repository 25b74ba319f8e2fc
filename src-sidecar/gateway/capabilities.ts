import type { JsonObject } from "../base/canonical-json.ts";
import type { AgentToolset } from "./agent.ts";

/** Lists that an agent reads, by the word that the protocol has for each. */
export type ListKind = "tools" | "prompts" | "resources";

/** What says that a list is another now. */
export function listChangedMethod(kind: ListKind): string {
  return `notifications/${kind}/list_changed`;
}

/** The lists that the holder of a key has. */
export function listsOf({ operations }: AgentToolset): readonly ListKind[] {
  const has = (wanted: string): boolean => operations.some(({ operation }) => operation === wanted);
  return [
    "tools",
    ...(has("prompts/get") ? (["prompts"] as const) : []),
    ...(has("resources/read") ? (["resources"] as const) : []),
  ];
}

/** What a key's policy lets its holder do, in the protocol's words. */
export function capabilitiesOf(toolset: AgentToolset): JsonObject {
  const lists = listsOf(toolset).map((kind) => [kind, { listChanged: true }] as const);
  const canComplete = toolset.operations.some(({ operation }) => operation === "completion/complete");
  return { ...Object.fromEntries(lists), logging: {}, ...(canComplete && { completions: {} }) };
}
