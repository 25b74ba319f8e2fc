import type { CallId, KeyId } from "../../src-contract/ids.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import type { CallHandle, CallableTool } from "../calls/index.ts";
import type { AgentOffers } from "./agent-offers.ts";
import type { SessionEntry } from "../policy/index.ts";

/** What the holder of one key can reach. The gateway knows nothing beyond it. */
export interface Agent {
  readonly keyId: KeyId;
  /** The live session of this client; opens one if there is none. */
  session(client: {
    readonly clientName: string;
    readonly clientVersion: string;
    readonly protocolVersion: string;
  }): SessionEntry | Promise<SessionEntry>;
  /** The session of a handshake, when it is this key's and has not ended. */
  sessionById(id: string): SessionEntry | undefined;
  /** The tools of the key's policy, exactly. */
  toolset(): AgentToolset;
  /** What the connectors of the key's policy list beside tools. Those that nobody has asked yet are asked now. */
  offers(): Promise<AgentOffers>;
  /** @throws {CallError} */
  submit(tool: CallableTool, args: JsonObject, session: SessionEntry): Promise<CallHandle>;
  /** A call that this key asked for earlier. @throws {CallError} `vault_locked`. */
  attach(id: CallId): Promise<CallHandle | null>;
  /** Calls of this key whose outcome may still be wanted, newest first. */
  recentCalls(): Promise<readonly RecentCall[]>;
  holdMs(): number;
  /** Aborts when requests that are held open are to be answered at once, as before a lock. */
  letGo(): AbortSignal;
}

/** A key's tools, with the text of its `tools/list` made once. */
export interface AgentToolset {
  /** The members of `tools` in a `tools/list` result, as JSON text. */
  readonly listText: string;
  find(exposedName: string): CallableTool | undefined;
  /** Operations that hand out what a connector has, in the order of the connectors. */
  readonly operations: readonly CallableTool[];
  /** Whether names go without the slug of their connector, because there is only one. */
  readonly isPlain: boolean;
}

export interface RecentCall {
  readonly id: CallId;
  readonly toolName: string;
  readonly state: string;
  readonly receivedAt: number;
}

/** Whom a key stands for; the reason why not is for the log, never for the caller. */
export type AgentLookup = (
  key: string,
) => { readonly kind: "ok"; readonly agent: Agent } | { readonly kind: "refused"; readonly reason: string };
