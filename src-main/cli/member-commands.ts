import { InvalidArgumentError, Option, type Command } from "commander";
import type { RiskClass } from "../../src-contract/values.ts";
import type { Answer, ConnectorFlags } from "./curate.ts";
import type { CommandContext } from "./commands.ts";
import { EXIT } from "./exit-codes.ts";
import { printLine } from "./output.ts";
import type { MemberFlags } from "./people-door.ts";

const CLASSES: readonly RiskClass[] = ["read-only", "moderate", "dangerous", "unknown"];

interface Asked extends MemberFlags {
  readonly json: boolean;
}

/** Options that the commands below share; `options` adds home and --json the way the other commands have them. */
export interface SharedOptions {
  readonly home: () => Option;
  readonly json: () => Option;
}

/**
 * Commands that act as a member at the running studio. They need the member's passphrase; none of them can decide a call, and the
 * sidecar would refuse it.
 */
export function addMemberCommands(program: Command, context: CommandContext, shared: SharedOptions): void {
  const curate = () => import("./curate.ts");
  const say = async (isJson: boolean, answer: Answer): Promise<void> => {
    const lines = isJson ? [JSON.stringify(answer.json)] : answer.lines.map(visible);
    for (const line of lines) await printLine(context.output.out, line);
    context.finish(EXIT.done);
  };
  const member = (command: Command): Command =>
    command
      .addOption(shared.home())
      .addOption(shared.json())
      .option("--member <name>", "who you are, where there are several members")
      .option("--passphrase-file <file>", "file whose first line is the passphrase (default: ask)");

  program
    .command("status")
    .description("say what the running studio is doing")
    .addOption(shared.home())
    .addOption(shared.json())
    .action(async (flags: Asked) => say(flags.json, await (await curate()).status(flags.home)));
  member(program.command("setup"))
    .description("create the organization and its first admin, without a window")
    .requiredOption("--org <name>", "name of the organization")
    .requiredOption("--name <name>", "your name")
    .option("--recovery-key-file <file>", "write the recovery key to a new file instead of showing it")
    .action(async (flags: Asked & { org: string; name: string; recoveryKeyFile?: string }) =>
      say(flags.json, await (await curate()).setUp(flags)),
    );
  member(program.command("unlock"))
    .description("open the vault")
    .action(async (flags: Asked) => say(flags.json, await (await curate()).unlock(flags)));
  member(program.command("lock"))
    .description("lock the vault")
    .action(async (flags: Asked) => say(flags.json, await (await curate()).lock(flags)));

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

  const tool = program.command("tool").description("the tools of connectors");
  member(tool.command("list"))
    .description("list the tools of a connector with their classes")
    .argument("<slug>")
    .action(async (slug: string, flags: Asked) => say(flags.json, await (await curate()).listTools(flags, slug)));
  member(tool.command("classify"))
    .description("set the risk class of a tool as it is defined now")
    .argument("<name>", "the name that agents see")
    .argument("<class>", CLASSES.join(", "), parseClass)
    .action(async (name: string, riskClass: RiskClass, flags: Asked) =>
      say(flags.json, await (await curate()).classifyTool(flags, name, riskClass)),
    );

  const credential = program.command("credential").description("secrets that connectors use by name");
  member(credential.command("set"))
    .description("seal a value in the vault, read from a file, a pipe or the terminal")
    .argument("<name>")
    .option("--secret-file <file>", "file whose first line is the value")
    .option("--per-member", "each member has an own value; this sets yours", false)
    .action(async (name: string, flags: Asked & { secretFile?: string; perMember: boolean }) =>
      say(flags.json, await (await curate()).setCredential(flags, name)),
    );

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

/** Names come from servers and agents: what a terminal would obey is shown as its code. */
function visible(line: string): string {
  return line.replaceAll(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function parseClass(text: string): RiskClass {
  const known = CLASSES.find((one) => one === text);
  if (known === undefined) throw new InvalidArgumentError(`It is one of ${CLASSES.join(", ")}.`);
  return known;
}
