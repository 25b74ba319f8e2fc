/**
 * The smallest thing that keeps a sidecar's side of `src-contract/host.ts`, over child IPC and over Electron's parent
 * port: it echoes frames, passes requests to the keychain on, and does what `fake-sidecar.json` in its home says.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface PortLike {
  on(event: "message", listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
  start?(): void;
}
interface ParentPort {
  on(event: "message", listener: (event: { data: unknown; ports: PortLike[] }) => void): void;
  postMessage(message: unknown): void;
}
interface Orders {
  readonly failed?: string;
  readonly crashAtStart?: boolean;
  readonly readyAfterMs?: number;
  /** Ends as a sidecar does that locked. */
  readonly locks?: boolean;
}

const home = process.env["GATEHOUSE_HOME"] ?? ".";
const note = (line: string): void => appendFileSync(join(home, "fake-sidecar.log"), `${line}\n`);
const ordersFile = join(home, "fake-sidecar.json");
const orders: Orders = existsSync(ordersFile) ? JSON.parse(readFileSync(ordersFile, "utf8")) : {};
const agentsUrl = `http://127.0.0.1:${process.env["GATEHOUSE_AGENTS_PORT"] ?? "4321"}/mcp`;
// Electron puts `parentPort` on the process of a utility process; Node's types do not know it.
const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort;
const tell = (message: unknown): void => {
  if (parentPort === undefined) process.send?.(message);
  else parentPort.postMessage(message);
};

/** Who waits for an answer of the keychain, oldest first. */
const askers: ((reply: unknown) => void)[] = [];

function reply(data: unknown, answer: (data: unknown) => void): void {
  if (data === "crash") process.exit(3);
  else if (data === "lock") process.exit(80);
  else if (data === "die locking") {
    tell({ kind: "locking" });
    setTimeout(() => process.exit(3), 20); // time for the message to leave
  }
  else if (typeof data === "string" && data.startsWith("keychain ")) {
    const { secret, ...ask } = JSON.parse(data.slice("keychain ".length)) as { secret?: number[] };
    askers.push((given) => answer(JSON.stringify(given)));
    tell({ kind: "keychain", request: askers.length, ask: { ...ask, ...(secret && { secret: new Uint8Array(secret) }) } });
  }
  else if (typeof data === "string" && data.startsWith("waiting ")) {
    tell({ kind: "waiting", ...JSON.parse(data.slice("waiting ".length)) });
    answer("told");
  }
  else if (data === "pid") answer(String(process.pid));
  else if (data === "environment") answer(JSON.stringify(Object.keys(process.env).toSorted()));
  else answer(data);
}

function hear(message: Record<string, unknown>, port: PortLike | undefined): void {
  if (message["kind"] === "data") {
    const { client, data, isText } = message;
    // Answers in the way it was asked: bytes of a text, or bytes.
    const heard = isText === true ? Buffer.from(data as Uint8Array).toString("utf8") : data;
    const encoded = (answer: unknown) =>
      typeof answer === "string" && isText === true ? { data: new TextEncoder().encode(answer), isText } : { data: answer };
    reply(heard, (answer) => tell({ kind: "data", client, ...encoded(answer) }));
    return;
  }
  if (message["kind"] === "keychain") {
    askers[Number(message["request"]) - 1]?.(message["reply"]);
    return;
  }
  note(JSON.stringify(message));
  if (message["kind"] === "lock" && message["reason"] !== "quit" && orders.locks) process.exit(80);
  if (message["reason"] === "quit" && parentPort !== undefined) process.exit(0);
  if (port === undefined) return;
  port.on("message", (event) => reply(event.data, (data) => port.postMessage(data)));
  port.start?.();
}

function begin(): void {
  if (orders.failed !== undefined) {
    tell({ kind: "failed", code: orders.failed, message: `The test says ${orders.failed}.` });
    setTimeout(() => process.exit(1), 20);
    return;
  }
  writeFileSync(join(home, "agents.json"), JSON.stringify({ url: agentsUrl }));
  tell({ kind: "nonsense" });
  tell({ kind: "ready", agentsUrl });
}

if (orders.crashAtStart) process.exit(9);
// What crosses this channel is one of the contract's objects by construction of the test.
const hearHost = (message: unknown): void => hear(message as Record<string, unknown>, undefined);
if (parentPort === undefined) {
  process.on("message", hearHost);
  process.on("disconnect", () => {
    note("disconnected");
    process.exit(0);
  });
}
process.on("SIGINT", () => undefined);
parentPort?.on("message", (event) => hear(event.data as Record<string, unknown>, event.ports[0]));
if (orders.readyAfterMs !== undefined) note("takes its time");
setTimeout(begin, orders.readyAfterMs ?? 0);
