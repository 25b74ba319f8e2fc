import type { ToolRisk } from "../../src-contract/connector.ts";
import type { DataFlow } from "../../src-contract/gate.ts";
import type { Digest, MemberId } from "../../src-contract/ids.ts";
import type { RiskClass } from "../../src-contract/values.ts";

/** What an admin said of a tool, for the definition and the server that were reviewed. */
export interface Classification {
  readonly riskClass: RiskClass;
  readonly flow: DataFlow;
  readonly definitionDigest: Digest;
  readonly serverIdentity: Digest;
  readonly by: { readonly id: MemberId; readonly name: string };
  readonly at: number;
}

/** What a review is held against. */
export interface Reviewable {
  readonly definitionDigest: Digest;
  readonly serverIdentity: Digest;
}

/** What nobody vouches for may be written by strangers, and may carry data out. */
const ANY_FLOW: DataFlow = { readsOutside: true, sendsOut: true };

/** The class of a tool now: an admin's for exactly the definition and the server that were reviewed, else Unknown. */
export function riskOf(tool: Reviewable, classification: Classification | null): ToolRisk {
  if (!classification) return { riskClass: "unknown", source: { kind: "default" } };
  const { riskClass, by, at } = classification;
  const isSame = classification.definitionDigest === tool.definitionDigest;
  if (isSame && classification.serverIdentity === tool.serverIdentity)
    return { riskClass, source: { kind: "admin", by: { ...by }, at } };
  const what = isSame ? "server" : "definition";
  return { riskClass: "unknown", source: { kind: "drifted", was: riskClass, by: { ...by }, at, what } };
}

/** Where data may flow through a tool now: as reviewed, and anywhere while the tool is Unknown. */
export function flowOf(risk: ToolRisk, classification: Classification | null): DataFlow {
  const isReviewed = risk.source.kind === "admin" && risk.riskClass !== "unknown";
  return isReviewed && classification ? classification.flow : ANY_FLOW;
}
