import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const CLI = join(import.meta.dirname, "../../out/main/cli.js");

/** What a command answered. */
export interface CommandResult {
  readonly exitCode: number | null;
  /** What `--json` printed; empty where it printed nothing. */
  readonly json: Record<string, unknown>;
  readonly out: string;
  readonly err: string;
}

/** A way of running `gatehouse` with `--home` and `--json`. `input` is its standard input. */
export type RunCommand = (args: readonly string[], input?: string) => Promise<CommandResult>;

/** Runs commands of the built product on one home, as a script would: without a terminal. */
export function commandsOn(home: string): RunCommand {
  return async (args, input = "") => {
    const child = spawn(process.execPath, [CLI, ...withFlags(args, ["--home", home, "--json"])], { stdio: "pipe" });
    child.stdin.on("error", () => {}); // It need not read it.
    child.stdin.end(input);
    const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const json = out.trim() === "" ? {} : (JSON.parse(out) as Record<string, unknown>); // The command's documented output.
    return { exitCode: await exit, json, out, err };
  };
}

/** What stands after `--` belongs to another program. */
export function withFlags(args: readonly string[], flags: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  return end < 0 ? [...args, ...flags] : [...args.slice(0, end), ...flags, ...args.slice(end)];
}
