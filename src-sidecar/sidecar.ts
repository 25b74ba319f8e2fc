import { join } from "node:path";
import { RPCHandler } from "@orpc/server/message-port";
import {
  START_EXIT_CODES,
  type ClientKind,
  type Frame,
  type HostMessage,
  type SidecarMessage,
  type StartFailure,
} from "../src-contract/host.ts";
import { auditExportCommand, auditVerifyCommand } from "./audit-offline.ts";
import { buildStudio, type RunningStudio } from "./build-studio.ts";
import { createRouter } from "./handlers/index.ts";
import { createConnection, guardPort, listenForPeople, RelayedPort, type Port, type RpcContext } from "./rpc/index.ts";
import { openHome, StoreError } from "./store/index.ts";

/*
 * The sidecar: the one process that touches secrets and the network. A host forks it and relays frames that it does not read.
 * `sidecar.js audit-verify` and `audit-export` are the same program as commands that need no host.
 */

declare const __GATEHOUSE_VERSION__: string | undefined;
const VERSION = typeof __GATEHOUSE_VERSION__ === "string" ? __GATEHOUSE_VERSION__ : "0.0.0-source";

/** Electron's parent port, as far as it is used. Ports come with the messages. */
interface ParentPort {
  on(
    event: "message",
    listener: (event: { readonly data: HostMessage; readonly ports: readonly Port[] }) => void,
  ): void;
  postMessage(message: SidecarMessage): void;
}

/** The host, whichever it is. */
interface Host {
  post(message: SidecarMessage): void;
  listen(onMessage: (message: HostMessage, ports: readonly Port[]) => void, onGone: () => void): void;
}

// Plain Node ends on an unhandled rejection, a utility process only warns: both must end, because nobody knows what is half done.
process.on("unhandledRejection", (error) => {
  process.stderr.write(
    `the sidecar stops: ${error instanceof Error ? (error.stack ?? error.message) : "a rejection that is no error"}\n`,
  );
  process.exit(START_EXIT_CODES.internal);
});

const [command] = process.argv.slice(2);
if (command === "audit-verify")
  process.exitCode = await auditVerifyCommand(process.env["GATEHOUSE_HOME"], process.argv.includes("--json"));
else if (command === "audit-export") process.exitCode = await auditExportCommand(process.env["GATEHOUSE_HOME"]);
else await serve();

async function serve(): Promise<void> {
  const host = findHost();
  if (host === null) {
    process.stderr.write("The sidecar is started by a host: use `gatehouse serve`.\n");
    process.exit(START_EXIT_CODES.internal);
  }
  const home = process.env["GATEHOUSE_HOME"];
  const port = process.env["GATEHOUSE_AGENTS_PORT"];
  if (home === undefined) return fail(host, "internal", "The sidecar was started without a studio home.");
  try {
    const running = await buildStudio({
      home: openHome(home),
      version: VERSION,
      agentsPort: port === undefined ? undefined : Number(port),
      bridgeCommand: bridgeCommand(home),
    });
    await openPeoplesDoor(host, running, home);
    host.post({ kind: "ready", agentsUrl: running.agentsUrl });
  } catch (error) {
    const { code, message } = startFailureOf(error);
    return fail(host, code, message);
  }
}

/** Serves the contract on every port that the host or the command line opens. */
async function openPeoplesDoor(host: Host, running: RunningStudio, home: string): Promise<void> {
  const handler = new RPCHandler<RpcContext>(createRouter(running.studio));
  const clients = new Map<number, RelayedPort>();
  const attach = (port: Port, via: ClientKind): void => {
    const connection = createConnection(via);
    running.connections.add(connection);
    const forget = (): void => void running.connections.delete(connection);
    port.on("close", forget);
    const guarded = guardPort(port, () => {
      connection.signIns.clear();
      forget();
    });
    handler.upgrade(guarded, { context: { connection } });
    guarded.start?.();
  };
  const socket = await listenForPeople(peopleSocketPath(home), (port) => attach(port, "command-line"));

  let isClosing = false;
  const close = async (): Promise<void> => {
    if (isClosing) return;
    isClosing = true;
    socket.close();
    await running.close();
    process.exit(0);
  };
  // The vault is locked all the same when the log could not take it down.
  const lock = (reason: string): Promise<void> =>
    running.studio
      .lock("gatehouse", reason)
      .catch((error: unknown) => running.studio.log("the lock could not be recorded", { error: String(error) }));
  host.listen(
    (message, ports) => {
      switch (message.kind) {
        case "open": {
          const [handed] = ports;
          if (handed) return attach(handed, message.via);
          const port = new RelayedPort((data: Frame) => host.post({ kind: "data", client: message.client, data }));
          clients.set(message.client, port);
          return attach(port, message.via);
        }
        case "data":
          return clients.get(message.client)?.receive(message.data);
        case "close":
          clients.get(message.client)?.hangUp();
          clients.delete(message.client);
          return;
        case "lock":
          return void (message.reason === "quit" ? close() : lock(message.reason));
      }
    },
    () => void close(),
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void close());
}

function findHost(): Host | null {
  const parentPort = "parentPort" in process ? (process.parentPort as ParentPort | null) : null; // Electron defines it in utility processes.
  if (parentPort) {
    return {
      post: (message) => parentPort.postMessage(message),
      listen: (onMessage) => parentPort.on("message", ({ data, ports }) => onMessage(data, ports)),
    };
  }
  if (!process.send) return null;
  return {
    post: (message) => void process.send?.(message, undefined, {}, () => {}), // The host may be gone already; `disconnect` says so.
    listen: (onMessage, onGone) => {
      process.on("message", (message) => onMessage(message as HostMessage, [])); // Our own host sends nothing else.
      process.on("disconnect", onGone);
    },
  };
}

function startFailureOf(error: unknown): { readonly code: StartFailure; readonly message: string } {
  if (error instanceof StoreError && error.code !== "conflict") return { code: error.code, message: error.message };
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
