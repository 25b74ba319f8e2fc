import { InvalidArgumentError, Option, type Command } from "commander";
import type { RiskClass } from "../../src-contract/values.ts";
import { addAccountCommands } from "./account-commands.ts";
import { addBackupCommands } from "./backup-commands.ts";
import type { CommandContext } from "./commands.ts";
import { addCredentialCommands } from "./credential-commands.ts";
import type { ConnectorFlags } from "./connector-config.ts";
import {
  collect,
  createDoorCommands,
  yesOption,
  type Asked,
  type DoorCommands,
  type SharedOptions,
} from "./door-commands.ts";
import { addGateCommands } from "./gate-commands.ts";
import { GROUPS } from "./help-style.ts";
import { addHostCommands } from "./host-commands.ts";
import { addOpeningCommands } from "./opening-commands.ts";
import { addOrgCommands } from "./org-commands.ts";
import { addPeopleCommands } from "./people-commands.ts";
import type { ClassifyFlags, ToolFilter } from "./tools.ts";
import { addVaultCommands } from "./vault-commands.ts";

const CLASSES: readonly RiskClass[] = ["read-only", "moderate", "dangerous", "unknown"];

/**
 * Commands at the people's door of the running studio. Most act as a member and need the passphrase; none of them can decide a call, and
 * the sidecar would refuse it.
 */
export function addMemberCommands(program: Command, context: CommandContext, shared: SharedOptions): void {
  const door = createDoorCommands(context, shared);
  program.commandsGroup(GROUPS.studio);
  addOpeningCommands(program, door);
  addOrgCommands(program, door);
  program.commandsGroup(GROUPS.people);
  addPeopleCommands(program, door);
  program.commandsGroup(GROUPS.reach);
  addConnectorCommands(program, door);
  addToolCommands(program, door);
  addCredentialCommands(program, door);
  addAccountCommands(program, door);
  addHostCommands(program, door);
  addPolicyCommands(program, door);
  addKeyCommands(program, door);
  program.commandsGroup(GROUPS.act);
  addCallCommands(program, door);
  addGateCommands(program, door);
  program.commandsGroup(GROUPS.keep);
  addVaultCommands(program, door);
  addBackupCommands(program, door);
}

const access = () => import("./access.ts");
const curate = () => import("./curate.ts");
const tools = () => import("./tools.ts");

function addConnectorCommands(program: Command, { asMember: member, say, context }: DoorCommands): void {
  const connector = program.command("connector").alias("connectors").description("the upstreams that agents can reach");
  member(connector.command("list"))
    .description("list the connectors")
    .action(async (flags: Asked) => say(flags.json, await (await curate()).listConnectors(flags)));
  member(connector.command("add"))
    .description("add an MCP server: --url for a remote one, or its command after --")
    .argument("[command...]", "command and arguments of a server over stdio")
    .requiredOption("--name <name>", "name of the connector")
    .option("--url <address>", "address of a server over Streamable HTTP")
    .option("--env <NAME=VALUE>", "environment variable that is not secret", collect, [])
    .option("--secret-env <NAME=CREDENTIAL>", "environment variable from a credential", collect, [])
    .option("--header <NAME=VALUE>", "header that is not secret", collect, [])
    .option("--secret-header <NAME=CREDENTIAL>", "header from a credential", collect, [])
    .option("--account <provider>", "act with the caller's account there: for --url")
    .option("--account-env <NAME=PROVIDER>", "environment variable with the token of the caller's account", collect, [])
    .action(async (command: string[], flags: Asked & ConnectorFlags) =>
      say(flags.json, await (await curate()).addConnector(flags, command)),
    );
  member(connector.command("test"))
    .description("connect and count the tools")
    .argument("<slug>")
    .action(async (slug: string, flags: Asked) => say(flags.json, await (await curate()).testConnector(flags, slug)));
  member(connector.command("remove"))
    .description("remove a connector with its own credentials, after saying what goes with it")
    .argument("<slug>")
    .addOption(yesOption())
    .action(async (slug: string, flags: Asked & { yes: boolean }) =>
      say(flags.json, await (await curate()).removeConnector(flags, slug, context.output)),
    );
}

