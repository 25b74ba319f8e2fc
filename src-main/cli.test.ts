import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { parse } from "es-module-lexer";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openAgentsDoor } from "./cli/testdata/agents-door.ts";
import { exchange, knock, launchCode } from "./host/testdata/knock.ts";
import { createTestStudio, type TestStudio } from "./host/testdata/studio.ts";
import { buildEntries } from "./testdata/build.ts";
import { runCommand, startCommand, type Running } from "./testdata/command.ts";
import { allowForProcesses, eventually } from "./base/testdata/eventually.ts";

allowForProcesses();

let studio: TestStudio;
let cli: string;
let home: string;

beforeAll(async () => {
  studio = createTestStudio();
  await buildEntries(["cli", "host"], studio.programFolder);
  symlinkSync(join(import.meta.dirname, "../node_modules"), join(studio.folder, "node_modules"));
  cli = join(studio.programFolder, "cli.js");
});
afterAll(() => studio.remove());

let homes = 0;
beforeEach(() => {
  homes += 1;
  home = join(studio.folder, `home-${homes}`);
});

async function serve(parameters: readonly string[] = ["--json"]): Promise<Running> {
  const running = startCommand(cli, ["serve", "--home", home, "--no-open", ...parameters]);
  return running;
}

async function stop(running: Running, signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
  running.child.kill(signal);
  return (await running.finished()).code;
}

describe("gatehouse serve", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("says in one line where it is, and ends on %s", async (signal) => {
    const running = await serve(["--json", "--agents-port", "45680"]);
    const { window, agents, ...rest } = JSON.parse(await running.line());
    expect([agents, rest]).toEqual(["http://127.0.0.1:45680/mcp", {}]);
    const { origin } = new URL(window);
    expect((await knock(origin, "/")).status).toBe(200);
    running.child.kill(signal);
    const { code, out } = await running.finished();
    expect([code, out.trimEnd().split("\n").length]).toEqual([0, 1]);
    await expect(knock(origin, "/")).rejects.toThrow("ECONNREFUSED");
  });

  test("tells a person what to do", async () => {
    const running = await serve([]);
    const lines = [];
    for (let count = 0; count < 5; count += 1) lines.push(await running.line());
    expect(lines.join("\n")).toMatch(/Window {2}http:\/\/127\.0\.0\.1:\d+\/#k=\S{43}\n.*once.*\n.*Agents.*\nStop it/s);
    await stop(running);
  });

  test.runIf(process.platform === "linux")(
    "says in one line that a key in the environment stays readable",
    async () => {
      const key = Buffer.from("6fbd1a0c55e2907f13c84ad9b6302e7741f8dd05a99c6be0124f8337c1d05ea2", "hex").toString(
        "base64url",
      );
      const running = startCommand(cli, ["serve", "--home", home, "--no-open", "--json"], {
        GATEHOUSE_SECRET_KEY: key,
      });
      await running.line();
      running.child.kill("SIGTERM");
      const { err, out } = await running.finished();
      const lines = err.split("\n").filter((line) => line.includes("GATEHOUSE_SECRET_KEY"));
      expect(lines).toEqual([expect.stringContaining(`/proc/${running.child.pid}/environ`)]);
      expect(err + out).not.toContain(key);
    },
  );

  test("gives up a start that takes long when it is told to stop", async () => {
    mkdirSync(home, { mode: 0o700 });
    writeFileSync(join(home, "fake-sidecar.json"), JSON.stringify({ readyAfterMs: 60_000 }));
    const running = await serve();
    await eventually(() => existsSync(join(home, "fake-sidecar.log"))).toBe(true); // It waits for its sidecar.
    expect(await stop(running)).toBe(0);
  });

  test.each([
    ["home_in_use", 65],
    ["database_newer", 67],
    ["database_damaged", 68],
    ["port_in_use", 69],
    ["internal", 70],
    ["disk_full", 73],
  ])("ends with a code of its own for %s", async (failed, code) => {
    mkdirSync(home, { mode: 0o700 });
    writeFileSync(join(home, "fake-sidecar.json"), JSON.stringify({ failed }));
    const result = await runCommand(cli, ["serve", "--home", home, "--no-open", "--json"]);
    expect(result.code).toBe(code);
    expect(JSON.parse(result.out)).toMatchObject({ error: { code: failed } });
  });

  test("names the folder that it cannot use", async () => {
    mkdirSync(home);
    chmodSync(home, 0o755);
    writeFileSync(join(home, "letter.txt"), "dear");
    const { code, out, err } = await runCommand(cli, ["serve", "--home", home, "--no-open"]);
    expect([code, out]).toEqual([66, ""]);
    expect(err).toContain(JSON.stringify(home));
  });

  test("is what the browser host does by itself", async () => {
    const host = join(studio.programFolder, "host.js");
    const running = startCommand(host, ["--home", home, "--no-open", "--json"]);
    expect(JSON.parse(await running.line())).toHaveProperty("window");
    expect(await stop(running)).toBe(0);
  });

  test("leaves no redirect file behind", async () => {
    const running = startCommand(cli, ["serve", "--home", home, "--json"], { DISPLAY: "", WAYLAND_DISPLAY: "" });
    await running.line();
    expect(await stop(running)).toBe(0);
    expect(readdirSync(join(home, "launch"))).toEqual([]);
  });
});

