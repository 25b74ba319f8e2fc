import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import { RPCHandler } from "@orpc/server/message-port";
import type { Contract } from "../../../src-contract/contract.ts";
import type { ClientKind, Frame } from "../../../src-contract/host.ts";
import { createTempHome } from "../../../testkit/temp-home.ts";
import { buildStudio, type RunningStudio, type StudioParts } from "../../build-studio.ts";
import { createRouter } from "../index.ts";
import { createConnection, RelayedPort, type Connection, type RpcContext } from "../../rpc/index.ts";
import { openHome } from "../../store/index.ts";
import { FLOOR_COST } from "../../vault/vectors/fixed-org.ts";

export type PeopleDoor = ContractRouterClient<Contract>;

export const PASSPHRASE = "correct horse battery staple";
export const FIRST_RUN = { orgName: "Acme", memberName: "Dana", passphrase: PASSPHRASE };

/** One connection at the people's door and everything that it was told. */
export interface Visitor {
  readonly door: PeopleDoor;
  readonly connection: Connection;
  /** Frames from the sidecar, as text. */
  readonly frames: string[];
  hangUp(): void;
}

export interface PeopleRig extends AsyncDisposable {
  readonly home: string;
  readonly running: RunningStudio;
  visit(via?: ClientKind): Visitor;
  /** The same home, after an orderly end. */
  restart(): Promise<PeopleRig>;
}

/** What a test may set: what is told of locks of the whole studio, and how long things take with connected accounts. */
type Hooks = Pick<StudioParts, "beforeLock" | "afterLock" | "oauthTiming">;

/** Builds a studio as `sidecar.ts` does, on a home of its own and with the agents' door on a free port. */
export async function openPeopleRig(hooks: Hooks = {}): Promise<PeopleRig> {
  const home = createTempHome();
  const rig = await openOn(home.path, hooks);
  const open: PeopleRig[] = [rig];
  return {
    ...rig,
    restart: async () => {
      for (const one of open) await one[Symbol.asyncDispose](); // Those that ended before stay as they are.
      const next = await openOn(home.path, hooks);
      open.push(next);
      return next;
    },
    [Symbol.asyncDispose]: async () => {
      for (const one of open) await one[Symbol.asyncDispose]();
      home[Symbol.dispose]();
    },
  };
}

async function openOn(home: string, hooks: Hooks): Promise<PeopleRig> {
  const running = await buildStudio({
    home: openHome(home),
    version: "0.0.0-test",
    agentsPort: 0,
    bridgeCommand: ["gatehouse", "mcp"],
    passphraseCost: FLOOR_COST,
    ...hooks,
  });
  const handler = new RPCHandler<RpcContext>(createRouter(running.studio));
  let isOpen = true;
  return {
    home,
    running,
    visit: (via = "window") => visit(running, handler, via),
    restart: () => Promise.reject(new Error("restart the first one")),
    [Symbol.asyncDispose]: async () => {
      if (isOpen) await running.close();
      isOpen = false;
    },
  };
}

function visit(running: RunningStudio, handler: RPCHandler<RpcContext>, via: ClientKind): Visitor {
  const connection = createConnection(via);
  const frames: string[] = [];
  const server: RelayedPort = new RelayedPort((frame) => {
    frames.push(typeof frame === "string" ? frame : Buffer.from(frame).toString("latin1"));
    queueMicrotask(() => client.receive(frame));
  });
  const client: RelayedPort = new RelayedPort((frame: Frame) => queueMicrotask(() => server.receive(frame)));
  running.connections.add(connection);
  server.on("close", () => running.connections.delete(connection));
  handler.upgrade(server, { context: { connection } });
  const door: PeopleDoor = createORPCClient(new RPCLink({ port: client }));
  const hangUp = (): void => {
    server.hangUp();
    client.hangUp();
  };
  return { door, connection, frames, hangUp };
}

/** The code of the error that a call ends with; "done" when it ends with none. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "done";
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}
