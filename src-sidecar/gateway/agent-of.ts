import type { ConnectorId, MemberId, SessionId, ToolId } from "../../src-contract/ids.ts";
import type { Json } from "../base/canonical-json.ts";
import type { Clock } from "../base/clock.ts";
import { callableTool, type CallDesk, type CallableTool } from "../calls/index.ts";
import type { CatalogSnapshot, OfferIndex } from "../catalog/index.ts";
import {
  createToolsets,
  isGranted,
  type Access,
  type KeyEntry,
  type PolicyEntry,
  type SessionEntry,
  type Toolset,
} from "../policy/index.ts";
import { recentCallsOfKey, type OrgDb } from "../store/index.ts";
import type { Agent, AgentLookup, AgentToolset } from "./agent.ts";
import { collectOffers } from "./agent-offers.ts";
import { AWAIT_TOOL } from "./words.ts";

const RECENT_MS = 24 * 60 * 60 * 1000;
const MAX_RECENT = 20;

export interface AgentParts {
  readonly access: Access;
  readonly desk: CallDesk;
  readonly db: OrgDb;
  readonly clock: Clock;
  readonly snapshot: () => CatalogSnapshot;
  /** What a connector lists beside its tools, for calls that act as this member. */
  readonly offers: (
    id: ConnectorId,
    member: MemberId | null,
  ) => OfferIndex | undefined | Promise<OfferIndex | undefined>;
  /** Removes what an eye does not see from text that goes to a model. */
  readonly strip: (text: string) => string;
  /** Aborts when requests that are held open are to be answered at once. */
  readonly letGo: () => AbortSignal;
}

/** Who stands behind a key, from the rooms of one organization. */
export function createAgentLookup(parts: AgentParts): AgentLookup {
  const lists = new ToolLists(parts);
  const { access, desk, db, clock } = parts;
  return (text) => {
    const found = access.keys.authenticate(text);
    if (found.kind !== "ok") return { kind: "refused", reason: found.kind };
    const { key, policy } = found;
    const sessionNow = (session: SessionEntry): SessionEntry => access.sessions.get(session.id) ?? session;
    const agent: Agent = {
      keyId: key.id,
      session: (client) => access.sessions.findOrOpen(key.id, client),
      sessionById: (id) => {
        const session = access.sessions.get(id as SessionId); // Looked up, not believed: an unknown text finds nothing.
        return session?.keyId === key.id ? session : undefined;
      },
      toolset: () => lists.of(policy),
      offers: () => collectOffers(lists.of(policy), (id) => parts.offers(id, key.member?.id ?? null)),
      submit: (tool, args, session) =>
        desk.submit({
          tool,
          arguments: args,
          asker: askerOf(key, policy, session),
          actsAs: key.member?.id ?? null,
          // Read when the verdict is given: large arguments are looked at for a while before.
          get trustLevel() {
            return sessionNow(session).trustLevel;
          },
          // The toolset that it was found in held what the policy gave then and nothing else.
          get isInPolicy() {
            if (access.keys.get(key.id).state !== "active") return false;
            const now = access.policies.get(policy.id);
            return now.revision === policy.revision || isGranted(now.grants, tool);
          },
          get pausedBy() {
            const { state } = sessionNow(session);
            return state.kind === "paused" ? state.by : null;
          },
        }),
      attach: (id) => desk.attach(id, key.id),
      recentCalls: async () => {
        const rows = await recentCallsOfKey(db, key.id, clock.now() - RECENT_MS, MAX_RECENT);
        return rows.map((row) => ({
          id: row.id,
          toolName: row.exposed_name,
          state: row.state,
          receivedAt: row.received_at,
        }));
      },
      holdMs: () => access.settings.get().holdMs,
      letGo: parts.letGo,
    };
    return { kind: "ok", agent };
  };
}

function askerOf(
  key: KeyEntry,
  policy: PolicyEntry,
  session: { readonly id: SessionId; readonly clientName: string; readonly clientVersion: string },
) {
  const { id: sessionId, clientName, clientVersion } = session;
  return {
    kind: "agent",
    sessionId,
    keyId: key.id,
    keyName: key.name,
    policyName: policy.name,
    clientName,
    clientVersion,
  } as const;
}

/** Strips every string of a schema; names of members stay, because arguments go by them. */
function stripStrings(strip: (text: string) => string, value: Json): Json {
  if (typeof value === "string") return strip(value);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((one: Json) => stripStrings(strip, one));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, stripStrings(strip, member)]));
}

/** Whether names of members can be shown to a model as they are: what cannot be stripped must not need it. */
function hasPlainNames(strip: (text: string) => string, value: Json): boolean {
  if (value === null || typeof value !== "object") return true;
  return Object.entries(value).every(
    ([name, member]: readonly [string, Json]) => strip(name) === name && hasPlainNames(strip, member),
  );
}

/** `tools/list` as text, made once for each state of a policy and the catalog. */
class ToolLists {
  readonly #parts: AgentParts;
  readonly #toolsets = createToolsets();
  readonly #lists = new WeakMap<Toolset, AgentToolset>();

  constructor(parts: AgentParts) {
    this.#parts = parts;
  }

  of(policy: PolicyEntry): AgentToolset {
    const snapshot = this.#parts.snapshot();
    const toolset = this.#toolsets.of(policy, snapshot);
    const known = this.#lists.get(toolset);
    if (known) return known;
    const made = this.#make(toolset, snapshot);
    this.#lists.set(toolset, made);
    return made;
  }

  #make(toolset: Toolset, snapshot: CatalogSnapshot): AgentToolset {
    const tools = new Map<string, CallableTool>();
    const callable = (id: ToolId): readonly CallableTool[] => {
      const tool = snapshot.tools.get(id);
      const connector = tool && snapshot.connectors.get(tool.connectorId);
      return tool && connector ? [callableTool(connector, tool)] : [];
    };
    const { strip } = this.#parts;
    for (const [name, id] of toolset.tools)
      for (const tool of callable(id)) if (hasPlainNames(strip, tool.definition.inputSchema)) tools.set(name, tool);
    const entries = [...tools].map(([name, tool]) => JSON.stringify(this.#entry(name, tool)));
    return {
      listText: [...entries, JSON.stringify(AWAIT_TOOL)].join(","),
      find: (name) => tools.get(name),
      operations: toolset.operations.flatMap(callable),
      isPlain: toolset.isPlain,
    };
  }

  // No outputSchema: a pending or denied result has no structured content, and clients refuse a result that breaks it.
  #entry(name: string, { definition }: CallableTool) {
    const { strip } = this.#parts;
    const { title, description, inputSchema, annotations } = definition;
    return {
      name,
      ...(title === undefined ? {} : { title: strip(title) }),
      description: strip(description ?? ""),
      inputSchema: stripStrings(strip, inputSchema),
      ...(annotations === undefined ? {} : { annotations: stripStrings(strip, annotations) }),
    };
  }
}
