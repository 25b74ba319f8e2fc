/**
 * A stand-in for the `electron` module, true to what the main process relies on: `ready` fires only after the entry has
 * been evaluated, ports are transferred, and a utility process is a real child.
 */
import { fork, type ChildProcess } from "node:child_process";
import { EventEmitter } from "node:events";
import { MessageChannel, type MessagePort } from "node:worker_threads";

/** What was called, in order. */
export const calls: unknown[][] = [];
const called =
  (name: string) =>
  (...parameters: unknown[]): void =>
    void calls.push([name, ...parameters]);
const readiness = Promise.withResolvers<void>();
let isReady = false;
export function fireReady(): void {
  isReady = true;
  calls.push(["ready"]);
  readiness.resolve();
}

export const app = Object.assign(new EventEmitter(), {
  isPackaged: true,
  enableSandbox: called("enableSandbox"),
  setPath: called("setPath"),
  requestSingleInstanceLock: (): boolean => {
    calls.push(["requestSingleInstanceLock"]);
    return process.env["STUB_ENDS"] !== "second";
  },
  whenReady: () => readiness.promise,
  setBadgeCount: called("setBadgeCount"),
  quit: called("quit"),
  exit: called("exit"),
});

type SchemeHandler = (request: Request) => Promise<Response>;
export const schemes: { handler?: SchemeHandler } = {};
export const protocol = {
  registerSchemesAsPrivileged: called("registerSchemesAsPrivileged"),
  handle: (_scheme: string, handler: SchemeHandler): void => {
    schemes.handler = handler;
  },
};

type Handler = (...parameters: unknown[]) => unknown;
export const permissions: Record<string, Handler> = {};
const permissionSetter =
  (name: string) =>
  (handler: Handler): void => {
    permissions[name] = handler;
  };
export const session = {
  defaultSession: {
    setPermissionRequestHandler: permissionSetter("request"),
    setPermissionCheckHandler: permissionSetter("check"),
    setDevicePermissionHandler: permissionSetter("device"),
    setDisplayMediaRequestHandler: permissionSetter("display"),
  },
};

export const dialog = { showErrorBox: called("showErrorBox") };
export const Menu = { setApplicationMenu: called("setApplicationMenu"), buildFromTemplate: (items: unknown) => items };

/** What a person sees beside the window. */
export interface MenuItem {
  readonly label?: string;
  readonly click?: () => void;
}
export class Tray extends EventEmitter {
  static readonly all: Tray[] = [];
  menu: readonly MenuItem[] = [];
  constructor(image: object) {
    super();
    if (!isReady) throw new Error("a tray before ready");
    calls.push(["tray", image]);
    Tray.all.push(this);
  }
  setContextMenu(menu: readonly MenuItem[]): void {
    this.menu = menu;
  }
  setImage = called("tray.setImage");
  setToolTip = called("tray.setToolTip");
  setTitle = called("tray.setTitle");
  destroy = called("tray.destroy");
}
export class Notification extends EventEmitter {
  static readonly all: Notification[] = [];
  static isSupported = (): boolean => true;
  readonly options: object;
  constructor(options: object) {
    super();
    this.options = options;
    Notification.all.push(this);
  }
  show(): void {
    calls.push(["notification", this.options]);
  }
  close = called("notification.close");
}
const bytesOf = ({ buffer, ...rest }: { buffer: Uint8Array }) => ({ ...rest, bytes: buffer.length });
export const nativeImage = {
  createEmpty: () => {
    const sizes: object[] = [];
    return { sizes, addRepresentation: (one: { buffer: Uint8Array }) => void sizes.push(bytesOf(one)), setTemplateImage: () => {} };
  },
  createFromBitmap: (buffer: Uint8Array, size: object) => ({ ...size, bytes: buffer.length }),
};
/** Chromium's shape of a blob: a tag of three letters before the ciphertext. */
export const safeStorage = {
  isAsyncEncryptionAvailable: () => Promise.resolve(isReady),
  getSelectedStorageBackend: () => (isReady ? "gnome_libsecret" : "unknown"),
  encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(`v11${[...text].toReversed().join("")}`)),
  decryptStringAsync: (blob: Buffer) =>
    Promise.resolve({ result: [...blob.toString().slice(3)].toReversed().join(""), shouldReEncrypt: false }),
};
export const powerMonitor = new EventEmitter();
export const shell = {
  openExternal: (address: string): Promise<void> => {
    calls.push(["openExternal", address]);
    return Promise.resolve();
  },
};

