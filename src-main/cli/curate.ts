import { writeFileSync } from "node:fs";
import type { Binding, ConnectorConfig, ConnectorSummary } from "../../src-contract/connector.ts";
import type { RiskClass, TrustLevel } from "../../src-contract/values.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError } from "./output.ts";
import { readPassphrase, readSecretValue } from "./passphrase.ts";
import { asMember, atDoor, type MemberFlags, type PeopleDoor } from "./people-door.ts";

/** What a command answers: `json` for scripts, `lines` for people. */
export interface Answer {
  readonly json: unknown;
  readonly lines: readonly string[];
}

export async function status(home: string): Promise<Answer> {
  return atDoor(home, async (door) => {
    const [state, about] = [await door.studio.state(), await door.studio.about()];
    const org =
      state.kind === "new"
        ? "no organization yet"
        : `${state.org.name}, vault ${state.kind === "locked" ? "locked" : state.kind === "unreadable" ? "unreadable" : "open"}`;
    return {
      json: { state: state.kind, ...about },
      lines: [`Gatehouse ${about.version}: ${org}`, `Agents connect to ${about.agentsUrl}`],
    };
  });
}

export async function setUp(
  flags: MemberFlags & { readonly org: string; readonly name: string; readonly recoveryKeyFile?: string },
): Promise<Answer> {
  const passphrase = await readPassphrase("New passphrase: ", flags.passphraseFile);
  const { recoveryKey, orgId, memberId } = await atDoor(flags.home, (door) =>
    door.studio.setUp({ orgName: flags.org, memberName: flags.name, passphrase }),
  );
  if (flags.recoveryKeyFile !== undefined) {
    writeFileSync(flags.recoveryKeyFile, `${recoveryKey}\n`, { mode: 0o600, flag: "wx" });
    return {
      json: { orgId, memberId, recoveryKeyFile: flags.recoveryKeyFile },
      lines: [`The recovery key is in ${flags.recoveryKeyFile}. Move it to a safe place off this machine.`],
    };
  }
  return {
    json: { orgId, memberId, recoveryKey },
    lines: [
      `Recovery key, shown only now: ${recoveryKey}`,
      "It opens the vault when the passphrase is lost. Keep it off this machine.",
    ],
  };
}

export function unlock(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async () => ({ json: { state: "open" }, lines: ["The vault is open."] }));
}

export function lock(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door) => {
    await door.session.lock();
    return { json: { state: "locked" }, lines: ["The vault is locked. Waiting calls wait on."] };
  });
}

export function listConnectors(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door) => {
    const connectors = await door.connectors.list();
    return {
      json: connectors,
      lines: connectors.map(
        ({ slug, connection, tools, target }) =>
          `${slug}  ${connection.kind}  ${tools.enabled}/${tools.total} tools, ${tools.unknown} unknown  ${target}`,
      ),
    };
  });
}

export interface ConnectorFlags extends MemberFlags {
  readonly name: string;
  readonly url?: string;
  readonly env: readonly string[];
  readonly secretEnv: readonly string[];
  readonly header: readonly string[];
  readonly secretHeader: readonly string[];
}

/** @param command The command line after `--`, for a server over stdio. */
export function addConnector(flags: ConnectorFlags, command: readonly string[]): Promise<Answer> {
  return asMember(flags, async (door) => {
    const config = await configOf(door, flags, command);
    const { id, slug } = await door.connectors.create({ name: flags.name, config });
    const test = await door.connectors.test({ id });
    const found = test.kind === "ok" ? `${test.tools} tools` : `${test.message} ${test.hint}`;
    return { json: { id, slug, test }, lines: [`Added ${slug}: ${found}`] };
  });
}

async function configOf(door: PeopleDoor, flags: ConnectorFlags, command: readonly string[]): Promise<ConnectorConfig> {
  const [program, ...args] = command;
  if ((flags.url === undefined) === (program === undefined))
    throw new CommandError("usage", EXIT.usage, "Give either --url, or a command after `--`.");
  if (flags.url !== undefined)
    return { kind: "mcp-http", url: flags.url, headers: await bindings(door, flags.header, flags.secretHeader) };
  return { kind: "mcp-stdio", command: program ?? "", args, env: await bindings(door, flags.env, flags.secretEnv) };
}

async function bindings(door: PeopleDoor, literals: readonly string[], secrets: readonly string[]): Promise<Binding[]> {
  const credentials = secrets.length === 0 ? [] : await door.credentials.list();
  return [
    ...literals.map(pair).map(([name, value]): Binding => ({ name, source: { kind: "static", value } })),
    ...secrets.map(pair).map(([name, credentialName]): Binding => {
      const credential = credentials.find((one) => one.name === credentialName);
      if (!credential)
        throw new CommandError(
          "not_found",
          EXIT.usage,
          `There is no credential called ${JSON.stringify(credentialName)}. Make it with \`gatehouse credential set\`.`,
        );
      return { name, source: { kind: credential.scope, credentialId: credential.id } };
    }),
  ];
}

