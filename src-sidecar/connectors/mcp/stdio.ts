import { spawn, type ChildProcessByStdio } from "node:child_process";
import { statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "../../base/canonical-json.ts";
import { ConnectorError, quoted } from "../error.ts";
import { resolveCommand, type CommandLine } from "./command.ts";
import { childEnvironment } from "./environment.ts";
import { isJsonObject } from "./json-shape.ts";
import { LineReader } from "./line-reader.ts";
import type { Wire, WireEvents } from "./wire.ts";

const STDERR_TAIL_BYTES = 8192;
/** What may wait for a server that does not read. */
const MAX_QUEUED_BYTES = 64 * 1024 * 1024;
/** An answer so many times larger than allowed is taken to have no end. */
const ENDLESS = 16;
/** From the end of its input to SIGTERM, and from there to SIGKILL. */
const GRACE_MS = 1500;

/** A subprocess that is running. */
export interface Subprocess {
  /** Ends it and what it started, at once and without waiting: for when this process itself is about to end. */
  kill(): void;
}

export interface StdioOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** The folder to run in; the user's home if not told. */
  readonly cwd: string | undefined;
  readonly maxMessageBytes: number;
  /** It stands here as long as it lives. */
  readonly processes: Set<Subprocess>;
  /** The variables to add. Asked for when the process is started, and not kept. */
  readonly attachEnv: () => Promise<Readonly<Record<string, string>>>;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * A subprocess that speaks JSON-RPC in lines over its standard streams.
 *
 * It is the leader of a process group of its own, so that closing the wire ends what it started, too (the real server behind `npx`). A
 * grandchild that leaves the group on purpose is out of reach.
 */
export class StdioWire implements Wire, Subprocess {
  readonly kind = "process";
  readonly #options: StdioOptions;
  readonly #stderr = new Tail(STDERR_TAIL_BYTES);
  #child: Child | null = null;
  #events: WireEvents | null = null;
  #exited: Promise<void> = Promise.resolve();

  constructor(options: StdioOptions) {
    this.#options = options;
  }

  async open(events: WireEvents): Promise<void> {
    const { command, args, cwd, attachEnv } = this.#options;
    const environment = childEnvironment(process.env, checkedVariables(await attachEnv()));
    const line = resolveCommand(command, args, environment);
    this.#events = events;
    const child = await start(line, checkedFolder(cwd), environment);
    this.#child = child;
    this.#options.processes.add(this);
    this.#listen(child);
  }

  async send(message: JsonObject): Promise<void> {
    const stdin = this.#child?.stdin;
    if (!stdin?.writable) throw this.#closedError("It is not running.");
    if (stdin.writableLength > MAX_QUEUED_BYTES) {
      throw new ConnectorError("connector_misbehaved", "The server does not read what it is sent.", {
        hint: "Stop and start the connector.",
      });
    }
    stdin.write(`${JSON.stringify(message)}\n`);
  }

  setProtocolVersion(): void {
    // A pipe has no place for it.
  }

  /** Ends the input, which a polite server obeys; then signals the group, which every server obeys. */
  async close(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#events = null;
    child.stdin.end();
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      await this.#exitedWithin(GRACE_MS);
      if (!this.#child) return;
      killGroup(child, signal);
    }
    await this.#exitedWithin(GRACE_MS);
  }

  kill(): void {
    if (this.#child) killGroup(this.#child, "SIGKILL");
  }

  async #exitedWithin(ms: number): Promise<void> {
    await Promise.race([this.#exited, sleep(ms, undefined, { ref: false })]);
  }

  #listen(child: Child): void {
    const reader = new LineReader(this.#options.maxMessageBytes, {
      onLine: (line) => this.#receive(line),
      onTooLong: (start, end) => this.#events?.onLost(idIn(start, end), tooLarge(this.#options.maxMessageBytes)),
    });
    child.stdout.on("data", (chunk: Buffer) => {
      reader.push(chunk);
      // A line that never ends is not worth reading on.
      if (reader.pendingBytes > ENDLESS * this.#options.maxMessageBytes)
        this.#end(tooLarge(this.#options.maxMessageBytes));
    });
    child.stderr.on("data", (chunk: Buffer) => this.#stderr.push(chunk));
    // A broken pipe is followed by the exit, which says more.
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on("error", () => undefined);
    this.#exited = new Promise((resolve) => {
      child.once("exit", (code, signal) => {
        killGroup(child, "SIGKILL");
        this.#options.processes.delete(this);
        // What it wrote last may still be in the pipe.
        void Promise.race([closed(child), sleep(200, undefined, { ref: false })]).then(() => {
          this.#child = null;
          this.#end(
            this.#closedError(signal === null ? `It ended with exit code ${code}.` : `It was ended by ${signal}.`),
          );
          resolve();
        });
      });
    });
  }

  #receive(line: string): void {
    const message = parseLine(line);
    // Servers print log lines and banners where only messages belong; nothing depends on them.
    if (message) this.#events?.onMessage(message);
  }

  /** Tells the session, once, and sees to it that nothing of the process is left. */
  #end(error: ConnectorError): void {
    const events = this.#events;
    this.#events = null;
    if (this.#child) killGroup(this.#child, "SIGKILL");
    events?.onClosed(error);
  }

  #closedError(what: string): ConnectorError {
    const wrote = this.#stderr.toString();
    return new ConnectorError("connector_closed", `The server's process is gone. ${what}`, {
      hint: "Run the command in a terminal to see what it complains about, then test the connector again.",
      mayRetry: true,
      detail: wrote === "" ? "It wrote nothing to stderr." : `The end of its stderr: ${quoted(wrote)}`,
    });
  }
}

