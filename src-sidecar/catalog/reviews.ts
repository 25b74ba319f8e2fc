import type { DataFlow } from "../../src-contract/gate.ts";
import type { ConnectorId, ToolId } from "../../src-contract/ids.ts";
import { actorName, type Actor } from "../base/actor.ts";
import { classifyIfUnchanged, connectorRows, type AuditDraft, type OrgDb } from "../store/index.ts";
import { CatalogError } from "./catalog-error.ts";
import type { CatalogOptions, Review, Tools } from "./catalog.ts";
import { parseStoredConfig } from "./credential-uses.ts";
import type { LiveSnapshot } from "./live-snapshot.ts";
import { recorded } from "./recorded.ts";
import { identityDigest, serverIdentity } from "./server-identity.ts";
import type { ToolEntry } from "./snapshot.ts";
import { suggestFlow } from "./suggest-risk.ts";

/** Reviews of tools, one by one and many at once. */
export function createReviews(
  { record, clock }: CatalogOptions,
  live: LiveSnapshot,
  get: Tools["get"],
): Pick<Tools, "classify" | "classifyMany"> {
  /** False: the definition is not the one that was reviewed. */
  const write = async (tx: OrgDb, tool: ToolEntry, review: Review, by: Actor): Promise<boolean> => {
    const [connector] = await connectorRows(tx, tool.connectorId);
    if (!connector) return false;
    const identity = serverIdentity(parseStoredConfig(connector), connector.server_name);
    const flow = flowOfReview(review, tool);
    return classifyIfUnchanged(tx, {
      tool_id: review.id,
      risk_class: review.riskClass,
      definition_digest: review.definitionDigest,
      server: JSON.stringify(identity),
      server_identity: identityDigest(identity),
      reads_outside: flow.readsOutside ? 1 : 0,
      sends_out: flow.sendsOut ? 1 : 0,
      set_by: by.id,
      set_at: clock.now(),
    });
  };

  const classify: Tools["classify"] = async (review, by) => {
    const before = get(review.id);
    await record(async (tx) => {
      if (!(await write(tx, before, review, by))) {
        throw new CatalogError("conflict", "The definition of this tool is not the one that was reviewed.", {
          hint: "Look at the current definition, then classify again.",
        });
      }
      return { value: undefined, entries: [classified(before, review, by)] };
    });
    await live.reload(before.connectorId);
    return get(review.id);
  };

  const classifyMany: Tools["classifyMany"] = async (reviews, by) => {
    assertOnce(reviews);
    const { tools } = live.current;
    const changed = await record(async (tx) => {
      const missed: ToolId[] = [];
      const entries: AuditDraft[] = [];
      for (const review of reviews) {
        const tool = tools.get(review.id);
        if (tool && (await write(tx, tool, review, by))) entries.push(classified(tool, review, by));
        else missed.push(review.id);
      }
      return { value: missed, entries };
    });
    const connectors = new Set<ConnectorId>();
    for (const { id } of reviews) {
      const tool = tools.get(id);
      if (tool) connectors.add(tool.connectorId);
    }
    for (const id of connectors) await live.reload(id);
    return { classified: reviews.length - changed.length, changed };
  };

  return { classify, classifyMany };
}

/** Two classes for one tool in one request: nobody can have meant both. */
function assertOnce(reviews: readonly Review[]): void {
  const seen = new Set<ToolId>();
  const fields = reviews.flatMap(({ id }, index) => {
    const isAgain = seen.has(id);
    seen.add(id);
    return isAgain ? [{ path: `/items/${index}/id`, message: "This tool stands here twice." }] : [];
  });
  if (fields.length > 0) throw new CatalogError("invalid_input", "A tool stands there twice.", { fields });
}

function classified(tool: ToolEntry, review: Review, by: Actor): AuditDraft {
  const { source } = tool.risk;
  const was = source.kind === "drifted" ? source.was : tool.risk.riskClass;
  const body = {
    tool: recorded(tool.name),
    exposedName: tool.exposedName,
    was,
    wasSource: source.kind,
    is: review.riskClass,
    flow: { ...flowOfReview(review, tool) },
    definitionDigest: review.definitionDigest,
  };
  return { actor: actorName(by), action: "tool.classified", subject: tool.id, body };
}

/** What the admin said, or what is suggested for the class that the admin gave: their word on the class is worth more than a guess. */
function flowOfReview({ flow, riskClass }: Review, { definition }: ToolEntry): DataFlow {
  return flow ?? suggestFlow(definition, riskClass);
}