describe("gatehouse open", () => {
  test("hands out a fresh address each time", async () => {
    const running = await serve();
    const { window } = JSON.parse(await running.line());
    const results = [];
    for (let count = 0; count < 2; count += 1) {
      const { out } = await runCommand(cli, ["open", "--home", home, "--no-open", "--json"]);
      results.push(JSON.parse(out).window);
    }
    expect(new Set([window, ...results]).size).toBe(3);
    for (const address of [window, ...results]) {
      const { origin } = new URL(address);
      const host = { origin, agentsUrl: () => "", windowAddress: () => "", close: () => Promise.resolve() };
      expect((await exchange(host, launchCode(address))).status).toBe(200);
    }
    await stop(running);
  });

  test("says when nothing is running", async () => {
    const { code, err } = await runCommand(cli, ["open", "--home", home, "--no-open"]);
    expect([code, err]).toEqual([75, expect.stringContaining("not running")]);
  });
});

describe("gatehouse mcp", () => {
  test("finds the agents' door by the address in the home", async () => {
    const door = await openAgentsDoor();
    mkdirSync(home, { mode: 0o700 });
    writeFileSync(join(home, "agents.json"), JSON.stringify({ url: door.url }));
    const keyFile = join(studio.folder, "key");
    writeFileSync(keyFile, "tools.test.key\n", { mode: 0o600 });
    const client = new Client({ name: "test", version: "1" });
    const args = [cli, "mcp", "--home", home, "--key-file", keyFile];
    await client.connect(new StdioClientTransport({ command: process.execPath, args, stderr: "ignore" }));
    expect(door.seen.map(({ message }) => message["method"])).toContain("initialize");
    await client.close();
    await door.close();
  });

  test("takes the key from the environment and says what is wrong with the rest", async () => {
    const door = await openAgentsDoor();
    const running = startCommand(cli, ["mcp", "--url", door.url], { GATEHOUSE_KEY: "tools.test.key" });
    const call = {
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "x", _meta: { "io.modelcontextprotocol/protocolVersion": "2026-07-28" } },
    };
    running.child.stdin?.end(`${JSON.stringify(call)}\n`);
    const { code, out } = await running.finished();
    expect([code, JSON.parse(out)]).toEqual([0, { jsonrpc: "2.0", id: 1, result: { said: "echo" } }]);
    await door.close();
  });

  test.each([
    ["no key", [], 77],
    ["a key file that is not there", ["--key-file", "/nowhere/key"], 77],
    ["an address elsewhere", ["--url", "http://example.test/mcp"], 2],
    ["an address that would be encrypted", ["--url", "https://127.0.0.1/mcp"], 2],
    ["a name in the address", ["--url", "http://a:b@127.0.0.1/mcp"], 2],
    ["a key as an argument", ["--key", "tools.a.b"], 2],
  ])("refuses %s", async (_name, parameters, expected) => {
    const { code, out, err } = await runCommand(cli, ["mcp", "--home", home, ...parameters], { GATEHOUSE_KEY: "" });
    expect([code, out]).toEqual([expected, ""]);
    expect(err).not.toBe("");
  });
});

