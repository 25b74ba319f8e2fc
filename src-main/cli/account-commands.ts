import { Option, type Command } from "commander";
import type { ConnectFlags } from "./accounts.ts";
import { collect, yesOption, type Asked, type DoorCommands } from "./door-commands.ts";
import type { AddFlags } from "./providers.ts";

const accounts = () => import("./accounts.ts");
const providers = () => import("./providers.ts");

/** Accounts at other services, and where they are connected. No command shows a token. */
export function addAccountCommands(program: Command, door: DoorCommands): void {
  addAccounts(program.command("accounts").alias("account").description("your accounts at other services"), door);
  const provider = program.command("providers").alias("provider").description("where accounts are connected");
  addProviders(provider, door);
  addProviderSecrets(provider, door);
}

function addAccounts(account: Command, { asMember, say, context }: DoorCommands): void {
  asMember(account.command("list"))
    .description("list the providers with your account at each, its scopes and how it is doing")
    .action(async (flags: Asked) => say(flags.json, await (await accounts()).listAccounts(flags)));
  asMember(account.command("connect"))
    .description("connect an account, or connect it again: prints where to sign in, and waits")
    .argument("<provider>")
    .option("--device", "with a code that is entered on any device, instead of a browser on this machine", false)
    .option("--issuer <address>", "where to sign in, where there are several")
    .option("--scope <scope>", "beyond the provider's scopes; may be repeated", collect, [])
    .option("--no-wait", "say where to sign in and end")
    .action(async (name: string, flags: Asked & ConnectFlags) =>
      say(flags.json, await (await accounts()).connectAccount(flags, name, context.output)),
    );
  asMember(account.command("refresh"))
    .description("refresh its token now, and say how it is")
    .argument("<provider>")
    .action(async (name: string, flags: Asked) =>
      say(flags.json, await (await accounts()).refreshAccount(flags, name)),
    );
  asMember(account.command("disconnect"))
    .description("revoke its tokens and forget them")
    .argument("<provider>")
    .action(async (name: string, flags: Asked) =>
      say(flags.json, await (await accounts()).disconnectAccount(flags, name)),
    );
}

function addProviders(provider: Command, { asMember, say }: DoorCommands): void {
  asMember(provider.command("list"))
    .description("list them with their callback URLs and how many accounts are connected")
    .action(async (flags: Asked) => say(flags.json, await (await providers()).listProviders(flags)));
  asMember(provider.command("presets"))
    .description("list the providers that Gatehouse knows; of one, say how its app is created")
    .argument("[key]")
    .action(async (key: string | undefined, flags: Asked) =>
      say(flags.json, await (await providers()).listPresets(flags, key)),
    );
  asMember(provider.command("look"))
    .description("say where one signs in at an address of an MCP server or an issuer; adds nothing")
    .argument("<address>")
    .action(async (url: string, flags: Asked) => say(flags.json, await (await providers()).lookAt(flags, url)));
  asMember(provider.command("add"))
    .description("add one: a preset, or --resource, --issuer or --token-url of another")
    .argument("<name>")
    .option("--preset <key>", "a provider that Gatehouse knows")
    .option("--resource <address>", "an MCP server, from which it is found where to sign in")
    .option("--issuer <address>", "an authorization server; with --token-url what it sends as iss")
    .option("--token-url <address>", "for a server without metadata")
    .option("--authorization-url <address>", "with --token-url: where people sign in")
    .option("--revocation-url <address>", "with --token-url: where tokens are revoked")
    .option("--device-url <address>", "with --token-url: where device codes come from")
    .option("--client-id <id>", "of an app that somebody created there (default: Gatehouse makes itself known)")
    .option("--client-secret-file <file>", "file whose first line is the app's secret; - for standard input")
    .addOption(new Option("--owner <owner>", "whose accounts").choices(["member", "org"]))
    .option("--scope <scope>", "what is asked for; may be repeated", collect, [])
    .option("--callback <address>", "http://localhost:PORT/path, for servers that compare all of it")
    .action(async (name: string, flags: Asked & AddFlags) =>
      say(flags.json, await (await providers()).addProvider(flags, name)),
    );
}

function addProviderSecrets(provider: Command, { asMember, say, context }: DoorCommands): void {
  asMember(provider.command("secret"))
    .description("seal the secret of its app")
    .argument("<name>")
    .option("--client-secret-file <file>", "file whose first line is the secret; - for standard input (default: ask)")
    .option("--clear", "remove it", false)
    .action(async (name: string, flags: Asked & { clientSecretFile?: string; clear: boolean }) =>
      say(flags.json, await (await providers()).setProviderSecret(flags, name)),
    );
  asMember(provider.command("remove"))
    .description("remove it with the accounts that are connected there")
    .argument("<name>")
    .addOption(yesOption())
    .action(async (name: string, flags: Asked & { yes: boolean }) =>
      say(flags.json, await (await providers()).removeProvider(flags, name, context.output)),
    );
}
