import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ApprovalSummary } from "../../src-contract/call.ts";
import type { ToolSummary } from "../../src-contract/connector.ts";
import type { DataFlow } from "../../src-contract/gate.ts";
import type { JsonObject } from "../../src-contract/values.ts";
import type { RiskClass } from "../../src-contract/values.ts";
import type { PeopleDoor, PeopleRig } from "../handlers/testdata/people-rig.ts";
import { ask, openAgentRig, type AgentRig } from "./agent-rig.ts";

/** What the server does from now on. */
export interface Script {
  readonly tools?: readonly JsonObject[];
  readonly answers?: Readonly<Record<string, JsonObject>>;
  readonly steps?: readonly string[];
  readonly delayMs?: number;
}

/** A studio, a server that does as it is told, and an agent that tries everything. */
export interface HostileAgent extends AsyncDisposable {
  readonly rig: AgentRig;
  readonly door: PeopleDoor;
  script(does: Script): void;
  /** A tool as the admin sees it. */
  tool(name: string): Promise<ToolSummary>;
  classify(name: string, riskClass: RiskClass, flow?: DataFlow): Promise<void>;
  /** A call of the agent, as the text of its answer. */
  call(name: string, args?: JsonObject, as?: { readonly people?: PeopleRig; readonly key?: string }): Promise<string>;
  /** What waits for a person, once it does. */
  waiting(count?: number, door?: PeopleDoor): Promise<readonly ApprovalSummary[]>;
  /** What reached the server: the arguments of each call. */
  reached(): readonly JsonObject[];
}

export const NO_FLOW: DataFlow = { readsOutside: false, sendsOut: false };

export async function openHostileAgent(): Promise<HostileAgent> {
  const rig = await openAgentRig("scripted-server.mjs");
  const { door, people, connector } = rig;
  const tool: HostileAgent["tool"] = async (name) => {
    const { toolList } = await door.connectors.get({ id: connector.id });
    const found = toolList.find((one) => one.name === name);
    if (!found) throw new Error(`no tool ${name}`);
    return found;
  };
  return {
    rig,
    door,
    script: (does) => writeFileSync(join(people.home, "calls.log.script.json"), JSON.stringify(does)),
    tool,
    classify: async (name, riskClass, flow = NO_FLOW) => {
      const { id, definitionDigest } = await tool(name);
      await door.tools.classify({ id, definitionDigest, riskClass, flow });
    },
    call: async (name, args = {}, { people: on = people, key = rig.key } = {}) => {
      const params = { name: `telling__${name}`, arguments: args, _meta: { progressToken: "p" } };
      return (await ask(on.running.agentsUrl, key, "tools/call", params)).text;
    },
    waiting: (count = 1, at = door) => until(async () => {
      const all = await at.approvals.list();
      return all.length >= count ? all : undefined;
    }),
    reached: () =>
      rig
        .calls()
        .split("\n")
        .filter((line) => line.includes('"tool"'))
        .map((line) => (JSON.parse(line) as { readonly arguments: JsonObject }).arguments), // The server writes it so.
    [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose](),
  };
}

/** The last result or error in an answer, be it one document or a stream. */
export function answerIn(text: string): JsonObject {
  const messages = text.startsWith("{") ? [text] : text.split("\n").filter((line) => line.startsWith("data: {"));
  const last = messages.at(-1)?.replace(/^data: /, "");
  return JSON.parse(last ?? "{}") as JsonObject; // A JSON-RPC message of ours.
}

export async function until<T>(look: () => Promise<T | undefined>, timeoutMs = 60_000): Promise<T> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > giveUpAt) throw new Error("it did not happen in time");
    await new Promise<void>((resolve) => void setTimeout(resolve, 20));
  }
}
