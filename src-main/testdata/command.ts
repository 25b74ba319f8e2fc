import { spawn, type ChildProcess } from "node:child_process";
import { createInterface, type Interface } from "node:readline";

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command that is running, with its output so far. */
export interface Running {
  readonly child: ChildProcess;
  /** The next line of its standard output. */
  line(): Promise<string>;
  finished(): Promise<Finished>;
}

export function startCommand(
  program: string,
  parameters: readonly string[],
  environment: Record<string, string> = {},
): Running {
  const child = spawn(process.execPath, [program, ...parameters], {
    env: { ...process.env, ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const lines: Interface = createInterface({ input: child.stdout });
  const iterator = lines[Symbol.asyncIterator]();
  const closed = new Promise<Finished>((resolve) => child.once("close", (code) => resolve({ code, out, err })));
  return {
    child,
    line: async () => {
      const { value, done } = await iterator.next();
      if (done) throw new Error(`no more lines: ${JSON.stringify(await closed)}`);
      return String(value);
    },
    finished: () => closed,
  };
}

export function runCommand(
  program: string,
  parameters: readonly string[],
  environment?: Record<string, string>,
): Promise<Finished> {
  const command = startCommand(program, parameters, environment);
  command.child.stdin?.end();
  return command.finished();
}