function addToolCommands(program: Command, { asMember: member, say }: DoorCommands): void {
  const tool = program.command("tools").alias("tool").description("the tools of connectors");
  member(tool.command("list"))
    .description("list tools with their classes, what Gatehouse suggests, and how often they were called")
    .argument("[slug]", "a connector (default: all)")
    .option("--unknown", "only those that nobody vouches for", false)
    .option("--drifted", "only those that changed since their review", false)
    .option("--fresh", "only those that appeared after a review of their connector", false)
    .action(async (slug: string | undefined, flags: Asked & ToolFilter) =>
      say(flags.json, await (await tools()).listTools(flags, slug)),
    );
  member(tool.command("classify"))
    .description("set the risk class of a tool, and where data may flow through it")
    .argument("<name>", "the name that agents see")
    .argument("<class>", CLASSES.join(", "), parseClass)
    .option("--digest <digest>", "of the definition that you looked at (default: as it is now); another one is refused")
    .option("--reads-outside", "what it returns may have been written by strangers (default: as suggested)")
    .option("--no-reads-outside", "what it returns was written by your own people")
    .option("--sends-out", "its arguments may reach somebody outside (default: as suggested)")
    .option("--no-sends-out", "its arguments reach nobody outside")
    .action(async (name: string, riskClass: RiskClass, flags: Asked & ClassifyFlags) =>
      say(flags.json, await (await tools()).classifyTool(flags, name, riskClass)),
    );
}

function addPolicyCommands(program: Command, { asMember: member, say }: DoorCommands): void {
  const policy = program.command("policy").alias("policies").description("what agents get");
  member(policy.command("list"))
    .description("list the policies with their trust level, how many tools they give, and their keys")
    .action(async (flags: Asked) => say(flags.json, await (await access()).listPolicies(flags)));
  member(policy.command("create"))
    .description("give all tools of some connectors; single tools are chosen in the window")
    .requiredOption("--name <name>", "name of the policy")
    .requiredOption("--connector <slug>", "a connector; may be repeated", collectFirst)
    .addOption(
      new Option("--trust <level>", "how much runs without a person")
        .choices(["manual", "supervised"])
        .default("supervised"),
    )
    .action(async (flags: Asked & { name: string; connector: string[]; trust: "manual" | "supervised" }) =>
      say(flags.json, await (await access()).createPolicy(flags)),
    );
}

function addKeyCommands(program: Command, { asMember: member, say }: DoorCommands): void {
  const key = program.command("key").alias("keys").description("keys with which agents connect");
  member(key.command("list"))
    .description("list the keys with their policy, whom their calls act as, and their last use; never the key itself")
    .action(async (flags: Asked) => say(flags.json, await (await access()).listKeys(flags)));
  member(key.command("create"))
    .description("make a key for an agent; it is shown once")
    .requiredOption("--name <name>", "what the key is for")
    .requiredOption("--policy <name>", "the policy that it embodies")
    .option("--shared", "acts as nobody, instead of as you", false)
    .option("--key-file <file>", "write the key to a new file instead of showing it")
    .action(async (flags: Asked & { name: string; policy: string; shared: boolean; keyFile?: string }) =>
      say(flags.json, await (await access()).createKey(flags)),
    );
  member(key.command("revoke"))
    .description("end a key at once, and every other active one of that name")
    .argument("<name>")
    .action(async (name: string, flags: Asked) => say(flags.json, await (await access()).revokeKey(flags, name)));
}

function addCallCommands(program: Command, { asMember: member, say }: DoorCommands): void {
  member(program.command("call").alias("calls").description("calls of agents").command("list"))
    .description("list the newest calls")
    .option("--limit <number>", "how many, 1 to 200", parseLimit, 20)
    .action(async (flags: Asked & { limit: number }) => say(flags.json, await (await curate()).listCalls(flags)));
}

/** For an option that is required and may be repeated: without a first there is no list. */
function collectFirst(value: string, before: readonly string[] | undefined): string[] {
  return collect(value, before ?? []);
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (/^\d{1,3}$/.test(text) && limit >= 1 && limit <= 200) return limit;
  throw new InvalidArgumentError("It is a number from 1 to 200.");
}

function parseClass(text: string): RiskClass {
  const known = CLASSES.find((one) => one === text);
  if (known === undefined) throw new InvalidArgumentError(`It is one of ${CLASSES.join(", ")}.`);
  return known;
}
