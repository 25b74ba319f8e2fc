import { InvalidArgumentError, Option, type Command } from "commander";
import { credentialScope, type CredentialScope } from "../../src-contract/access.ts";
import { authType, type AuthType } from "../../src-contract/auth.ts";
import type { CreateFlags, EntryFlags, UpdateFlags } from "./credentials.ts";
import { yesOption, type Asked, type DoorCommands } from "./door-commands.ts";

const credentials = () => import("./credentials.ts");
const INPUT_HELP = `
The value is read from the terminal, from a pipe or from a file, and never from an argument. A type with several fields takes a JSON
object of them, such as {"username": "…", "password": "…"}; a field that is left out stays as it is.`;

/** Secrets that connectors use by name. No command shows a value. */
export function addCredentialCommands(program: Command, door: DoorCommands): void {
  const { asMember, say, context } = door;
  const credential = program
    .command("credential")
    .alias("credentials")
    .description("secrets that connectors use by name");
  asMember(credential.command("list"))
    .description("list them with age, health and use")
    .action(async (flags: Asked) => say(flags.json, await (await credentials()).listCredentials(flags)));
  addEntry(credential, door);
  asMember(credential.command("update"))
    .description("change name or reminder; the value stays")
    .argument("<name>")
    .option("--rename <name>", "its new name")
    .option(
      "--remind-after <days>",
      "after how many days a new value is due; 0: never; default: as the organization sets",
      parseReminder,
    )
    .action(async (name: string, flags: Asked & UpdateFlags) =>
      say(flags.json, await (await credentials()).updateCredential(flags, name)),
    );
  asMember(credential.command("clear"))
    .description("remove the value: the organization's, a team's, or your own")
    .argument("<name>")
    .option("--team <name>", "whose value, for a credential of teams")
    .action(async (name: string, flags: Asked & { team?: string }) =>
      say(flags.json, await (await credentials()).clearCredential(flags, name)),
    );
  asMember(credential.command("remove"))
    .description("remove it with every value")
    .argument("<name>")
    .addOption(yesOption())
    .action(async (name: string, flags: Asked & { yes: boolean }) =>
      say(flags.json, await (await credentials()).removeCredential(flags, name, context.output)),
    );
}

function addEntry(credential: Command, { asMember, say }: DoorCommands): void {
  entryOptions(asMember(credential.command("create")))
    .description("make a credential and seal a value in it")
    .argument("<name>")
    .addOption(new Option("--scope <scope>", "whose value it is").choices(SCOPES).default("org"))
    .addOption(new Option("--type <type>", "how it authenticates").choices(TYPES).default("token"))
    .option("--remind-after <days>", "after how many days a new value is due; 0: never", parseDays)
    .option("--no-value", "make it without a value")
    .action(
      async (name: string, flags: Asked & Omit<CreateFlags, "scope" | "type"> & { scope: string; type: string }) => {
        const [scope, type] = [scopeOf(flags.scope), typeOf(flags.type)];
        await say(flags.json, await (await credentials()).createCredential({ ...flags, scope, type }, name));
      },
    );
  entryOptions(asMember(credential.command("set")))
    .description("seal a value, or replace some of its fields")
    .argument("<name>")
    .action(async (name: string, flags: Asked & EntryFlags) =>
      say(flags.json, await (await credentials()).setCredential(flags, name)),
    );
}

function entryOptions(command: Command): Command {
  return command
    .option("--team <name>", "whose value, for a credential of teams")
    .option("--secret-file <file>", "file whose first line is the value; - for standard input")
    .option("--fields-file <file>", "file with a JSON object of the fields; - for standard input")
    .addHelpText("after", INPUT_HELP);
}

// The contract's words, as they are written on a command line.
const SCOPES = credentialScope.options.map((scope) => scope.replace("_secret", ""));
const TYPES = authType.options.map((type) => type.replaceAll("_", "-"));
const scopeOf = (text: string): CredentialScope => credentialScope.parse(`${text}_secret`);
const typeOf = (text: string): AuthType => authType.parse(text.replaceAll("-", "_"));

function parseReminder(text: string): number | "default" {
  return text === "default" ? text : parseDays(text);
}

function parseDays(text: string): number {
  const days = Number(text);
  if (/^\d+$/.test(text) && days <= 3650) return days;
  throw new InvalidArgumentError("It is a number of days from 0 to 3650.");
}
