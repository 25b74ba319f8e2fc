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
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const failure = error instanceof CommandError ? error : unexpected(error);
    return printFailure(output, failure, argv.includes("--json"));
  }
}

function unexpected(error: unknown): CommandError {
  const message = `Something in Gatehouse went wrong: ${JSON.stringify(String(error))}`;
  return new CommandError("internal", EXIT.internal, message, { cause: error });
}
