import type { ConnectorSummary } from "../../src-contract/connector.ts";
import type { PlainTrustLevel } from "../../src-contract/values.ts";
import { connectorConfigOf, type ConnectorFlags } from "./connector-config.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError, type Answer } from "./output.ts";
import { showOnce } from "./show-once.ts";
import { asMember, type MemberFlags, type PeopleDoor } from "./people-door.ts";

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

/** @param command The command line after `--`, for a server over stdio. */
export function addConnector(flags: ConnectorFlags, command: readonly string[]): Promise<Answer> {
  return asMember(flags, async (door) => {
    const config = await connectorConfigOf(door, flags, command);
    const { id, slug } = await door.connectors.create({ name: flags.name, config });
    const test = await door.connectors.test({ id });
    const found = test.kind === "ok" ? `${test.tools} tools` : `${test.message} ${test.hint}`;
    return { json: { id, slug, test }, lines: [`Added ${slug}: ${found}`] };
  });
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
    if (test.kind === "authorization-needed")
      throw new CommandError("account_needed", EXIT.found, `${test.message} ${test.hint}`.trim());
    return { json: test, lines: [`${slug}: ${test.tools} tools from ${test.serverName} (${test.protocolVersion}).`] };
  });
}

export function createPolicy(
  flags: MemberFlags & {
    readonly name: string;
    readonly trust: PlainTrustLevel;
    readonly connector: readonly string[];
  },
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
  return asMember(flags, async (door, me) => {
    const policy = (await door.policies.list()).find(({ name }) => name === flags.policy);
    if (!policy)
      throw new CommandError("not_found", EXIT.usage, `There is no policy called ${JSON.stringify(flags.policy)}.`);
    const memberId = flags.shared ? null : me.memberId;
    const { id, key } = await door.keys.create({ name: flags.name, policyId: policy.id, memberId });
    const shown = showOnce(key, { name: "key", title: "Key", file: flags.keyFile });
    return { json: { id, ...shown.json }, lines: shown.lines };
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

/** The connector of that slug. @throws {CommandError} `not_found`. */
export async function connectorOf(door: PeopleDoor, slug: string): Promise<ConnectorSummary> {
  const connector = (await door.connectors.list()).find((one) => one.slug === slug);
  if (!connector)
    throw new CommandError("not_found", EXIT.usage, `There is no connector called ${JSON.stringify(slug)}.`);
  return connector;
}
