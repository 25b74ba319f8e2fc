import { statSync } from "node:fs";
import { homedir } from "node:os";
import type { JsonObject } from "../../base/canonical-json.ts";
import { ConnectorError, quoted } from "../error.ts";
import { resolveCommand } from "./command.ts";
import { childEnvironment } from "./environment.ts";
import { isJsonObject } from "./json-shape.ts";
import { LineReader } from "./line-reader.ts";
import type { Subprocess, Subprocesses } from "./stdio.ts";
import type { Wire, WireEvents } from "./wire.ts";

const STDERR_TAIL_BYTES = 8192;
/** What may wait for a server that does not read. */
const MAX_QUEUED_BYTES = 64 * 1024 * 1024;
/** An answer so many times larger than allowed is taken to have no end. */
const ENDLESS = 16;

export interface StdioOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** The folder to run in; the user's home if not told. */
  readonly cwd: string | undefined;
  readonly maxMessageBytes: number;
  readonly subprocesses: Subprocesses;
  /** The variables to add. Asked for when the process is started, and not kept. */
  readonly attachEnv: () => Promise<Readonly<Record<string, string>>>;
}

/** A subprocess that speaks JSON-RPC in lines over its standard streams. */
export class StdioWire implements Wire {
  readonly kind = "process";
  readonly #options: StdioOptions;
  #process: Subprocess | null = null;
  #events: WireEvents | null = null;
  #stderr = Buffer.alloc(0);

  constructor(options: StdioOptions) {
    this.#options = options;
  }

  async open(events: WireEvents): Promise<void> {
    const { command, args, cwd, attachEnv, subprocesses } = this.#options;
    const environment = childEnvironment(process.env, checkedVariables(await attachEnv()));
    const line = resolveCommand(command, args, environment);
    this.#events = events;
    this.#process = await subprocesses.start(line, checkedFolder(cwd), environment);
    this.#listen(this.#process);
  }

  async send(message: JsonObject): Promise<void> {
    const stdin = this.#process?.stdin;
    if (!stdin?.writable) throw this.#goneError("It is not running.");
    if (stdin.writableLength > MAX_QUEUED_BYTES) {
      throw new ConnectorError("connector_misbehaved", "The server does not read what it is sent.", {
        hint: "Stop and start the connector.",
      });
    }
    // Calls whose intents were committed together go out together: one write, and one awakening of the server.
    if (stdin.writableCorked === 0) {
      stdin.cork();
      process.nextTick(() => stdin.uncork());
    }
    stdin.write(`${JSON.stringify(message)}\n`);
  }

  setProtocolVersion(): void {
    // A pipe has no place for it.
  }

  async close(): Promise<void> {
    this.#events = null;
    await this.#process?.end();
  }

  #listen(process: Subprocess): void {
    const { maxMessageBytes } = this.#options;
    const reader = new LineReader(maxMessageBytes, {
      onLine: (line) => this.#receive(line),
      onTooLong: (start, end) => this.#events?.onLost(idIn(start, end), tooLarge(maxMessageBytes)),
    });
    process.stdout.on("data", (chunk: Buffer) => {
      reader.push(chunk);
      // A line that never ends is not worth reading on.
      if (reader.pendingBytes > ENDLESS * maxMessageBytes) this.#lose(process, tooLarge(maxMessageBytes));
    });
    process.stderr.on("data", (chunk: Buffer) => {
      this.#stderr = Buffer.from(Buffer.concat([this.#stderr, chunk]).subarray(-STDERR_TAIL_BYTES));
    });
    // A broken pipe is followed by the exit, which says more.
    for (const stream of [process.stdin, process.stdout, process.stderr]) stream.on("error", () => undefined);
    void process.ended.then((how) => this.#lose(process, this.#goneError(how)));
  }

  #receive(line: string): void {
    const message = parseLine(line);
    // Servers print log lines and banners where only messages belong; nothing depends on them.
    if (message) this.#events?.onMessage(message, line.length);
    else this.#events?.onNoise(line.length);
  }

  /** Tells the session, once, and sees to it that nothing of the process is left. */
  #lose(process: Subprocess, error: ConnectorError): void {
    const events = this.#events;
    this.#events = null;
    process.kill();
    events?.onClosed(error);
  }

  #goneError(what: string): ConnectorError {
    const wrote = this.#stderr.toString("utf8").trim();
    return new ConnectorError("connector_closed", `The server's process is gone. ${what}`, {
      hint: "Run the command in a terminal to see what it complains about, then test the connector again.",
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

function parseLine(line: string): JsonObject | null {
  if (!/^\s*\{/.test(line)) return null;
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value : null;
  } catch {
    return null; // No message, whatever it is.
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