/** The main process's end of the wire, the preload's end, and what the preload shows to the page. */
export const ipcMain = new EventEmitter();
interface World {
  requestPort(): void;
  setQuiet(isQuiet: boolean): void;
}
export const page: { world: Record<string, World>; frame: object | null } = { world: {}, frame: null };
export const ipcRenderer = Object.assign(new EventEmitter(), {
  send: (channel: string, ...parameters: unknown[]) =>
    void ipcMain.emit(channel, { senderFrame: page.frame }, ...parameters),
});
export const contextBridge = {
  exposeInMainWorld: (name: string, value: World): void => {
    page.world[name] = value;
  },
};

export class PortMain extends EventEmitter {
  readonly port: MessagePort;
  constructor(port: MessagePort) {
    super();
    this.port = port;
    port.on("message", (data) => this.emit("message", { data }));
    port.on("close", () => this.emit("close"));
  }
  postMessage(message: unknown): void {
    this.port.postMessage(message);
  }
  start(): void {
    this.port.start();
  }
  close(): void {
    this.port.close();
  }
}
export class MessageChannelMain {
  readonly port1: PortMain;
  readonly port2: PortMain;
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new PortMain(port1);
    this.port2 = new PortMain(port2);
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  /** Whether a person looks at a window. */
  static isLookedAt = false;
  readonly options: unknown;
  readonly webContents: object;
  constructor(options: unknown) {
    super();
    this.options = options;
    const frame = { origin: "studio://app" };
    page.frame = frame;
    this.webContents = {
      mainFrame: frame,
      postMessage: (channel: string, _message: unknown, ports: PortMain[]) => ipcRenderer.emit(channel, { ports }),
      send: (channel: string) => ipcRenderer.emit(channel, {}),
    };
    BrowserWindow.all.push(this);
  }
  show = called("show");
  focus = called("focus");
  restore = called("restore");
  setOverlayIcon = called("setOverlayIcon");
  isFocused = (): boolean => BrowserWindow.isLookedAt;
  isMinimized = (): boolean => true;
  isDestroyed = (): boolean => false;
  loadURL(address: string): Promise<void> {
    calls.push(["loadURL", address]);
    this.emit("ready-to-show");
    return Promise.resolve();
  }
}

class UtilityProcess extends EventEmitter {
  readonly stdout: ChildProcess["stdout"];
  readonly stderr: ChildProcess["stderr"];
  readonly #child: ChildProcess;
  readonly #ports = new Map<number, PortMain>();
  constructor(child: ChildProcess) {
    super();
    this.#child = child;
    this.stdout = child.stdout;
    this.stderr = child.stderr;
    child.on("message", (message: { port?: number; data: unknown }) => {
      if (message.port === undefined) this.emit("message", message.data);
      else this.#ports.get(message.port)?.postMessage(message.data);
    });
    child.on("exit", (code) => {
      for (const port of this.#ports.values()) port.close();
      this.emit("exit", code);
    });
  }
  get pid(): number | undefined {
    return this.#child.exitCode === null ? this.#child.pid : undefined;
  }
  postMessage(data: unknown, transferred: PortMain[] = []): void {
    const ports = transferred.map((port) => {
      const id = this.#ports.size + 1;
      this.#ports.set(id, port);
      port.on("message", ({ data: frame }) => this.#child.send({ port: id, data: frame }));
      port.start();
      return id;
    });
    if (this.#child.connected) this.#child.send({ data, ports });
  }
  kill(): boolean {
    return this.#child.kill();
  }
}
export const utilityProcess = {
  fork: (file: string, parameters: string[], options: { env: NodeJS.ProcessEnv; execArgv: string[] }) => {
    if (!isReady) throw new Error("utilityProcess.fork before ready");
    calls.push(["fork", file, { ...options, env: Object.keys(options.env) }]);
    const shim = ["--import", new URL("./parent-port.ts", import.meta.url).href];
    return new UtilityProcess(
      fork(file, parameters, { env: options.env, execArgv: shim, serialization: "advanced", silent: true }),
    );
  },
};
