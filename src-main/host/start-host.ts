import { once } from "node:events";
import type { Server as ControlServer } from "node:net";
import type { Server } from "node:http";
import { join } from "node:path";
import { serveControlSocket } from "../base/control-socket.ts";
import { sidecarEnvironment } from "../base/environment.ts";
import { HeadlessKeyError, takeHeadlessKey } from "../base/headless-key.ts";
import { homePaths, openHome } from "../base/home.ts";
import { logToStderr, type Log } from "../base/log.ts";
import { Supervisor, type AnswerKeychain, type Failure } from "../base/supervisor.ts";
import { onWake } from "./away.ts";
import { Bridge } from "./bridge.ts";
import { LaunchCodes } from "./launch-codes.ts";
import { createPageServer } from "./page-server.ts";
import { sidecarChild } from "./sidecar-child.ts";

export interface HostOptions {
  readonly home: string;
  /** Folder with `sidecar.js`; the window's files are in `../renderer` beside it. */
  readonly programFolder: string;
  /** Port of the window on 127.0.0.1; 0 or absent: a free one. */
  readonly port?: number | undefined;
  readonly agentsPort?: number | undefined;
  readonly log?: Log;
  readonly now?: () => number;
  /** The sidecar failed after it had been ready; the host is of no use any more. */
  readonly onFailure?: (failure: Failure) => void;
  /** Gives up a start that is still going on; a running host is ended with `close`. */
  readonly signal?: AbortSignal;
}

export interface RunningHost {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** The agents' door, `http://127.0.0.1:PORT/mcp`; may change when the sidecar is started again. */
  agentsUrl(): string;
  /** A fresh address for one more window: it works once, within a minute. */
  windowAddress(): string;
  close(): Promise<void>;
}

/** A studio that could not be started; `failure.code` decides the exit code. */
export class StartError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.failure = failure;
  }
}

/**
 * Starts the loopback host and its sidecar.
 *
 * @throws {HomeError} The home cannot be used.
 * @throws {StartError} The window's port is taken, the headless key is unusable, or the sidecar said why it cannot start.
 * @throws The reason of `signal`, once the sidecar is gone.
 */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const headlessKey = takeKey();
  const home = openHome(options.home);
  const log = options.log ?? logToStderr;
  const codes = new LaunchCodes(options.now);
  let origin = "";
  const bridge = new Bridge({ codes, supervisor: () => supervised.supervisor, origin: () => origin });
  const server = createPageServer({ root: join(options.programFolder, "../renderer"), codes, origin: () => origin });
  server.on("upgrade", (request, socket, head) => {
    bridge.upgrade(request, socket, head).catch(() => socket.destroy()); // a half-made window cannot be mended
  });
  const supervised = superviseFor({ ...options, log }, home, bridge, headlessKey);

  origin = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;
  const windowAddress = (): string => `${origin}/#k=${codes.issue()}`; // a fragment reaches no log and no Referer
  try {
    await supervised.firstReady();
  } catch (error) {
    await Promise.all([closeServer(server), supervised.supervisor.stop()]);
    throw error;
  }
  const control = await openControlSocket(home, windowAddress, log);
  const stopLooking = onWake(() => supervised.supervisor.post({ kind: "lock", reason: "suspend" }));
  const close = async (): Promise<void> => {
    stopLooking();
    control?.close();
    bridge.close();
    await Promise.all([closeServer(server), supervised.supervisor.stop()]);
  };
  return { origin, agentsUrl: () => supervised.agentsUrl(), windowAddress, close };
}

interface Supervised {
  readonly supervisor: Supervisor;
  agentsUrl(): string;
  /** Starts the sidecar and resolves when it is ready. @throws {StartError} */
  firstReady(): Promise<void>;
}

/** A browser cannot reach it, and a plain Node process is no program that a keychain would know again. */
const noKeychain: AnswerKeychain = async () => ({
  kind: "failed",
  reason: "Gatehouse runs in a browser here, and only its desktop program can use the operating system's keychain.",
});

function superviseFor(
  options: HostOptions & { readonly log: Log },
  home: string,
  bridge: Bridge,
  headlessKey: Uint8Array<ArrayBuffer> | undefined,
): Supervised {
  let agentsUrl = "";
  const first = Promise.withResolvers<void>();
  let hasBeenReady = false;
  const environment = sidecarEnvironment(process.env, {
    GATEHOUSE_HOME: home,
    ...(options.agentsPort === undefined ? {} : { GATEHOUSE_AGENTS_PORT: String(options.agentsPort) }),
  });
  const supervisor: Supervisor = new Supervisor({
    start: sidecarChild(join(options.programFolder, "sidecar.js"), environment),
    log: options.log,
    keychain: noKeychain,
    headlessKey,
    listener: {
      ready: (url) => {
        agentsUrl = url;
        // Any port was good enough, until agents were told of it: the next life takes the same.
        if (options.agentsPort === 0) environment["GATEHOUSE_AGENTS_PORT"] = new URL(url).port;
        hasBeenReady = true;
        first.resolve();
      },
      data: (frame) => bridge.deliver(frame),
      waiting: () => undefined, // The page tells its person by itself: it is open, or nobody is there to be told.
      gone: () => bridge.restart(),
      failed: (failure) => {
        if (hasBeenReady) options.onFailure?.(failure);
        else first.reject(new StartError(failure));
      },
    },
  });
  return {
    supervisor,
    agentsUrl: () => agentsUrl,
    firstReady: () => {
      options.signal?.throwIfAborted();
      options.signal?.addEventListener("abort", () => first.reject(options.signal?.reason), { once: true });
      supervisor.start();
      return first.promise;
    },
  };
}

/** @throws {StartError} `secret_key_unusable`. */
function takeKey(): Uint8Array<ArrayBuffer> | undefined {
  try {
    return takeHeadlessKey(process.env);
  } catch (error) {
    if (!(error instanceof HeadlessKeyError)) throw error;
    throw new StartError({ code: error.code, message: error.message }, { cause: error });
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    const message = `Port ${port} on 127.0.0.1 is taken or not allowed. Choose another with --port, or leave it out.`;
    throw new StartError({ code: "port_in_use", message }, { cause: error });
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("internal: a listening server has no port");
  return address.port;
}

/** Without this socket the studio works; only `gatehouse open` does not. */
async function openControlSocket(
  home: string,
  windowAddress: () => string,
  log: Log,
): Promise<ControlServer | undefined> {
  const path = homePaths(home).hostSocket;
  try {
    return await serveControlSocket(path, () => ({ window: windowAddress() }));
  } catch (error) {
    log("`gatehouse open` will not work: the host socket cannot be opened", { path, reason: String(error) });
    return undefined;
  }
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