function pair(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new CommandError("usage", EXIT.usage, `${JSON.stringify(text)} is not NAME=VALUE.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

export function removeConnector(flags: MemberFlags, slug: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const removed = await door.connectors.remove({ id: (await connectorOf(door, slug)).id });
    return {
      json: removed,
      lines: [`Removed ${slug}: ${removed.tools} tools, ${removed.grants} grants, ${removed.credentials} credentials.`],
    };
  });
}

export function testConnector(flags: MemberFlags, slug: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const test = await door.connectors.test({ id: (await connectorOf(door, slug)).id });
    if (test.kind === "failed") throw new CommandError(test.code, EXIT.found, `${test.message} ${test.hint}`.trim());
    return { json: test, lines: [`${slug}: ${test.tools} tools from ${test.serverName} (${test.protocolVersion}).`] };
  });
}

export function listTools(flags: MemberFlags, slug: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { toolList } = await door.connectors.get({ id: (await connectorOf(door, slug)).id });
    return {
      json: toolList,
      lines: toolList.map(
        ({ exposedName, risk, suggestion, isEnabled }) =>
          `${exposedName}  ${risk.riskClass}${risk.riskClass === "unknown" ? ` (suggested: ${suggestion.riskClass})` : ""}${isEnabled ? "" : "  off"}`,
      ),
    };
  });
}

export function classifyTool(flags: MemberFlags, exposedName: string, riskClass: RiskClass): Promise<Answer> {
  return asMember(flags, async (door) => {
    for (const { id } of await door.connectors.list()) {
      const tool = (await door.connectors.get({ id })).toolList.find((one) => one.exposedName === exposedName);
      if (!tool) continue;
      await door.tools.classify({ id: tool.id, definitionDigest: tool.definitionDigest, riskClass });
      return { json: { exposedName, riskClass }, lines: [`${exposedName} is ${riskClass}.`] };
    }
    throw new CommandError("not_found", EXIT.usage, `There is no tool called ${JSON.stringify(exposedName)}.`);
  });
}

export function setCredential(
  flags: MemberFlags & { readonly perMember: boolean; readonly secretFile?: string },
  name: string,
): Promise<Answer> {
  return asMember(flags, async (door) => {
    const secret = await readSecretValue(`Value of ${name}: `, flags.secretFile);
    const known = (await door.credentials.list()).find((one) => one.name === name);
    const scope = flags.perMember ? "user_secret" : "org_secret";
    const { id } = known
      ? await door.credentials.setSecret({ id: known.id, secret })
      : await door.credentials.create({ name, scope, secret });
    return { json: { id, name }, lines: [`${name} is sealed in the vault.`] };
  });
}

export function createPolicy(
  flags: MemberFlags & { readonly name: string; readonly trust: TrustLevel; readonly connector: readonly string[] },
): Promise<Answer> {
  return asMember(flags, async (door) => {
    const grants = [];
    for (const slug of flags.connector)
      grants.push({ connectorId: (await connectorOf(door, slug)).id, tools: "all" as const });
    const { id, toolCount } = await door.policies.create({
      name: flags.name,
      trustLevel: flags.trust,
      nameForm: "namespaced",
      grants,
    });
    return { json: { id, toolCount }, lines: [`Policy ${flags.name}: ${toolCount} tools, ${flags.trust}.`] };
  });
}

export function createKey(
  flags: MemberFlags & {
    readonly name: string;
    readonly policy: string;
    readonly shared: boolean;
    readonly keyFile?: string;
  },
): Promise<Answer> {
  return asMember(flags, async (door) => {
    const policy = (await door.policies.list()).find(({ name }) => name === flags.policy);
    if (!policy)
      throw new CommandError("not_found", EXIT.usage, `There is no policy called ${JSON.stringify(flags.policy)}.`);
    const state = await door.studio.state();
    const memberId = flags.shared || state.kind !== "signed-in" ? null : state.member.id;
    const { id, key } = await door.keys.create({ name: flags.name, policyId: policy.id, memberId });
    if (flags.keyFile === undefined) return { json: { id, key }, lines: [`Key, shown only now: ${key}`] };
    writeFileSync(flags.keyFile, `${key}\n`, { mode: 0o600, flag: "wx" });
    return { json: { id, keyFile: flags.keyFile }, lines: [`The key is in ${flags.keyFile}.`] };
  });
}

export function revokeKey(flags: MemberFlags, name: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const keys = (await door.keys.list()).filter((one) => one.name === name && one.state === "active");
    if (keys.length === 0)
      throw new CommandError("not_found", EXIT.usage, `There is no active key called ${JSON.stringify(name)}.`);
    for (const { id } of keys) await door.keys.revoke({ id });
    return { json: { revoked: keys.length }, lines: [`Revoked ${keys.length}.`] };
  });
}

export function listCalls(flags: MemberFlags & { readonly limit: number }): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { calls } = await door.calls.list({ limit: flags.limit });
    return {
      json: calls,
      lines: calls.map(
        ({ id, state, connectorName, toolName, askerName, receivedAt }) =>
          `${new Date(receivedAt).toISOString()}  ${state}  ${connectorName} ${toolName}  ${askerName}  ${id}`,
      ),
    };
  });
}

async function connectorOf(door: PeopleDoor, slug: string): Promise<ConnectorSummary> {
  const connector = (await door.connectors.list()).find((one) => one.slug === slug);
  if (!connector)
    throw new CommandError("not_found", EXIT.usage, `There is no connector called ${JSON.stringify(slug)}.`);
  return connector;
}
