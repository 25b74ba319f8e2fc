import { Option, type Command } from "commander";
import type { CommandContext } from "./commands.ts";
import { createDoorCommands, yesOption, type Asked, type SharedOptions } from "./door-commands.ts";

interface VerifyFlags {
  readonly home: string;
  readonly json: boolean;
  readonly anchor?: string;
  readonly proof?: string;
  readonly key?: string;
}
interface ExportFlags {
  readonly home: string;
  readonly format: "jsonl" | "csv";
}

const VERIFY_HELP = `
Exit codes:
   0  every log is whole, or the proof holds
   1  a log is not what was written, or the proof does not hold
  66  there is no studio in this home, or its databases or the file cannot be read

What is found is written to standard output, progress of a long log to standard error.`;

/** Commands about the log. They read files, and need neither a running studio nor a key, except `proof` and `accept`. */
export function addAuditCommands(program: Command, context: CommandContext, options: SharedOptions): void {
  const audit = program.command("audit").description("the log of every step of every call");
  addVerify(audit, context, options);
  addExport(audit, context, options);
  addAccept(audit, context, options);
  addCheckpoint(audit, context, options);
  const { asMember, say } = createDoorCommands(context, options);
  asMember(audit.command("proof"))
    .description("write a file that proves the decision of one call, with what was decided; needs the running studio")
    .argument("<call>", "the id of the call")
    .option("--file <file>", "the new file (default: named after the call, in this folder)")
    .action(async (id: string, flags: Asked & { file?: string }) =>
      say(flags.json, await (await import("./audit.ts")).writeProof(flags, id)),
    );
}

function addAccept(audit: Command, context: CommandContext, options: SharedOptions): void {
  const { asMember, say } = createDoorCommands(context, options);
  asMember(audit.command("accept"))
    .description(
      "let a log that lost its end go on, after saying what is missing; needs an admin and the running studio",
    )
    .requiredOption("--reason <text>", "why the end is lost, for the log")
    .addOption(yesOption())
    .action(async (flags: Asked & { reason: string; yes: boolean }) =>
      say(flags.json, await (await import("./audit.ts")).acceptLoss(flags, context.output)),
    );
}

function addVerify(audit: Command, context: CommandContext, { home, json }: SharedOptions): void {
  audit
    .command("verify")
    .description("prove that the logs of a home are whole, or that a proof holds; needs no running studio")
    .addOption(home())
    .option("--anchor <file>", "a checkpoint that was kept somewhere else: the log must contain it")
    .option("--proof <file>", "check the proof of one call instead; needs no home")
    .option("--key <verifier>", "the verifier key that the proof must lead back to")
    .addOption(json())
    .addHelpText("after", VERIFY_HELP)
    .action(async ({ json: isJson, anchor, proof, key, home: folder }: VerifyFlags) => {
      const named = Object.entries({ anchor, proof, key }).flatMap(([name, value]) =>
        value === undefined ? [] : [`--${name}`, value],
      );
      await runProgram(context, folder, ["audit-verify", ...(isJson ? ["--json"] : []), ...named]);
    });
}

function addExport(audit: Command, context: CommandContext, { home }: SharedOptions): void {
  audit
    .command("export")
    .description("write the logs of a home to standard output; needs no running studio, and bodies stay sealed")
    .addOption(home())
    .addOption(new Option("--format <format>", "JSON Lines, or a table").choices(["jsonl", "csv"]).default("jsonl"))
    .action(async (flags: ExportFlags) => {
      await runProgram(context, flags.home, ["audit-export", "--format", flags.format]);
    });
}

function addCheckpoint(audit: Command, context: CommandContext, { home }: SharedOptions): void {
  audit
    .command("checkpoint")
    .description("print the newest signed checkpoint of each log, to be kept somewhere else (verify --anchor)")
    .addOption(home())
    .action(async (flags: Pick<ExportFlags, "home">) => {
      await runProgram(context, flags.home, ["audit-checkpoint"]);
    });
}

async function runProgram(context: CommandContext, home: string, command: readonly string[]): Promise<void> {
  const { runSidecarCommand } = await import("./sidecar-process.ts");
  context.finish(await runSidecarCommand(context.programFolder, home, command));
}
