/**
 * Boots the built Electron main under plain Node with the stand-in for `electron`, acts as page, desktop and person, and
 * prints what it saw as one JSON object.
 *
 * Usage: node smoke.ts <folder of the built main> <home>
 */
import { EventEmitter } from "node:events";
import { createRequire, registerHooks } from "node:module";
import { createConnection } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import type { PortMain } from "./electron-stub.ts";

const [, , folder = "", home = ""] = process.argv;
const stubUrl = new URL("./electron-stub.ts", import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "electron" ? { url: stubUrl, shortCircuit: true } : next(specifier, context),
});
const stub: typeof import("./electron-stub.ts") = await import(stubUrl);
const { app, BrowserWindow, calls, fireReady, ipcMain, Notification, page, permissions, powerMonitor, schemes, Tray } = stub;

const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10));
};
const callsOf = (name: string): unknown[][] => calls.filter(([called]) => called === name);

process.argv = [process.argv[0] ?? "", folder, "--home", home, "--agents-port", "45679"];
await import(pathToFileURL(join(folder, "main.js")).href);
const beforeReady = calls.map(([name]) => name);
fireReady();

if (process.env["STUB_ENDS"] !== undefined) {
  await until(() => callsOf("exit").length > 0);
  const [shown, exit, forks] = [callsOf("showErrorBox"), callsOf("exit"), callsOf("fork").length];
  print({ beforeReady, shown, exit, forks, windows: BrowserWindow.all.length });
  process.exit(0);
}
await until(() => callsOf("show").length > 0);

// The page: the preload script runs in its world and hands it a port.
const arrivals: { message: unknown; origin: string; port: PortMain }[] = [];
const led: { message: unknown; origin: string }[] = [];
Object.assign(globalThis, {
  location: { origin: "studio://app" },
  window: {
    postMessage: (message: unknown, origin: string, [port]: PortMain[] = []) => {
      if (port !== undefined) arrivals.push({ message, origin, port });
      else led.push({ message, origin });
    },
  },
});
createRequire(import.meta.url)(join(folder, "../preload/preload.cjs"));
async function openPort(): Promise<PortMain> {
  const before = arrivals.length;
  page.world["studio"]?.requestPort();
  await until(() => arrivals.length > before);
  const { port } = arrivals.at(-1) ?? {};
  if (port === undefined) throw new Error("no port");
  port.start();
  return port;
}
async function say(port: PortMain, frame: unknown): Promise<unknown> {
  const answer = new Promise((resolve) => port.once("message", ({ data }) => resolve(data)));
  port.postMessage(frame);
  return answer;
}
const port = await openPort();
const echo = [await say(port, '{"a":1}'), await say(port, new Uint8Array([1, 2, 3]))];
const firstPid = await say(port, "pid");

// The keychain.
const secret = Array.from({ length: 32 }, (_, index) => index);
const askKeychain = async (ask: object): Promise<unknown> =>
  JSON.parse(String(await say(port, `keychain ${JSON.stringify(ask)}`)));
const keychain = [
  await askKeychain({ op: "state" }),
  await askKeychain({ op: "save", name: "vault/a/b", secret }),
  await askKeychain({ op: "load", name: "vault/a/b" }),
];

// Being called: the sidecar says how much waits.
async function told(waiting: object) {
  const before = callsOf("notification").length;
  await say(port, `waiting ${JSON.stringify(waiting)}`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  return {
    notifications: callsOf("notification").slice(before).map(([, options]) => options),
    toolTip: callsOf("tray.setToolTip").at(-1)?.[1],
    badge: callsOf("setBadgeCount").at(-1)?.[1],
  };
}
const steps = [await told({ count: 2, dangerous: 0, fresh: 0 })];
BrowserWindow.isLookedAt = true;
steps.push(await told({ count: 3, dangerous: 0, fresh: 1 }));
BrowserWindow.isLookedAt = false;
page.world["studio"]?.setQuiet(true);
steps.push(await told({ count: 4, dangerous: 1, fresh: 1 }));
ipcMain.emit("studio:quiet", { senderFrame: { origin: "studio://app" } }, false); // a stranger's wish
steps.push(await told({ count: 5, dangerous: 1, fresh: 1 }));
page.world["studio"]?.setQuiet(false);
steps.push(await told({ count: 7, dangerous: 1, fresh: 2 }));
steps.push(await told({ count: 8, dangerous: 1, fresh: 1 }));
const focusedBy = [callsOf("focus").length];
Notification.all[0]?.emit("click");
await until(() => led.length > 0);
focusedBy.push(callsOf("focus").length);
Tray.all[0]?.menu[0]?.click?.();
await until(() => led.length > 1);
focusedBy.push(callsOf("focus").length);
steps.push(await told({ count: 0, dangerous: 0, fresh: 0 }));
const seenCalled = {
  tray: callsOf("tray")[0]?.[1],
  told: steps,
  led,
  menu: Tray.all[0]?.menu.flatMap(({ label }) => label ?? []),
  focusedBy,
};
const focusedBefore = callsOf("focus").length;
await told({ count: 1, dangerous: 0, fresh: 0 });

// A frame that is not ours, and a page that took our page's place.
const strangers = [{ origin: "studio://app" }, null];
for (const senderFrame of strangers) ipcMain.emit("studio:request-port", { senderFrame });
await new Promise((resolve) => setTimeout(resolve, 50));
const portsForStrangers = arrivals.length - 1;

// A crash: the port dies, and the next one leads to another process.
const hasClosed = new Promise((resolve) => port.once("close", resolve));
port.postMessage("crash");
await hasClosed;
const afterCrash = await openPort();
const secondPid = await say(afterCrash, "pid");
const badgeAfterCrash = callsOf("setBadgeCount").at(-1)?.[1];

// A lock: the same, at once.
const hasLocked = new Promise((resolve) => afterCrash.once("close", resolve));
const lockedAt = performance.now();
afterCrash.postMessage("lock");
await hasLocked;
const afterLock = await openPort();
const thirdPid = await say(afterLock, "pid");
const relockMs = performance.now() - lockedAt;
const environmentLeft = Object.keys(process.env).filter((name) => name.startsWith("GATEHOUSE_SECRET"));

// The scheme.
async function fetchPage(address: string, init?: RequestInit): Promise<object> {
  const response = await schemes.handler?.(new Request(address, init));
  if (response === undefined) throw new Error("no handler");
  const policy = response.headers.get("content-security-policy") ?? "";
  const body = await response.text();
  const nonce = /'nonce-([^']*)'/.exec(policy)?.[1] ?? "";
  return { status: response.status, policy, hasNonce: nonce !== "" && body.includes(`nonce="${nonce}"`) };
}
const pages = {
  index: await fetchPage("studio://app/"),
  script: await fetchPage("studio://app/assets/main.js"),
  escape: await fetchPage("studio://app/%2e%2e%2fmain%2fsidecar.js"),
  otherHost: await fetchPage("studio://evil/"),
  post: await fetchPage("studio://app/", { method: "POST" }),
};

