import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { startAuthorizationServer } from "../testkit/oauth/authorization-server.ts";
import { createFakeBrowser } from "../testkit/oauth/fake-browser.ts";
import { startProtectedServer } from "../testkit/oauth/protected-server.ts";
import { proves } from "../testkit/promises.ts";
import { createTempHome } from "../testkit/temp-home.ts";
import { commandsOn, withFlags, type CommandResult } from "./harness/command.ts";
import { startStudio } from "./harness/studio.ts";

const SLOW = 600_000; // Every command stretches a passphrase, and the machine may be busy.
const SECRET = "zq7-the-secret-of-an-app-4711";
const CLI = join(import.meta.dirname, "../out/main/cli.js");

/** The last line of what a person is told: an address to open, or a code to enter. */
const TELLS_WHERE = /\nhttp:\S+\n$|enter the code \S+\n$/;

/** A studio that is only ever spoken to with commands, an authorization server and a server that trusts it. */
async function openRig() {
  const stack = new AsyncDisposableStack();
  const home = stack.use(createTempHome());
  const files = stack.use(createTempHome());
  const server = stack.use(await startAuthorizationServer());
  const notes = stack.use(await startProtectedServer({ authorizationServers: [server] }));
  stack.use(await startStudio(home.path, ["--agents-port", "0"]));
  const passphrase = join(files.path, "passphrase");
  writeFileSync(passphrase, "correct horse battery staple\n");
  const said: string[] = [];
  const onHome = commandsOn(home.path);
  const run = async (args: readonly string[], input?: string): Promise<CommandResult> => {
    const result = await onHome(withFlags(args, ["--passphrase-file", passphrase]), input);
    said.push(result.out, result.err);
    return result;
  };
  const done = async (args: readonly string[], input?: string): Promise<Record<string, unknown>> => {
    const { exitCode, json, out, err } = await run(args, input);
    expect([exitCode, exitCode === 0 ? "" : out + err]).toEqual([0, ""]);
    return json;
  };
  const refused = async (args: readonly string[]) => {
    const { exitCode, json } = await run(args);
    return [exitCode, (json["error"] as { code?: string } | undefined)?.code]; // The documented form of a refusal.
  };
  /** Begins a sign-in that a person ends, who is told on standard error where: `end` does what they do. */
  const connect = async (args: readonly string[], end: (told: string) => Promise<unknown>) => {
    const all = ["accounts", "connect", "Notes", ...args, "--home", home.path, "--passphrase-file", passphrase];
    const child = spawn(process.execPath, [CLI, ...all, "--json"], { stdio: ["ignore", "pipe", "pipe"] });
    const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
    const out = text(child.stdout);
    let told = "";
    for await (const chunk of child.stderr.setEncoding("utf8")) {
      told += String(chunk);
      if (TELLS_WHERE.test(told)) break;
    }
    await end(told);
    said.push(told, await out);
    expect([await exit, told]).toEqual([
      0,
      expect.stringMatching(/^You will sign in at 127\.0\.0\.1:\d+\. It will let /),
    ]);
    return JSON.parse(await out) as Record<string, unknown>; // The command's documented output.
  };
  await done(["setup", "--org", "Acme", "--name", "dana", "--recovery-key-file", join(files.path, "rk")]);
  await done(["hosts", "allow", "127.0.0.1"]);
  return { server, notes, run, done, refused, connect, said, stack };
}

test(
  "an account is connected in a browser and with a code, used, found broken and let go, and no command shows a token",
  async () => {
    proves("oauth:window-no-token");
    const rig = await openRig();
    await using _ = rig.stack;
    const { server, notes, run, done, refused, connect } = rig;
    const browser = createFakeBrowser();
    await done(["providers", "add", "Notes", "--resource", notes.resource]);
    const connector = ["connector", "add", "--name", "Notes", "--url", notes.resource, "--account", "Notes"];
    expect(await done(connector)).toMatchObject({ slug: "notes", test: { kind: "failed" } });

    const inBrowser = (told: string) => browser.visit(told.trim().split("\n").at(-1) ?? "", { login: "ada" });
    expect(await connect([], inBrowser)).toMatchObject({
      provider: { name: "Notes" },
      account: { state: { kind: "connected" }, scopes: expect.arrayContaining(["notes:read"]) },
      usedBy: [{ connectorName: "Notes", as: "Authorization" }],
    });
    expect(await done(["connector", "test", "notes"])).toMatchObject({ kind: "ok" });

    server.revoke("ada");
    expect(await refused(["accounts", "refresh", "Notes"])).toEqual([1, "account_needed"]);
    const { accounts } = await done(["status"]);
    expect(accounts).toMatchObject([{ provider: "Notes", state: "needs to be reconnected" }]);

    const withCode = (told: string) => {
      const [, address = "", userCode = ""] = /Open (\S+) on any device, and enter the code (\S+)/.exec(told) ?? [];
      return browser.visit(address, { login: "ada", userCode });
    };
    expect(await connect(["--device"], withCode)).toMatchObject({ account: { state: { kind: "connected" } } });
    expect(await refused(["providers", "remove", "Notes", "--yes"])).toEqual([3, "in_use"]);
    expect(await done(["accounts", "disconnect", "Notes"])).toMatchObject({ revoked: "revoked" });

    const robot = ["providers", "add", "Robot", "--issuer", server.issuer, "--owner", "org", "--client-id", "robot"];
    const added = await run([...robot, "--client-secret-file", "-"], SECRET);
    expect(added.json).toMatchObject({ hasClientSecret: true, config: { owner: "org" } });
    const all = rig.said.join("");
    expect(server.issued.length).toBeGreaterThan(3);
    for (const secret of [...server.issued, SECRET]) expect(all).not.toContain(secret);
  },
  SLOW,
);
