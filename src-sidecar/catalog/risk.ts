import type { ToolRisk } from "../../src-contract/connector.ts";
import type { Digest, MemberId } from "../../src-contract/ids.ts";
import type { RiskClass } from "../../src-contract/values.ts";

/** What an admin said of a tool, for the definition that was reviewed. */
export interface Classification {
  readonly riskClass: RiskClass;
  readonly definitionDigest: Digest;
  readonly by: { readonly id: MemberId; readonly name: string };
  readonly at: number;
}

/** The class of a tool now: an admin's for exactly the definition that was reviewed, else Unknown. */
export function riskOf(tool: { readonly definitionDigest: Digest }, classification: Classification | null): ToolRisk {
  if (!classification) return { riskClass: "unknown", source: { kind: "default" } };
  const { riskClass, by, at } = classification;
  if (classification.definitionDigest === tool.definitionDigest)
    return { riskClass, source: { kind: "admin", by: { ...by }, at } };
  return { riskClass: "unknown", source: { kind: "drifted", was: riskClass, by: { ...by }, at } };
}
