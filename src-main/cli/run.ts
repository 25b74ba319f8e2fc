import { CommanderError, type Command } from "commander";
import { createGatehouseCommand, createHostCommand, type CommandContext } from "./commands.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError, printFailure, type Output } from "./output.ts";

/** Runs the `gatehouse` command. @returns The exit code. */
export function runGatehouse(argv: readonly string[], programFolder: string, output: Output): Promise<number> {
  return run(createGatehouseCommand, argv, programFolder, output);
}

/** Runs the browser host. @returns The exit code. */
export function runHost(argv: readonly string[], programFolder: string, output: Output): Promise<number> {
  return run(createHostCommand, argv, programFolder, output);
}

async function run(
  create: (context: CommandContext) => Command,
  argv: readonly string[],
  programFolder: string,
  output: Output,
): Promise<number> {
  let exitCode: number = EXIT.done;
  const finish = (code: number): void => {
    exitCode = code;
  };
  try {
    await create({ programFolder, output, finish }).parseAsync(argv);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && HELPED.has(error.code)) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    return printFailure(output, failureOf(error), isJsonWanted(argv));
  }
}

/** Commander threw because it has shown the help or the version: there is nothing more to say. */
const HELPED: ReadonlySet<string> = new Set(["commander.help", "commander.helpDisplayed", "commander.version"]);

/** What stands after `--` belongs to another program. */
function isJsonWanted(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return argv.slice(0, end < 0 ? argv.length : end).includes("--json");
}

function failureOf(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  return error instanceof CommanderError ? usedWrongly(error) : unexpected(error);
}

function usedWrongly({ message }: CommanderError): CommandError {
  const [first = "", ...more] = message.replace(/^error: /, "").split("\n");
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1).replace(/\.$/, "")}.`;
  const text = [sentence, ...more, "Add --help to see how it is used."].join(" ");
  return new CommandError("usage", EXIT.usage, text);
}

function unexpected(error: unknown): CommandError {
  const message = `Something in Gatehouse went wrong: ${JSON.stringify(String(error))}`;
  return new CommandError("internal", EXIT.internal, message, { cause: error });
}
