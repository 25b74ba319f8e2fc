import { app, dialog, safeStorage, session, type BrowserWindow } from "electron";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { START_EXIT_CODES } from "../src-contract/host.ts";
import { serveControlSocket } from "./base/control-socket.ts";
import { sidecarEnvironment } from "./base/environment.ts";
import { HeadlessKeyError, takeHeadlessKey } from "./base/headless-key.ts";
import { defaultHome, homePaths, HomeError, openHome } from "./base/home.ts";
import { logToStderr } from "./base/log.ts";
import { Supervisor, type Failure } from "./base/supervisor.ts";
import { Caller, createKeychain, onAway, openExternal, setApplicationMenu } from "./os/index.ts";
import { utilitySidecar } from "./supervisor/index.ts";
import {
  createStudioWindow,
  guardContents,
  limitPermissions,
  onQuiet,
  PortHandover,
  registerStudioScheme,
  serveStudioScheme,
  showWaiting,
  STUDIO_ORIGIN,
  type WindowPort,
} from "./windows/index.ts";

/** As in `electron-builder.yml`. */
const APP_ID = "dev.gatehouse.studio";

interface DesktopOptions {
  readonly home: string;
  readonly agentsPort: string | undefined;
  readonly headlessKey: Uint8Array<ArrayBuffer> | undefined;
}

/** The studio in a window of its own. Built once, when this process is the only one for its home. */
class DesktopStudio {
  readonly #home: string;
  readonly #supervisor: Supervisor<WindowPort>;
  readonly #handover: PortHandover;
  readonly #caller: Caller;
  #window: BrowserWindow | undefined;
  #control: { close(): void } | undefined;

  constructor({ home, agentsPort, headlessKey }: DesktopOptions) {
    this.#home = home;
    const environment = sidecarEnvironment(process.env, {
      GATEHOUSE_HOME: home,
      ...(agentsPort === undefined ? {} : { GATEHOUSE_AGENTS_PORT: agentsPort }),
    });
    this.#supervisor = new Supervisor({
      keychain: createKeychain({
        storage: safeStorage,
        folder: homePaths(home).keychainFolder,
        platform: process.platform,
      }),
      headlessKey,
      start: utilitySidecar(join(import.meta.dirname, "sidecar.js"), environment),
      listener: {
        ready: (url) => {
          // Any port was good enough, until agents were told of it: the next life takes the same.
          if (agentsPort === "0") environment["GATEHOUSE_AGENTS_PORT"] = new URL(url).port;
          void this.#openControlSocket();
        },
        data: () => undefined, // frames go over ports, past this process
        waiting: (waiting) => this.#caller.told(waiting),
        gone: () => this.#caller.forget(), // the ports of that life close by themselves, and the page asks again
        failed: (failure) => giveUp(failure),
      },
    });
    this.#handover = new PortHandover({
      window: () => this.#window,
      whenReady: (timeoutMs) => this.#supervisor.whenReady(timeoutMs),
    });
    this.#caller = new Caller({
      platform: process.platform,
      window: () => this.#window,
      onChosen: () => void this.showWaiting().catch(reportAndQuit),
    });
  }

  async open(): Promise<void> {
    serveStudioScheme(join(import.meta.dirname, "../renderer"));
    limitPermissions(session.defaultSession);
    setApplicationMenu(!app.isPackaged);
    onAway((reason) => this.#supervisor.post({ kind: "lock", reason }));
    onQuiet(
      () => this.#window,
      (isQuiet) => this.#caller.setQuiet(isQuiet),
    );
    this.#caller.openTray();
    this.#supervisor.start();
    await this.show();
  }

  /** Brings the window to the front, or opens it again. */
  async show(): Promise<void> {
    if (this.#window !== undefined) {
      if (this.#window.isMinimized()) this.#window.restore();
      this.#window.show();
      this.#window.focus();
      return;
    }
    const preload = join(import.meta.dirname, "../preload/preload.cjs");
    const window = createStudioWindow({ preload, hasDevTools: !app.isPackaged });
    this.#window = window;
    window.once("closed", () => {
      this.#window = undefined;
      this.#handover.closeCurrent();
    });
    this.#caller.mark();
    await window.loadURL(`${STUDIO_ORIGIN}/`);
  }

  /** The window, with what waits for a decision. */
  async showWaiting(): Promise<void> {
    await this.show();
    if (this.#window !== undefined) showWaiting(this.#window);
  }

  async close(): Promise<void> {
    this.#caller.close();
    this.#control?.close();
    await this.#supervisor.stop();
  }

  /** `gatehouse open` brings the window to the front. Only now is the home ours. */
  async #openControlSocket(): Promise<void> {
    if (this.#control !== undefined) return;
    const path = homePaths(this.#home).hostSocket;
    try {
      this.#control = await serveControlSocket(path, () => {
        this.show().catch(reportAndQuit);
        return { window: null };
      });
    } catch (error) {
      logToStderr("`gatehouse open` will not work: the host socket cannot be opened", { path, reason: String(error) });
    }
  }
}

function giveUp({ code, message }: Failure): void {
  dialog.showErrorBox("Gatehouse cannot start", message);
  app.exit(START_EXIT_CODES[code]);
}

function reportAndQuit(error: unknown): void {
  logToStderr("the window could not be opened", { reason: String(error) });
  app.exit(START_EXIT_CODES.internal);
}

/** Arguments that are ours; Chromium's own switches stand beside them. */
function readArguments(): { readonly home: string; readonly agentsPort: string | undefined } {
  const { values } = parseArgs({
    args: process.argv.slice(1),
    options: { home: { type: "string" }, "agents-port": { type: "string" } },
    strict: false,
    allowPositionals: true,
  });
  const { home, "agents-port": agentsPort } = values;
  return {
    home: typeof home === "string" ? home : defaultHome(),
    agentsPort: typeof agentsPort === "string" ? agentsPort : undefined,
  };
}

/** Everything that must be said before Electron is ready. */
function prepare(): void {
  const headlessKey = takeHeadlessKey(process.env); // first of all: what is started later inherits the environment
  const { home: folder, agentsPort } = readArguments();
  const home = openHome(folder);
  app.enableSandbox();
  if (process.platform === "win32") app.setAppUserModelId(APP_ID); // without it Windows shows no notification
  registerStudioScheme();
  app.setPath("userData", join(home, "window")); // single instance is per home, so this comes before the lock
  if (!app.requestSingleInstanceLock()) {
    app.exit(0); // the other one shows its window
    return;
  }
  guardContents(openExternal);
  const studio = new DesktopStudio({ home, agentsPort, headlessKey });
  listenToApp(studio);
  // Never awaited here: Electron is ready only after this module has been evaluated.
  app
    .whenReady()
    .then(() => studio.open())
    .catch(reportAndQuit);
}

function listenToApp(studio: DesktopStudio): void {
  let isClosing = false;
  app.on("second-instance", () => void studio.show().catch(reportAndQuit));
  app.on("activate", () => void studio.show().catch(reportAndQuit));
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  app.on("before-quit", (event) => {
    if (isClosing) return;
    isClosing = true;
    event.preventDefault(); // until the sidecar has finished
    void studio.close().finally(() => app.quit());
  });
}

process.on("unhandledRejection", reportAndQuit); // plain Node would end; Electron only warns
try {
  prepare();
} catch (error) {
  if (!(error instanceof HomeError || error instanceof HeadlessKeyError)) throw error;
  giveUp(error);
}
