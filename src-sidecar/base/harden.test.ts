import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";

const HARDEN = new URL("./harden.ts", import.meta.url).href;
const STAYS = `import(${JSON.stringify(HARDEN)}).then(({ hardenProcess }) => {
  process.on("SIGUSR2", () => process.stdout.write("alive\\n"));
  process.stdout.write(JSON.stringify(hardenProcess()) + "\\n");
  setInterval(() => {}, 1000);
});`;

function start(flags: readonly string[]): { readonly child: ChildProcess; readonly said: () => string } {
  const child = spawn(process.execPath, [...flags, "-e", STAYS], { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { child, said: () => text };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

test.skipIf(process.platform === "win32").each([[[]], [["--disable-sigusr1"]]])(
  "no signal opens a debugger, with the flags %j",
  async (flags) => {
    proves("lock:debugger");
    const { child, said } = start(flags);
    await expect.poll(said).toContain("null");
    child.kill("SIGUSR1");
    child.kill("SIGUSR2");
    await expect.poll(said).toContain("alive");
    await new Promise((resolve) => setTimeout(resolve, 300)); // an inspector would say so at once
    expect(said()).not.toContain("Debugger");
    await end(child);
  },
);

test.skipIf(process.platform !== "linux")("a core dump holds none of its memory", async () => {
  proves("lock:debugger");
  const { child, said } = start([]);
  await expect.poll(said).toContain("null");
  expect(readFileSync(`/proc/${child.pid}/coredump_filter`, "utf8").trim()).toBe("00000000");
  await end(child);
});

test("says that it must not go on under a debugger", () => {
  proves("lock:debugger");
  const script = `import(${JSON.stringify(HARDEN)}).then(({ hardenProcess }) => process.stdout.write(String(hardenProcess())));`;
  const { stdout } = spawnSync(process.execPath, ["--inspect=127.0.0.1:0", "-e", script], { encoding: "utf8" });
  expect(stdout).toContain("A debugger is open");
});
