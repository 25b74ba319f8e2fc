import type { Binding, ConnectorConfig } from "../../src-contract/connector.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError } from "./output.ts";
import type { MemberFlags, PeopleDoor } from "./people-door.ts";
import { providerOf } from "./providers.ts";

/** How a connector is described on a command line. */
export interface ConnectorFlags extends MemberFlags {
  readonly name: string;
  readonly url?: string;
  readonly env: readonly string[];
  readonly secretEnv: readonly string[];
  readonly accountEnv: readonly string[];
  readonly header: readonly string[];
  readonly secretHeader: readonly string[];
  /** A provider whose token is sent as `Authorization`. */
  readonly account?: string;
}

/** A connector as flags describe it. @param command The command line after `--`, for a server over stdio. @throws {CommandError} */
export async function connectorConfigOf(
  door: PeopleDoor,
  flags: ConnectorFlags,
  command: readonly string[],
): Promise<ConnectorConfig> {
  const [program, ...args] = command;
  if ((flags.url === undefined) === (program === undefined))
    throw new CommandError("usage", EXIT.usage, "Give either --url, or a command after `--`.");
  if (flags.url !== undefined) {
    const accounts = flags.account === undefined ? [] : [`Authorization=${flags.account}`];
    return {
      kind: "mcp-http",
      url: flags.url,
      headers: await bindings(door, flags.header, flags.secretHeader, accounts),
    };
  }
  const env = await bindings(door, flags.env, flags.secretEnv, flags.accountEnv);
  return { kind: "mcp-stdio", command: program ?? "", args, env };
}

async function bindings(
  door: PeopleDoor,
  literals: readonly string[],
  secrets: readonly string[],
  accounts: readonly string[],
): Promise<Binding[]> {
  const all = literals.map(pair).map(([name, value]): Binding => ({ name, source: { kind: "static", value } }));
  for (const [name, credential] of secrets.map(pair)) all.push(await secretBinding(door, name, credential));
  for (const [name, provider] of accounts.map(pair))
    all.push({ name, source: { kind: "oauth", providerId: (await providerOf(door, provider)).id } });
  return all;
}

async function secretBinding(door: PeopleDoor, name: string, credentialName: string): Promise<Binding> {
  const credential = (await door.credentials.list()).find((one) => one.name === credentialName);
  if (!credential)
    throw new CommandError(
      "not_found",
      EXIT.usage,
      `There is no credential called ${JSON.stringify(credentialName)}. Make it with \`gatehouse credential create\`.`,
    );
  return { name, source: { kind: credential.scope, credentialId: credential.id } };
}

function pair(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new CommandError("usage", EXIT.usage, `${JSON.stringify(text)} is not NAME=VALUE.`);
  return [text.slice(0, at), text.slice(at + 1)];
}
