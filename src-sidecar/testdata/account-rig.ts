import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectorConfig } from "../../src-contract/connector.ts";
import type { ConnectorId, MemberId, ProviderId } from "../../src-contract/ids.ts";
import type { AttemptState, ConnectedAccount, ProviderConfig } from "../../src-contract/oauth.ts";
import { startAuthorizationServer, type AuthorizationServer } from "../../testkit/oauth/authorization-server.ts";
import { createFakeBrowser } from "../../testkit/oauth/fake-browser.ts";
import { startProtectedServer, type ProtectedServer } from "../../testkit/oauth/protected-server.ts";
import { FIRST_RUN, openPeopleRig, PASSPHRASE, type PeopleDoor, type PeopleRig } from "../handlers/testdata/people-rig.ts";
import { ask } from "./agent-rig.ts";

const PATIENCE_MS = 60_000;

/** A studio with an admin at its door, an authorization server and an MCP server that takes its tokens. */
export interface AccountRig extends AsyncDisposable {
  readonly people: PeopleRig;
  readonly door: PeopleDoor;
  /** Everything that the admin was told, as text. */
  readonly frames: readonly string[];
  readonly dana: Parameters<PeopleDoor["session"]["signIn"]>[0] & { readonly memberId: MemberId };
  readonly server: AuthorizationServer;
  readonly notes: ProtectedServer;
}

export async function openAccountRig(): Promise<AccountRig> {
  const server = await startAuthorizationServer();
  const notes = await startProtectedServer({ authorizationServers: [server] });
  const people = await openPeopleRig({ oauthTiming: { againMs: 20, pauseMs: 50, lookMs: 10, settleMs: 50 } });
  const { door, frames } = people.visit();
  const { orgId, memberId } = await door.studio.setUp(FIRST_RUN);
  await door.studio.setSettings({ ...(await door.studio.settings()), allowedHosts: ["127.0.0.1"] });
  return {
    people,
    door,
    frames,
    dana: { orgId, memberId, passphrase: PASSPHRASE },
    server,
    notes,
    [Symbol.asyncDispose]: async () => {
      await people[Symbol.asyncDispose]();
      await notes[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A provider that is found from a protected resource, and says what an account is called there. */
export function configFor(
  { server }: Pick<AccountRig, "server">,
  at: ProviderConfig["server"],
  wish: Partial<ProviderConfig> = {},
): ProviderConfig {
  return {
    preset: null,
    owner: "member",
    server: at,
    client: { kind: "automatic" },
    redirect: { kind: "any-port" },
    scopes: [],
    accountName: { kind: "url", url: server.apiUrl, path: "login" },
    quirks: {},
    ...wish,
  };
}

/** Connects an account as a person does who clicks what they are shown. */
export async function connectAs(
  door: PeopleDoor,
  providerId: ProviderId,
  login: string,
  wish: { readonly scopes?: string[] } = {},
): Promise<AttemptState> {
  const next = await door.accounts.connect({ providerId, via: "browser", ...wish });
  if (next.kind !== "browser") throw new Error(`a browser was asked for, not ${next.kind}`);
  await createFakeBrowser().visit(next.url, { login });
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const state = await door.accounts.attempt({ attemptId: next.attemptId });
    if (state.kind !== "waiting" && state.kind !== "exchanging") return state;
    if (Date.now() > until) throw new Error(`the attempt is still ${state.kind}`);
    await sleep(5);
  }
}

/** The account of the person at the door. */
export async function accountAt(door: PeopleDoor, id: ProviderId): Promise<ConnectedAccount> {
  const entry = (await door.accounts.list()).find(({ provider }) => provider.id === id);
  if (!entry?.account) throw new Error("nothing is connected there");
  return entry.account;
}

/** A connector whose tools only read, and a key for it. */
export interface Usable {
  readonly id: ConnectorId;
  readonly key: string;
}

export async function addConnector(
  door: PeopleDoor,
  name: string,
  { config, actsAs }: { readonly config: ConnectorConfig; readonly actsAs: MemberId },
): Promise<Usable> {
  const { id } = await door.connectors.create({ name, config });
  const { toolList } = await door.connectors.refresh({ id });
  const flow = { readsOutside: false, sendsOut: false };
  for (const tool of toolList)
    await door.tools.classify({ id: tool.id, definitionDigest: tool.definitionDigest, riskClass: "read-only", flow });
  const grants = [{ connectorId: id, tools: "all" as const }];
  const policy = await door.policies.create({ name, trustLevel: "supervised", nameForm: "namespaced", grants });
  return { id, key: (await door.keys.create({ name, policyId: policy.id, memberId: actsAs })).key };
}

/** What an agent is told. */
export async function call(
  people: PeopleRig,
  key: string,
  name: string,
  args: Readonly<Record<string, string>> = {},
): Promise<string> {
  return (await ask(people.running.agentsUrl, key, "tools/call", { name, arguments: args })).text;
}
