import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CredentialScope, CredentialSummary } from "../../src-contract/access.ts";
import type { AuthType } from "../../src-contract/auth.ts";
import type { Binding } from "../../src-contract/connector.ts";
import type { MemberId } from "../../src-contract/ids.ts";
import { FIRST_RUN, openPeopleRig, PASSPHRASE, type PeopleDoor, type PeopleRig } from "../handlers/testdata/people-rig.ts";
import { ask } from "./agent-rig.ts";

/** What the tool answered, and what the subprocess was given. */
export interface Told {
  readonly text: string;
  readonly given: Readonly<Record<string, string>> | undefined;
}

/** A studio with an admin at its door, and a subprocess that says what it was given. */
export interface CredentialRig extends AsyncDisposable {
  readonly people: PeopleRig;
  readonly door: PeopleDoor;
  /** Everything that the admin was told, as text. */
  readonly frames: readonly string[];
  readonly dana: Parameters<PeopleDoor["session"]["signIn"]>[0];
  create(name: string, authType?: AuthType, scope?: CredentialScope): Promise<CredentialSummary>;
  /** A connector with these variables, and what calls it as a member. */
  connect(env: readonly Binding[], actsAs?: MemberId | null): Promise<() => Promise<Told>>;
}

export async function openCredentialRig(): Promise<CredentialRig> {
  const people = await openPeopleRig();
  const { door, frames } = people.visit();
  const { orgId, memberId } = await door.studio.setUp(FIRST_RUN);
  let connectors = 0;
  return {
    people,
    door,
    frames,
    dana: { orgId, memberId, passphrase: PASSPHRASE },
    create: (name, authType = "token", scope = "org_secret") =>
      door.credentials.create({ name, scope, authType, remindAfterDays: null }),
    connect: async (env, actsAs = memberId) => {
      connectors += 1;
      const name = `Server ${connectors}`;
      const log = join(people.home, `given-${connectors}.log`);
      const key = await keyFor(door, { name, log, env, actsAs });
      return async () => {
        const before = linesOf(log).length;
        const [variable] = env;
        const params = { name: `server-${connectorNumber(name)}__tell`, arguments: { name: variable?.name ?? "" } };
        const { text } = await ask(people.running.agentsUrl, key, "tools/call", params);
        const line = linesOf(log)[before];
        return { text, given: line === undefined ? undefined : (JSON.parse(line) as Told["given"]) }; // The server writes it so.
      };
    },
    [Symbol.asyncDispose]: () => people[Symbol.asyncDispose](),
  };
}

function connectorNumber(name: string): string {
  return name.replace("Server ", "");
}

function linesOf(path: string): readonly string[] {
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : [];
}

async function keyFor(
  door: PeopleDoor,
  { name, log, env, actsAs }: { name: string; log: string; env: readonly Binding[]; actsAs: MemberId | null },
): Promise<string> {
  const args = [join(import.meta.dirname, "environment-server.mjs"), log];
  const config = { kind: "mcp-stdio" as const, command: process.execPath, args, env: [...env] };
  const { id } = await door.connectors.create({ name, config });
  const { toolList } = await door.connectors.refresh({ id });
  const flow = { readsOutside: false, sendsOut: false }; // Else the first answer would taint the session, and the next call be asked for.
  for (const tool of toolList)
    await door.tools.classify({ id: tool.id, definitionDigest: tool.definitionDigest, riskClass: "read-only", flow });
  const grants = [{ connectorId: id, tools: "all" as const }];
  const policy = await door.policies.create({ name, trustLevel: "supervised", nameForm: "namespaced", grants });
  return (await door.keys.create({ name, policyId: policy.id, memberId: actsAs })).key;
}
