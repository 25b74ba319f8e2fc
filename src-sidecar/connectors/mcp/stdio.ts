import { spawn, type ChildProcess, type ChildProcessByStdio } from "node:child_process";
import { Socket } from "node:net";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { ConnectorError } from "../error.ts";
import type { CommandLine } from "./command.ts";

/** From the end of its input to SIGTERM, and from there to SIGKILL. */
const GRACE_MS = 1500;
/** From the exit of a process to the end of its output. */
const DRAIN_MS = 200;

/*
 * Reads which groups live (`+ id`, `- id`) until its input ends, which it does whatever becomes of us; then gives the groups that are left the
 * time to notice for themselves, and ends them.
 */
const WARDEN_SCRIPT = `
trap '' HUP INT TERM
groups=
while read -r what id; do
  case $what in
    +) groups="$groups $id" ;;
    -) kept=
       for one in $groups; do [ "$one" = "$id" ] || kept="$kept $one"; done
       groups=$kept ;;
  esac
done
[ -n "$groups" ] || exit 0
sleep 2
for one in $groups; do kill -s KILL -- "-$one"; done
`;

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** A subprocess that is running, or was. */
export interface Subprocess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves once it has ended and what it wrote has been read; with how it ended, as a sentence. */
  readonly ended: Promise<string>;
  /** Ends its input, which a polite server obeys; then signals its group, which every server obeys. */
  end(): Promise<void>;
  /** Ends it and what it started at once. */
  kill(): void;
}

/**
 * Starts subprocesses and sees to it that none outlives us.
 *
 * Each is the leader of a process group of its own, so that what it started ends with it (the real server behind `npx`). On POSIX systems a
 * small shell script, fed with nothing but process ids, ends them even when this process is killed. A grandchild that leaves the group
 * on purpose is out of reach.
 */
export class Subprocesses {
  readonly #running = new Set<Child>();
  readonly #onExit = (): void => this.#running.forEach((child) => signalGroup(child, "SIGKILL"));
  #warden: ChildProcess | null = null;

  constructor() {
    process.once("exit", this.#onExit);
  }

  /** @throws {ConnectorError} `command_not_found`. No error quotes the environment. */
  async start(line: CommandLine, cwd: string, environment: Record<string, string>): Promise<Subprocess> {
    const child = await started(line, cwd, environment);
    this.#running.add(child);
    this.#tellWarden(`+ ${child.pid}`);
    const ended = new Promise<string>((resolve) => {
      child.once("exit", (code, signal) => {
        // What it started and left behind.
        signalGroup(child, "SIGKILL");
        this.#running.delete(child);
        this.#tellWarden(`- ${child.pid}`);
        const how = signal === null ? `It ended with exit code ${code}.` : `It was ended by ${signal}.`;
        void Promise.race([closed(child), wait(DRAIN_MS)]).then(() => resolve(how));
      });
    });
    const { stdin, stdout, stderr } = child;
    const kill = (): void => (this.#running.has(child) ? signalGroup(child, "SIGKILL") : undefined);
    return { stdin, stdout, stderr, ended, kill, end: () => this.#end(child, ended) };
  }

  /** Everything has been ended before. */
  dispose(): void {
    process.off("exit", this.#onExit);
    this.#warden?.stdin?.end();
  }

  async #end(child: Child, ended: Promise<string>): Promise<void> {
    child.stdin.end();
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      await Promise.race([ended, wait(GRACE_MS)]);
      if (!this.#running.has(child)) return;
      signalGroup(child, signal);
    }
    await Promise.race([ended, wait(GRACE_MS)]);
  }

  #tellWarden(news: string): void {
    if (process.platform === "win32") return;
    if (this.#warden === null || this.#warden.exitCode !== null) {
      this.#warden = startWarden();
      for (const { pid } of this.#running) this.#warden.stdin?.write(`+ ${pid}\n`);
    }
    this.#warden.stdin?.write(`${news}\n`);
  }
}

function startWarden(): ChildProcess {
  const warden = spawn("/bin/sh", ["-c", WARDEN_SCRIPT], {
    cwd: "/",
    env: { PATH: "/usr/bin:/bin" },
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  // Without it, processes still end with us whenever we end by ourselves.
  warden.on("error", () => undefined);
  warden.stdin.on("error", () => undefined);
  warden.unref();
  // The pipe of a child is a socket, which a plain stream does not show.
  if (warden.stdin instanceof Socket) warden.stdin.unref();
  return warden;
}

function started(line: CommandLine, cwd: string, env: Record<string, string>): Promise<Child> {
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

function closed(child: Child): Promise<void> {
  return new Promise((resolve) => child.once("close", () => resolve()));
}

function wait(ms: number): Promise<void> {
  return sleep(ms, undefined, { ref: false });
}

function signalGroup(child: Child, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") {
    const taskkill = join(process.env["SYSTEMROOT"] ?? "C:\\Windows", "System32", "taskkill.exe");
    const killer = spawn(taskkill, ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore", windowsHide: true });
    killer.on("error", () => undefined);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}