// Permissions.
const asked: Record<string, unknown> = {};
function ask(permission: string, origin: string): boolean {
  let isGranted: unknown;
  permissions["request"]?.({ mainFrame: { origin } }, permission, (granted: unknown) => (isGranted = granted));
  const isChecked = permissions["check"]?.(null, permission, `${origin}/`);
  if (isGranted !== isChecked) throw new Error("request and check disagree");
  return isGranted === true;
}
for (const name of ["media", "geolocation", "notifications", "clipboard-read", "openExternal", "usb"]) {
  asked[name] = ask(name, "studio://app");
}
asked["write"] = ask("clipboard-sanitized-write", "studio://app");
asked["write elsewhere"] = ask("clipboard-sanitized-write", "https://evil.test");
asked["device"] = permissions["device"]?.();
permissions["display"]?.({}, (streams: unknown) => (asked["display"] = streams));

// Navigation.
const contents: EventEmitter & { setWindowOpenHandler?: unknown } = new EventEmitter();
let openHandler: ((details: { url: string }) => unknown) | undefined;
contents.setWindowOpenHandler = (handler: typeof openHandler) => (openHandler = handler);
app.emit("web-contents-created", {}, contents);
const refused = ["will-navigate", "will-frame-navigate", "will-redirect", "will-attach-webview"].filter((name) => {
  let isPrevented = false;
  contents.emit(name, { preventDefault: () => (isPrevented = true) });
  return isPrevented;
});
const addresses = [
  "https://example.test/a",
  "http://example.test/",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "https://user:pass@example.test/",
  `https://example.test/${"a".repeat(3_000)}`,
  "nonsense",
];
const opened = addresses.map((url) => openHandler?.({ url }));
await until(() => callsOf("openExternal").length > 0);

// The desktop.
powerMonitor.emit("suspend");
powerMonitor.emit("lock-screen");
app.emit("second-instance");
await until(() => callsOf("focus").length > focusedBefore);
const socket = createConnection(join(home, "host.sock"));
socket.write('{"kind":"open"}\n');
const openAnswer: unknown = JSON.parse(await text(socket));

// The end.
let isQuitHeld = false;
app.emit("before-quit", { preventDefault: () => (isQuitHeld = true) });
await until(() => callsOf("quit").length > 0);

print({
  beforeReady,
  webPreferences: BrowserWindow.all.map(({ options }) => options),
  loaded: callsOf("loadURL"),
  userData: callsOf("setPath"),
  forks: callsOf("fork"),
  world: Object.keys(page.world),
  handedOver: arrivals.map(({ message, origin }) => ({ message, origin })),
  echo: [echo[0], [...(echo[1] instanceof Uint8Array ? echo[1] : [])]],
  isSamePid: firstPid === secondPid || secondPid === thirdPid,
  relockMs,
  keychain,
  environmentLeft,
  portsForStrangers,
  pages,
  asked,
  refused,
  opened,
  external: callsOf("openExternal"),
  openAnswer,
  isQuitHeld,
  called: seenCalled,
  badgeAfterCrash,
  focused: callsOf("focus").length - focusedBefore,
});
process.exit(0);

function print(seen: object): void {
  process.stdout.write(`${JSON.stringify(seen)}\n`);
}