describe("gatehouse doctor", () => {
  test("finds this machine fit and names every place it looked at", async () => {
    const { code, out } = await runCommand(cli, ["doctor", "--home", home, "--json"]);
    const { isHealthy, findings } = JSON.parse(out);
    expect([code, isHealthy]).toEqual([0, true]);
    expect(findings.map(({ id }: { id: string }) => id)).toEqual(
      "node sqlite sodium home disk database organizations studio loopback agents window keychain sandbox".split(" "),
    );
    expect(existsSync(home)).toBe(false); // it changes nothing
  });

  test("says how to mend an open home and a broken database", async () => {
    mkdirSync(home);
    chmodSync(home, 0o755);
    writeFileSync(join(home, "studio.db"), "this is no database");
    const { code, out } = await runCommand(cli, ["doctor", "--home", home]);
    expect(code).toBe(1);
    expect(out).toContain(`→ chmod 700 ${JSON.stringify(home)}`);
    expect(out).toMatch(/BAD +Database .*is not a database\n.*→ Restore/);
  });

  test("names the organization whose database is damaged or gone, and leaves the files as they are", async () => {
    mkdirSync(home, { mode: 0o700 });
    const database = new DatabaseSync(join(home, "studio.db"));
    database.exec("create table org (id text, name text, created_at integer)");
    const add = database.prepare("insert into org values (?, ?, ?)");
    for (const [id, name, at] of [
      ["a", "Acme", 1],
      ["b", "Bureau", 2],
      ["c", "Cellar", 3],
    ] as const) {
      add.run(id, name, at);
      mkdirSync(join(home, "orgs", id), { recursive: true });
    }
    database.close();
    copyFileSync(join(home, "studio.db"), join(home, "orgs", "a", "org.db"));
    writeFileSync(join(home, "orgs", "b", "org.db"), "this is no database, not even a short one");
    const { code, out } = await runCommand(cli, ["doctor", "--home", home]);
    expect(code).toBe(1);
    expect(out).toMatch(/BAD +Organizations +"Bureau" in .*b\/org\.db: .*"Cellar" in .*c\/org\.db: .*\n.*→ Restore/);
    expect(out).not.toContain('"Acme"');
    expect(readdirSync(join(home, "orgs", "a"))).toEqual(["org.db"]);
  });

  test("tells a studio that runs from a stranger on its port", async () => {
    const door = await openAgentsDoor();
    mkdirSync(home, { mode: 0o700 });
    writeFileSync(join(home, "agents.json"), JSON.stringify({ url: door.url }));
    const { out } = await runCommand(cli, ["doctor", "--home", home]);
    expect(out).toMatch(/warn +Agents' door .*used by something else/);
    await door.close();
  });
});

describe("gatehouse audit verify", () => {
  test("asks the sidecar's program and passes its answer and its code on", async () => {
    const sidecar = join(studio.programFolder, "sidecar.js");
    const fake = `const [command, ...rest] = process.argv.slice(2);
      if (command === "audit-verify") { console.log(JSON.stringify({ rest })); process.exit(1); }
      await import("./fake-sidecar.ts");`;
    writeFileSync(sidecar, fake);
    const { code, out } = await runCommand(cli, ["audit", "verify", "--home", home, "--json"]);
    expect([code, JSON.parse(out)]).toEqual([1, { rest: ["--json", "--home", home] }]);
  });
});

describe("the built programs", () => {
  test("of the browser host and the command line never reach electron, whose import starts a download", () => {
    const names = readdirSync(studio.programFolder).filter((name) => name.endsWith(".js") && name !== "sidecar.js");
    expect(names).toEqual(expect.arrayContaining(["cli.js", "host.js"]));
    const sources = names.map((name) => readFileSync(join(studio.programFolder, name), "utf8"));
    const imports = sources.flatMap((source) => parse(source)[0]);
    const specifiers = imports.flatMap((one) => ("specifier" in one && one.specifier ? [one.specifier] : []));
    expect(specifiers).toContain("node:http");
    const outside = specifiers.filter((specifier) => !specifier.startsWith("./") && !isBuiltin(specifier));
    expect(outside).toEqual([]);
    expect(sources.some((source) => source.includes('require("electron")'))).toBe(false);
  });
});

describe("the command", () => {
  test("documents every command and every exit code", async () => {
    const { code, out } = await runCommand(cli, ["--help"]);
    expect(code).toBe(0);
    for (const word of ["serve", "open", "mcp", "audit", "doctor", "Exit codes", "65", "75", "77"]) {
      expect(out).toContain(word);
    }
  });

  test.each([[["nonsense"]], [["serve", "--port", "99999"]], [["serve", "--nonsense"]], [[]]])(
    "refuses %j",
    async (parameters) => {
      expect((await runCommand(cli, parameters)).code).toBe(2);
    },
  );

  test("knows its version", async () => {
    writeFileSync(join(studio.folder, "package.json"), '{ "type": "module", "version": "1.2.3" }\n');
    expect((await runCommand(cli, ["--version"])).out).toBe("1.2.3\n");
  });
});
