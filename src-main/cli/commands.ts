import { Command, InvalidArgumentError, Option } from "commander";
import { resolve } from "node:path";
import { defaultHome } from "../base/home.ts";
import { addAuditCommands } from "./audit-commands.ts";
import { EXIT_CODES_HELP } from "./exit-codes.ts";
import { GROUPS, HELP_STYLE } from "./help-style.ts";
import { addMemberCommands } from "./member-commands.ts";
import type { Output } from "./output.ts";
import { readVersion } from "./version.ts";

/** What a command gets beside its options. */
export interface CommandContext {
  /** Folder of the built programs: the entry's own. */
  readonly programFolder: string;
  readonly output: Output;
  /** Takes the exit code of the command that ran. */
  readonly finish: (exitCode: number) => void;
}

/** Options as commander parsed them, by the names that the commands below declare. */
interface StudioFlags {
  readonly home: string;
  readonly json: boolean;
}
interface WindowFlags extends StudioFlags {
  readonly open: boolean;
}
interface ServeFlags extends WindowFlags {
  readonly port?: number;
  readonly agentsPort?: number;
}
interface McpFlags {
  readonly home: string;
  readonly url?: string;
  readonly keyFile?: string;
}

const FIRST_STEPS_HELP = `
The first time: \`gatehouse serve\` starts a studio and opens its window, which
sets it up. Without a window: \`gatehouse serve --no-open\`, and in another
terminal \`gatehouse setup\`. Every command says more with --help.`;

/** The `gatehouse` command. The code of each is loaded when it is used. */
export function createGatehouseCommand(context: CommandContext): Command {
  const program = strict(new Command("gatehouse"), context)
    .description("The studio through which people let AI agents touch real systems: every tool call passes one gate.")
    .version(readVersion(context.programFolder))
    .addHelpText("after", FIRST_STEPS_HELP)
    .addHelpText("after", EXIT_CODES_HELP)
    .commandsGroup(GROUPS.run)
    .helpCommand("help [command]", "say more about a command");
  serveOptions(program.command("serve").description("start a studio and keep it running"), context);
  addOpen(program, context);
  addMcp(program, context);
  program.commandsGroup(GROUPS.check);
  addAuditCommands(program, context, { home: homeOption, json: jsonOption });
  addRedact(program, context);
  addDoctor(program, context);
  addMemberCommands(program, context, { home: homeOption, json: jsonOption });
  return program;
}

/** The browser host by itself: `serve` without a name. */
export function createHostCommand(context: CommandContext): Command {
  const program = strict(new Command("gatehouse-host"), context).description("Start the studio for a browser.");
  return serveOptions(program.addHelpText("after", EXIT_CODES_HELP), context);
}

function serveOptions(command: Command, context: CommandContext): Command {
  return command
    .addOption(homeOption())
    .option("--no-open", "do not open a browser")
    .option("--port <port>", "port of the window on 127.0.0.1 (default: a free one)", parsePort)
    .option("--agents-port <port>", "port of the agents' door on 127.0.0.1 (default: the last one)", parsePort)
    .option("--json", 'print one line when ready: {"window": "…", "agents": "…"}', false)
    .action(async (flags: ServeFlags) => {
      const { serve } = await import("./serve.ts");
      const { programFolder, output } = context;
      const { home, port, agentsPort, open: isOpening, json: isJson } = flags;
      context.finish(await serve({ home, programFolder, port, agentsPort, isOpening, isJson }, output));
    });
}

function addOpen(program: Command, context: CommandContext): void {
  program
    .command("open")
    .description("show one more window of the running studio")
    .addOption(homeOption())
    .option("--no-open", "only print the address")
    .addOption(jsonOption())
    .action(async (flags: WindowFlags) => {
      const { openWindow } = await import("./open.ts");
      const { home, open: isOpening, json: isJson } = flags;
      context.finish(await openWindow({ home, isOpening, isJson }, context.output));
    });
}

function addMcp(program: Command, context: CommandContext): void {
  program
    .command("mcp")
    .description("connect an agent that speaks MCP over stdio to the running studio")
    .addOption(homeOption())
    .option("--url <address>", "the agents' door (default: the one that the home's studio wrote down)")
    .option("--key-file <file>", "file with the agent's key (default: the variable GATEHOUSE_KEY)")
    .action(async (flags: McpFlags) => {
      const { bridgeStdio } = await import("./mcp.ts");
      const options = { home: flags.home, url: flags.url, keyFile: flags.keyFile };
      context.finish(await bridgeStdio(options, process.stdin, context.output));
    });
}

function addRedact(program: Command, context: CommandContext): void {
  program
    .command("redact")
    .description("redact a text (UTF-8, up to 64 MiB) from standard input; needs no studio and keeps nothing")
    .option(
      "--json",
      'write {"text", "findings": [{"kind", "start", "end", "placeholder"}], "stripped", "unit"}',
      false,
    )
    .option("--personal <kinds>", "personal data to remove: all, none, or email,phone,card,iban,national-id", "all")
    .action(async ({ json, personal }: { json: boolean; personal: string }) => {
      const { runRedaction } = await import("./sidecar-process.ts");
      const parameters = [...(json ? ["--json"] : []), `--personal=${personal}`];
      context.finish(await runRedaction(context.programFolder, parameters));
    });
}

function addDoctor(program: Command, context: CommandContext): void {
  program
    .command("doctor")
    .description("look at this machine and say how to mend what is wrong")
    .addOption(homeOption())
    .addOption(jsonOption())
    .action(async (flags: StudioFlags) => {
      const { examine } = await import("./doctor/doctor.ts");
      const { programFolder, output } = context;
      context.finish(await examine({ home: flags.home, programFolder, isJson: flags.json }, output));
    });
}

function homeOption(): Option {
  return new Option("--home <folder>", "the studio's home").default(defaultHome()).argParser((text) => resolve(text));
}

function jsonOption(): Option {
  return new Option("--json", "answer in JSON, for scripts").default(false);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("It is a number from 0 to 65535.");
}

/** Subcommands inherit both: commander throws where it would end the process, and writes where we say. */
function strict(command: Command, { output }: CommandContext): Command {
  return command
    .exitOverride()
    .configureHelp(HELP_STYLE)
    .configureOutput({
      writeOut: (text) => void output.out.write(text),
      writeErr: (text) => void output.err.write(text),
      outputError: () => {}, // Thrown as well, and told where a caller looks for it.
    });
}