function checkedFolder(cwd: string | undefined): string {
  if (cwd === undefined) return homedir();
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) return cwd;
  throw new ConnectorError("command_not_found", `The folder ${JSON.stringify(cwd)} to run in does not exist.`, {
    hint: "Create the folder, or choose another one.",
  });
}

function start(line: CommandLine, cwd: string, env: Record<string, string>): Promise<Child> {
  return new Promise((resolve, reject) => {
    const fail = (code: string): void => reject(notStarted(line.file, code));
    try {
      const child = spawn(line.file, line.args, {
        cwd,
        env,
        stdio: ["pipe", "pipe", "pipe"],
        shell: false,
        // The leader of a group of its own.
        detached: process.platform !== "win32",
        windowsHide: true,
        windowsVerbatimArguments: line.isVerbatim,
      });
      child.once("spawn", () => resolve(child));
      child.on("error", (error: NodeJS.ErrnoException) => fail(error.code ?? "unknown"));
    } catch (error) {
      // The message may quote the environment.
      fail(error instanceof Error && "code" in error ? String(error.code) : "unknown");
    }
  });
}

function notStarted(file: string, code: string): ConnectorError {
  return new ConnectorError(
    "command_not_found",
    `The program ${JSON.stringify(file)} could not be started (${code}).`,
    {
      hint: "Check that it is a program for this machine and that you may run it.",
    },
  );
}

/** Refuses what no environment can hold, before anything quotes the value in an error. */
function checkedVariables(attached: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(attached)) {
    if (/^[^=\0]+$/.test(name) && !value.includes("\0")) continue;
    throw new ConnectorError("connector_refused", `The variable ${JSON.stringify(name)} cannot be set.`, {
      hint: "A name must have no equals sign, and neither name nor value a NUL character.",
    });
  }
  return attached;
}

function closed(child: Child): Promise<void> {
  return new Promise((resolve) => child.once("close", () => resolve()));
}

function killGroup(child: Child, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") {
    const taskkill = join(process.env["SYSTEMROOT"] ?? "C:\\Windows", "System32", "taskkill.exe");
    spawn(taskkill, ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore", windowsHide: true }).once(
      "error",
      () => undefined,
    );
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

function parseLine(line: string): JsonObject | null {
  if (!/^\s*\{/.test(line)) return null;
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Servers write the id first or last; a server that writes it elsewhere only makes us guess about its own calls. */
function idIn(start: string, end: string): number | null {
  const found =
    /^\{"jsonrpc":"2\.0","id":(\d+),/.exec(start) ?? /"id":(\d+)\}?\s*$/.exec(end) ?? /"id":\s*(\d+)/.exec(start);
  return found?.[1] === undefined ? null : Number(found[1]);
}

function tooLarge(maxBytes: number): ConnectorError {
  return new ConnectorError("result_too_large", `The server's answer is larger than ${maxBytes} bytes.`, {
    hint: "Ask for less at once.",
    mayHaveRun: true,
  });
}

/** The last bytes of a stream. */
class Tail {
  readonly #maxBytes: number;
  #bytes = Buffer.alloc(0);

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(chunk: Buffer): void {
    const all = Buffer.concat([this.#bytes, chunk.subarray(-this.#maxBytes)]);
    this.#bytes = Buffer.from(all.subarray(-this.#maxBytes));
  }

  toString(): string {
    return this.#bytes.toString("utf8").trim();
  }
}
