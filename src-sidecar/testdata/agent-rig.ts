import { existsSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import type { ConnectorDetail } from "../../src-contract/connector.ts";
import type { CredentialId } from "../../src-contract/ids.ts";
import { sealEntry } from "../../src-contract/sealed-entry.ts";
import { FIRST_RUN, openPeopleRig, PASSPHRASE, type PeopleDoor, type PeopleRig } from "../handlers/testdata/people-rig.ts";

export const TOKEN = "Zq7-kPw9_mX2vL8tRb4NsY6c";

/** A studio with a person, a subprocess that is given a secret, and an agent's key. */
export interface AgentRig extends AsyncDisposable {
  readonly people: PeopleRig;
  readonly door: PeopleDoor;
  readonly connector: ConnectorDetail;
  readonly key: string;
  /** What the person signs in with. */
  readonly signIn: Parameters<PeopleDoor["session"]["signIn"]>[0];
  /** One request of an agent, as text. */
  ask(people: PeopleRig, method: string, params?: object): Promise<{ readonly status: number; readonly text: string }>;
  /** What reached the subprocess. */
  calls(): string;
}

export async function openAgentRig(server = "telling-server.mjs"): Promise<AgentRig> {
  const people = await openPeopleRig();
  const { door } = people.visit();
  const { orgId, memberId } = await door.studio.setUp(FIRST_RUN);
  const credential = await createToken(door);
  const log = join(people.home, "calls.log");
  const args = [join(import.meta.dirname, server), log];
  const env = [{ name: "TOKEN", source: { kind: "org_secret" as const, credentialId: credential.id } }];
  const config = { kind: "mcp-stdio" as const, command: process.execPath, args, env };
  const { id } = await door.connectors.create({ name: "Telling", config });
  const connector = await door.connectors.refresh({ id });
  const grants = [{ connectorId: id, tools: "all" as const }];
  const policy = await door.policies.create({ name: "P", trustLevel: "supervised", nameForm: "namespaced", grants });
  const { key } = await door.keys.create({ name: "laptop", policyId: policy.id, memberId });
  return {
    people,
    door,
    connector,
    key,
    signIn: { orgId, memberId, passphrase: PASSPHRASE },
    ask: (on, method, params = {}) => post(on.running.agentsUrl, key, { jsonrpc: "2.0", id: 1, method, params }),
    calls: () => (existsSync(log) ? readFileSync(log, "utf8") : ""),
    [Symbol.asyncDispose]: () => people[Symbol.asyncDispose](),
  };
}

/** Creates a credential and enters its value as the window does. */
async function createToken(door: PeopleDoor): Promise<{ readonly id: CredentialId }> {
  const scope = "org_secret";
  const { id } = await door.credentials.create({ name: "token", scope, authType: "token", remindAfterDays: null });
  const offer = await door.credentials.beginEntry({ credentialId: id });
  const entry = sealEntry(offer, { credentialId: id, teamId: null, values: { secret: TOKEN } });
  return door.credentials.setSecret({ id, entry });
}

/** One request of an agent, as text. */
export function ask(url: string, key: string, method: string, params: object = {}): ReturnType<typeof post> {
  return post(url, key, { jsonrpc: "2.0", id: 1, method, params });
}

function post(url: string, key: string, message: object): Promise<{ readonly status: number; readonly text: string }> {
  const answered = Promise.withResolvers<{ readonly status: number; readonly text: string }>();
  const headers = {
    authorization: `Bearer ${key}`,
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
  };
  const sent = request(url, { method: "POST", headers, agent: false }, (response) => {
    let text = "";
    response.setEncoding("utf8");
    response.on("data", (chunk: string) => (text += chunk));
    response.on("end", () => answered.resolve({ status: response.statusCode ?? 0, text }));
    response.on("error", answered.reject);
  });
  sent.on("error", answered.reject);
  sent.end(JSON.stringify(message));
  return answered.promise;
}
