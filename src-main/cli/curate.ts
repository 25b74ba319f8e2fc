import type { ConnectorSummary } from "../../src-contract/connector.ts";
import { confirm } from "./confirm.ts";
import { connectorConfigOf, type ConnectorFlags } from "./connector-config.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError, type Answer, type Output } from "./output.ts";
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
      none: "No connectors yet. `gatehouse connector add` adds one.",
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

export function removeConnector(
  flags: MemberFlags & { readonly yes: boolean },
  slug: string,
  output: Output,
): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { id, tools } = await connectorOf(door, slug);
    const consequences = [
      `${slug} goes with its ${tools.total} tools, what they were classified as, and the credentials that only it uses.`,
    ];
    await confirm({ consequences, word: slug, isConfirmed: flags.yes }, output);
    const removed = await door.connectors.remove({ id });
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

export function listCalls(flags: MemberFlags & { readonly limit: number }): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { calls } = await door.calls.list({ limit: flags.limit });
    return {
      json: calls,
      lines: calls.map(
        ({ id, state, connectorName, toolName, askerName, receivedAt }) =>
          `${new Date(receivedAt).toISOString()}  ${state}  ${connectorName} ${toolName}  ${askerName}  ${id}`,
      ),
      none: "No calls yet.",
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
