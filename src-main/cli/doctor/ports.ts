import { once } from "node:events";
import { createConnection, createServer } from "node:net";
import { homePaths } from "../../base/home.ts";
import { readAgentsUrl } from "../bridge/agents-url.ts";
import type { Check, Verdict } from "./finding.ts";

const CONNECT_MS = 2_000;

/** The studio itself and the doors it opens. */
export function portChecks(home: string): readonly Check[] {
  return [
    { id: "studio", title: "Studio", look: () => lookAtStudio(home) },
    { id: "loopback", title: "Loopback", look: lookAtLoopback },
    { id: "agents", title: "Agents' door", look: () => lookAtAgentsDoor(home) },
  ];
}

async function lookAtStudio(home: string): Promise<Verdict> {
  const isRunning = await answers({ path: homePaths(home).hostSocket });
  return { grade: "ok", found: isRunning ? "running" : "not running" };
}

async function lookAtLoopback(): Promise<Verdict> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  server.close();
  return { grade: "ok", found: "a port can be opened on 127.0.0.1" };
}

async function lookAtAgentsDoor(home: string): Promise<Verdict> {
  const { agentsFile, hostSocket } = homePaths(home);
  const url = readAgentsUrl(agentsFile);
  if (url === undefined) return { grade: "ok", found: "no address yet: the first start chooses one" };
  const isOpen = await answers({ host: "127.0.0.1", port: Number(url.port) });
  const isRunning = await answers({ path: hostSocket });
  if (isOpen && isRunning) return { grade: "ok", found: `open at ${url.href}` };
  if (!isOpen && !isRunning) return { grade: "ok", found: `closed; port ${url.port} is free` };
  if (isRunning) {
    return { grade: "bad", found: `nobody answers at ${url.href}`, mend: "Stop the studio and start it again." };
  }
  const mend = `Find out what uses port ${url.port}, or start the studio with another --agents-port and tell your agents.`;
  return { grade: "warn", found: `port ${url.port} is used by something else`, mend };
}

function answers(target: { path: string } | { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(target);
    const settle = (isAnswering: boolean): void => {
      socket.destroy();
      resolve(isAnswering);
    };
    socket.setTimeout(CONNECT_MS, () => settle(false));
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
  });
}
