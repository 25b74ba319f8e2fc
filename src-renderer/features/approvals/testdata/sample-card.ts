import type { CallId, ConnectorId, Digest, KeyId, SessionId, ToolId } from "../../../../src-contract/ids.ts";
import type { ApprovalCard } from "../../../client/index.ts";

/** A call that waits, as the contract has it. */
export function sampleCard(facts: Partial<ApprovalCard> = {}): ApprovalCard {
  return {
    callId: "01990000-0000-7000-8000-000000000001" as CallId,
    digest: "a".repeat(64) as Digest,
    state: "awaiting",
    connector: {
      id: "01990000-0000-7000-8000-000000000002" as ConnectorId,
      name: "filesystem",
      slug: "filesystem",
      kind: "mcp-stdio",
      target: "npx -y @modelcontextprotocol/server-filesystem /srv/site",
    },
    tool: {
      id: "01990000-0000-7000-8000-000000000003" as ToolId,
      exposedName: "filesystem__write_file",
      definitionDigest: "b".repeat(64) as Digest,
      definition: { name: "write_file", inputSchema: { type: "object" } },
    },
    arguments: { path: "/srv/site/index.html", content: "<!doctype html>" },
    argumentsBytes: 58,
    credentials: [],
    risk: { riskClass: "moderate", source: { kind: "default" } },
    flow: { readsOutside: false, sendsOut: true },
    suggestion: { riskClass: "moderate", flow: { readsOutside: false, sendsOut: true }, evidence: [] },
    asker: {
      kind: "agent",
      sessionId: "01990000-0000-7000-8000-000000000004" as SessionId,
      keyId: "01990000-0000-7000-8000-000000000005" as KeyId,
      keyName: "laptop",
      policyName: "Engineering",
      clientName: "Claude Code",
      clientVersion: "2.0.1",
    },
    verdict: {
      kind: "ask",
      reason: { kind: "class-under-trust", riskClass: "moderate", trustLevel: "supervised" },
    },
    warnings: [],
    requirements: { gesture: "press", needsReason: false, needed: 1, from: [], reviewsResult: false },
    votes: [],
    cannotApprove: null,
    identical: 0,
    lastApproved: null,
    receivedAt: 1_000,
    heldUntil: 271_000,
    expiresAt: 86_401_000,
    isAgentConnected: true,
    lockedMeanwhile: null,
    ...facts,
  };
}
