import { RPCLink } from "@orpc/client/websocket";
import type { Channel, OpenChannel, OpenOutcome } from "./channel.ts";

/** Lives as long as the tab and is worth nothing without it: the host forgets it when it stops. */
const TOKEN_KEY = "gatehouse.window";
const PROTOCOL = "studio.v1";
/** The host holds an upgrade for a sidecar that is just starting; an upgrade that fails sooner was turned away. */
const QUICK_MS = 2_000;
const QUICK_FAILURES_UNTIL_REFUSED = 3;
/** Close code of the IANA WebSocket registry: the host lives, its sidecar is being started again. */
const SERVICE_RESTART = 1012;

/**
 * Opens channels to the loopback host: exchanges the launch code for a window token once, then connects with the token.
 *
 * @param launchCode From the address; null when the window was reloaded.
 */
export function createBrowserOpener(launchCode: string | null): OpenChannel {
  let code = launchCode;
  let quickFailures = 0;
  return async () => {
    if (code !== null) {
      const outcome = await redeem(code);
      if (outcome !== "unreachable") code = null;
      if (outcome === "unreachable") return { kind: "unreachable" };
      if (outcome === "refused" && storedToken() === null) return { kind: "refused", reason: "code-refused" };
    }
    const token = storedToken();
    if (token === null) return { kind: "refused", reason: "no-code" };
    const startedAt = performance.now();
    const socket = await openSocket(token);
    if (socket !== null) {
      quickFailures = 0;
      return { kind: "open", channel: socketChannel(socket) };
    }
    const wasQuick = performance.now() - startedAt < QUICK_MS;
    quickFailures = wasQuick && (await isHostThere()) ? quickFailures + 1 : 0;
    return outcomeAfter(quickFailures);
  };
}

function outcomeAfter(quickFailures: number): OpenOutcome {
  return quickFailures >= QUICK_FAILURES_UNTIL_REFUSED
    ? { kind: "refused", reason: "turned-away" }
    : { kind: "unreachable" };
}

function storedToken(): string | null {
  return sessionStorage.getItem(TOKEN_KEY);
}

async function redeem(code: string): Promise<"redeemed" | "refused" | "unreachable"> {
  try {
    const response = await fetch("/session", { method: "POST", body: code, credentials: "omit" });
    if (!response.ok) return "refused";
    sessionStorage.setItem(TOKEN_KEY, await response.text());
    return "redeemed";
  } catch {
    return "unreachable"; // fetch rejects only when no answer came
  }
}

async function isHostThere(): Promise<boolean> {
  try {
    await fetch("/", { method: "HEAD", credentials: "omit" });
    return true;
  } catch {
    return false; // fetch rejects only when no answer came
  }
}

function openSocket(token: string): Promise<WebSocket | null> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${location.host}/bridge`, [PROTOCOL, `auth.${token}`]);
    socket.addEventListener("open", () => resolve(socket), { once: true });
    socket.addEventListener("error", () => resolve(null), { once: true });
    socket.addEventListener("close", () => resolve(null), { once: true });
  });
}

function socketChannel(socket: WebSocket): Channel {
  const link = new RPCLink({ websocket: socket });
  return {
    link,
    closed: new Promise((resolve) => {
      socket.addEventListener("close", ({ code }) => resolve(code === SERVICE_RESTART ? "restart" : "lost"), {
        once: true,
      });
    }),
    close: () => socket.close(),
  };
}
