import { join } from "node:path";
import { RPCHandler } from "@orpc/server/message-port";
import { START_EXIT_CODES, type ClientKind, type StartFailure } from "../src-contract/host.ts";
import { auditCheckpointCommand, auditExportCommand, auditVerifyCommand } from "./audit-offline.ts";
import { hardenProcess } from "./base/harden.ts";
import { Secret } from "./base/secret.ts";
import { buildStudio, type RunningStudio } from "./build-studio.ts";
import { createRouter, type Studio } from "./handlers/index.ts";
import { HostKeychain } from "./host-keychain.ts";
import { findHost, frameOf, postFrame, type Host } from "./host-link.ts";
import { createLifetime } from "./lifetime.ts";
import { redactCommand } from "./redact-offline.ts";
import { createConnection, guardPort, listenForPeople, RelayedPort, type Port, type RpcContext } from "./rpc/index.ts";
import { openHome, StoreError } from "./store/index.ts";

/*
 * The sidecar: the one process that touches secrets and the network. A host forks it and relays frames that it does not read.
 * `sidecar.js audit-verify`, `audit-export` and `redact` are the same program as commands that need no host.
 */

declare const __GATEHOUSE_VERSION__: string | undefined;
const VERSION = typeof __GATEHOUSE_VERSION__ === "string" ? __GATEHOUSE_VERSION__ : "0.0.0-source";

// Plain Node ends on an unhandled rejection, a utility process only warns: both must end, because nobody knows what is half done.
process.on("unhandledRejection", (error) => {
  process.stderr.write(
    `the sidecar stops: ${error instanceof Error ? (error.stack ?? error.message) : "a rejection that is no error"}\n`,
  );
  process.exit(START_EXIT_CODES.internal);
});

const [command] = process.argv.slice(2);
if (command === "audit-verify")
  process.exitCode = await auditVerifyCommand(process.env["GATEHOUSE_HOME"], {
    isJson: process.argv.includes("--json"),
    anchor: optionOf("--anchor"),
    proof: optionOf("--proof"),
    key: optionOf("--key"),
  });
else if (command === "audit-export")
  process.exitCode = await auditExportCommand(
    process.env["GATEHOUSE_HOME"],
    optionOf("--format") === "csv" ? "csv" : "jsonl",
  );
else if (command === "audit-checkpoint") process.exitCode = await auditCheckpointCommand(process.env["GATEHOUSE_HOME"]);
else if (command === "redact")
  process.exitCode = await redactCommand(process.argv.slice(3), {
    input: process.stdin,
    out: process.stdout,
    err: process.stderr,
  });
else await serve();

/** What stands behind an option of a command: the command line has checked it. */
function optionOf(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at === -1 ? undefined : process.argv[at + 1];
}

async function serve(): Promise<void> {
  const host = findHost();
  if (host === null) {
    process.stderr.write("The sidecar is started by a host: use `gatehouse serve`.\n");
    process.exit(START_EXIT_CODES.internal);
  }
  const objection = hardenProcess();
  if (objection !== null) return fail(host, "internal", objection);
  const home = process.env["GATEHOUSE_HOME"];
  const port = process.env["GATEHOUSE_AGENTS_PORT"];
  if (home === undefined) return fail(host, "internal", "The sidecar was started without a studio home.");
  const keychain = new HostKeychain((message) => host.post(message));
  const locked = Promise.withResolvers<void>();
  try {
    const running = await buildStudio({
      home: openHome(home),
      version: VERSION,
      agentsPort: port === undefined ? undefined : Number(port),
      bridgeCommand: bridgeCommand(home),
      collector: process.env["OTEL_EXPORTER_OTLP_ENDPOINT"] || undefined,
      keychain,
      tellWaiting: (waiting) => host.post({ kind: "waiting", ...waiting }),
      beforeLock: () => host.post({ kind: "locking" }),
      afterLock: () => locked.resolve(),
    });
    await openPeoplesDoor({ host, running, home, keychain, locked: locked.promise });
    host.post({ kind: "ready", agentsUrl: running.agentsUrl });
  } catch (error) {
    const { code, message } = startFailureOf(error);
    return fail(host, code, message);
  }
}

