import { InvalidArgumentError, Option, type Command } from "commander";
import type { RiskClass } from "../../src-contract/values.ts";
import { addAccountCommands } from "./account-commands.ts";
import { addBackupCommands } from "./backup-commands.ts";
import type { CommandContext } from "./commands.ts";
import { addCredentialCommands } from "./credential-commands.ts";
import type { ConnectorFlags } from "./connector-config.ts";
import { collect, createDoorCommands, type Asked, type DoorCommands, type SharedOptions } from "./door-commands.ts";
import { addGateCommands } from "./gate-commands.ts";
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
  addOpeningCommands(program, door);
  addOrgCommands(program, door);
  addPeopleCommands(program, door);
  addConnectorCommands(program, door);
  addToolCommands(program, door);
  addGateCommands(program, door);
  addCredentialCommands(program, door);
  addAccountCommands(program, door);
  addHostCommands(program, door);
  addAccessCommands(program, door);
  addVaultCommands(program, door);
  addBackupCommands(program, door);
}

const curate = () => import("./curate.ts");
const tools = () => import("./tools.ts");

function addConnectorCommands(program: Command, { asMember: member, say }: DoorCommands): void {
  const connector = program.command("connector").description("the upstreams that agents can reach");
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
    .description("remove a connector with its own credentials")
    .argument("<slug>")
    .action(async (slug: string, flags: Asked) => say(flags.json, await (await curate()).removeConnector(flags, slug)));
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

function addAccessCommands(program: Command, { asMember: member, say }: DoorCommands): void {
  member(program.command("policy").description("what agents get").command("create"))
    .description("give all tools of some connectors")
    .requiredOption("--name <name>", "name of the policy")
    .requiredOption("--connector <slug>", "a connector; may be repeated", collect, [])
    .addOption(
      new Option("--trust <level>", "how much runs without a person")
        .choices(["manual", "supervised"])
        .default("supervised"),
    )
    .action(async (flags: Asked & { name: string; connector: string[]; trust: "manual" | "supervised" }) =>
      say(flags.json, await (await curate()).createPolicy(flags)),
    );

  const key = program.command("key").description("connector keys of agents");
  member(key.command("create"))
    .description("make a key for an agent; it is shown once")
    .requiredOption("--name <name>", "what the key is for")
    .requiredOption("--policy <name>", "the policy that it embodies")
    .option("--shared", "acts as nobody, instead of as you", false)
    .option("--key-file <file>", "write the key to a new file instead of showing it")
    .action(async (flags: Asked & { name: string; policy: string; shared: boolean; keyFile?: string }) =>
      say(flags.json, await (await curate()).createKey(flags)),
    );
  member(key.command("revoke"))
    .description("end a key at once")
    .argument("<name>")
    .action(async (name: string, flags: Asked) => say(flags.json, await (await curate()).revokeKey(flags, name)));

  member(program.command("call").description("calls of agents").command("list"))
    .description("list the newest calls")
    .option("--limit <number>", "how many", Number, 20)
    .action(async (flags: Asked & { limit: number }) => say(flags.json, await (await curate()).listCalls(flags)));
}

function parseClass(text: string): RiskClass {
  const known = CLASSES.find((one) => one === text);
  if (known === undefined) throw new InvalidArgumentError(`It is one of ${CLASSES.join(", ")}.`);
  return known;
}
