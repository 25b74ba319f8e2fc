import type { ConnectorId, Grant } from "../../client/index.ts";

/** What a policy gives of one connector. */
export type Given = "none" | "all" | "chosen";

export function grantOf(grants: readonly Grant[], connectorId: ConnectorId): Grant | undefined {
  return grants.find((grant) => grant.connectorId === connectorId);
}

export function givenOf(grant: Grant | undefined): Given {
  if (grant === undefined) return "none";
  return grant.tools === "all" ? "all" : "chosen";
}

/** The grants with what one connector gives replaced; in their order, new ones last. */
export function withGrant(grants: readonly Grant[], connectorId: ConnectorId, tools: Grant["tools"] | null): Grant[] {
  const others = grants.filter((grant) => grant.connectorId !== connectorId);
  if (tools === null) return others;
  const at = grants.findIndex((grant) => grant.connectorId === connectorId);
  return at === -1 ? [...others, { connectorId, tools }] : others.toSpliced(at, 0, { connectorId, tools });
}