interface Serving {
  readonly host: Host;
  readonly running: RunningStudio;
  readonly home: string;
  readonly keychain: HostKeychain;
  /** Resolves when every vault that was open has been locked. */
  readonly locked: Promise<void>;
}

/** Serves the contract on every port that the host or the command line opens. */
async function openPeoplesDoor({ host, running, home, keychain, locked }: Serving): Promise<void> {
  const { studio } = running;
  const clients = new Map<number, RelayedPort>();
  const attach = createAttach(running);
  const socket = await listenForPeople(peopleSocketPath(home), (port) => attach(port, "command-line"));

  const lifetime = createLifetime(host, running, locked, () => socket.close());
  host.listen(
    (message, ports) => {
      switch (message.kind) {
        case "open": {
          const [handed] = ports;
          if (handed) return attach(handed, message.via);
          const port = new RelayedPort((frame) => postFrame(host, message.client, frame));
          clients.set(message.client, port);
          return attach(port, message.via);
        }
        case "data":
          return clients.get(message.client)?.receive(frameOf(message));
        case "close":
          clients.get(message.client)?.hangUp();
          clients.delete(message.client);
          return;
        case "lock":
          return void (message.reason === "quit" ? lifetime.quit() : lifetime.lock(message.reason));
        case "headless-key":
          return void openHeadless(studio, message.key);
        case "keychain":
          return keychain.answered(message.request, message.reply);
      }
    },
    () => void lifetime.quit(),
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void lifetime.quit());
}

/** Serves the contract on a port, to a connection of its own. */
function createAttach({ studio, connections }: RunningStudio): (port: Port, via: ClientKind) => void {
  const handler = new RPCHandler<RpcContext>(createRouter(studio));
  return (port, via) => {
    const connection = createConnection(via);
    connections.add(connection);
    const forget = (): void => {
      connections.delete(connection);
      if (via !== "command-line") return; // A window takes its sign-ins up again; a command signs in anew.
      for (const [id, session] of connection.signIns) studio.org(id)?.memberSessions.endWhere((one) => one === session);
    };
    port.on("close", forget);
    const guarded = guardPort(port, () => {
      forget();
      connection.signIns.clear();
    });
    handler.upgrade(guarded, { context: { connection } });
    guarded.start?.();
  };
}

async function openHeadless(studio: Studio, bytes: Uint8Array): Promise<void> {
  using key = Secret.take(bytes);
  try {
    const opened = await studio.openHeadless(key);
    studio.log("organizations were opened with the headless key", { opened, of: studio.orgs().length });
  } catch (error) {
    studio.log("the headless key opened nothing", { error: String(error) });
  }
}

function startFailureOf(error: unknown): { readonly code: StartFailure; readonly message: string } {
  if (error instanceof StoreError && error.code !== "conflict" && error.code !== "database_missing")
    return { code: error.code, message: error.message };
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    return {
      code: "port_in_use",
      message: "The port for agents is taken by another program. Choose another with --agents-port.",
    };
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : "a failure that is no error"}\n`);
  return { code: "internal", message: "The sidecar could not start. The lines above say why." };
}

function fail(host: Host, code: StartFailure, message: string): void {
  host.post({ kind: "failed", code, message });
  setTimeout(() => process.exit(START_EXIT_CODES[code]), 100); // Time for the message to leave.
}

function bridgeCommand(home: string): readonly string[] {
  // Electron's own binary is no Node: the installed command is the way there.
  if (process.versions["electron"] !== undefined) return ["gatehouse", "mcp", "--home", home];
  return [process.execPath, join(import.meta.dirname, "cli.js"), "mcp", "--home", home];
}

function peopleSocketPath(home: string): string {
  return process.platform === "win32"
    ? `\\\\.\\pipe\\gatehouse-people-${Buffer.from(home).toString("base64url")}`
    : join(home, "people.sock");
}
