import { accessSync, constants, statSync } from "node:fs";
import { posix, win32 } from "node:path";
import { ConnectorError } from "../error.ts";
import { scriptLine } from "./windows-script.ts";

/** A program and its arguments as the operating system takes them. */
export interface CommandLine {
  readonly file: string;
  readonly args: readonly string[];
  /** Windows: `args` are one line that is already quoted. */
  readonly isVerbatim: boolean;
}

/**
 * Finds the program that a connector names. A bare name is looked up in the PATH that the program itself will have; a path must be absolute.
 * No shell takes part: arguments reach the program as they are.
 *
 * @throws {ConnectorError} `command_not_found`.
 */
export function resolveCommand(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  platform: NodeJS.Platform = process.platform,
): CommandLine {
  const isWindows = platform === "win32";
  if (`${command}${args.join("")}`.includes("\0")) throw notFound(command, "A command cannot hold a NUL character.");
  const file = candidates(command, environment, isWindows).find((path) => isProgram(path, isWindows));
  if (file === undefined) throw notFound(command, hintFor(command));
  if (!isWindows || !/\.(cmd|bat)$/i.test(file)) return { file, args, isVerbatim: false };
  if (args.some((arg) => /[\r\n]/.test(arg))) {
    throw notFound(command, "An argument of a .cmd or .bat program cannot hold a line break.");
  }
  const shell = environment["COMSPEC"] ?? "C:\\Windows\\System32\\cmd.exe";
  return { file: shell, args: ["/d", "/s", "/c", `"${scriptLine(file, args)}"`], isVerbatim: true };
}

function candidates(command: string, environment: Readonly<Record<string, string>>, isWindows: boolean): string[] {
  const paths = isWindows ? win32 : posix;
  const hasFolder = command.includes("/") || (isWindows && command.includes("\\"));
  if (hasFolder && !paths.isAbsolute(command)) return [];
  const folders = hasFolder ? [""] : (environment["PATH"] ?? "").split(paths.delimiter);
  const endings = isWindows ? windowsEndings(command, environment["PATHEXT"]) : [""];
  return folders.flatMap((folder) => endings.map((ending) => paths.join(folder, command + ending)));
}

function windowsEndings(command: string, pathExt = ".COM;.EXE;.BAT;.CMD"): string[] {
  const endings = pathExt.split(";").filter((ending) => ending !== "");
  return endings.some((ending) => command.toUpperCase().endsWith(ending.toUpperCase())) ? [""] : endings;
}

function isProgram(path: string, isWindows: boolean): boolean {
  try {
    if (!statSync(path).isFile()) return false;
    if (!isWindows) accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // Not there or not ours to run: the next folder may have it.
  }
}

function hintFor(command: string): string {
  if (/[/\\]/.test(command)) return "Check the path; it must be absolute and name a program that may be run.";
  if (/\s/.test(command)) return "Put only the program here and its arguments into the list of arguments.";
  if (command === "npx" || command === "node") return "Install Node.js, or give the absolute path of the program.";
  if (command === "uvx" || command === "uv") return "Install uv, or give the absolute path of the program.";
  return "Install the program, or give its absolute path.";
}

function notFound(command: string, hint: string): ConnectorError {
  return new ConnectorError("command_not_found", `The command ${JSON.stringify(command)} was not found.`, { hint });
}
