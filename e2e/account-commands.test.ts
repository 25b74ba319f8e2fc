import { writeFileSync } from "node:fs";
import { join } from "node:path";
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
  await done(["setup", "--org", "Acme", "--name", "dana", "--recovery-key-file", join(files.path, "rk")]);
  await done(["hosts", "allow", "127.0.0.1"]);
  return { server, notes, run, done, refused, said, stack };
}

const browser = createFakeBrowser();

test(
  "an account is connected in a browser and with a code, used, found broken, and let go, and no command shows a token",
  async () => {
    proves("oauth:window-no-token");
    const rig = await openRig();
    await using _ = rig.stack;
    const { server, notes, run, done, refused } = rig;
    expect(await refused(["accounts", "connect", "Notes"])).toEqual([2, "not_found"]);
    expect(await refused(["providers", "add", "Forge", "--preset", "github"])).toEqual([2, "usage"]);
    await done(["providers", "add", "Notes", "--resource", notes.resource]);
    const added = await done(["connector", "add", "--name", "Notes", "--url", notes.resource, "--account", "Notes"]);
    expect(added).toMatchObject({ slug: "notes", test: { kind: "failed" } });

    const begun = await done(["accounts", "connect", "Notes", "--no-wait"]);
    expect(begun).toMatchObject({ kind: "browser", host: new URL(server.issuer).host, scopes: ["notes:read"] });
    expect((await browser.visit(String(begun["url"]), { login: "ada" })).status).toBe(200);
    await expect
      .poll(() => run(["accounts", "list"]), { timeout: 60_000 })
      .toMatchObject({ json: [{ account: { accountName: "ada", state: { kind: "connected" } } }] });
    expect(await done(["connector", "test", "notes"])).toMatchObject({ kind: "ok" });
    expect(await done(["accounts", "refresh", "Notes"])).toMatchObject({ account: { isRefreshable: true } });
    expect(await done(["status"])).toMatchObject({ accounts: [] });

    server.revoke("ada");
    await run(["accounts", "refresh", "Notes"]);
    const { accounts } = await done(["status"]);
    expect(accounts).toMatchObject([{ provider: "Notes", state: "needs to be reconnected" }]);

    const waiting = run(["accounts", "connect", "Notes", "--device", "--no-wait"]);
    const { json: device } = await waiting;
    expect(device).toMatchObject({ kind: "device", userCode: expect.any(String) });
    await browser.visit(String(device["verificationUrl"]), { login: "ada", userCode: String(device["userCode"]) });
    await expect
      .poll(() => run(["accounts", "list"]), { timeout: 60_000 })
      .toMatchObject({ json: [{ account: { state: { kind: "connected" } } }] });

    expect(await refused(["providers", "remove", "Notes", "--yes"])).toEqual([3, "in_use"]);
    expect(await done(["accounts", "disconnect", "Notes"])).toMatchObject({ revoked: "revoked" });
    await done(["connector", "remove", "notes"]);
    expect(await done(["providers", "remove", "Notes", "--yes"])).toMatchObject({ connectors: [] });
    const all = rig.said.join("");
    expect(server.issued.length).toBeGreaterThan(3);
    for (const token of server.issued) expect(all).not.toContain(token);
  },
  SLOW,
);

test(
  "the organization's account is an app's own, whose secret goes in sealed and never comes out",
  async () => {
    const rig = await openRig();
    await using _ = rig.stack;
    const { server, done } = rig;
    const provider = ["providers", "add", "Robot", "--issuer", server.issuer, "--owner", "org", "--client-id", "robot"];
    const added = await done([...provider, "--client-secret-file", "-"], SECRET);
    expect(added).toMatchObject({ hasClientSecret: true, config: { owner: "org" } });
    expect(await done(["providers", "secret", "Robot", "--clear"])).toMatchObject({ hasClientSecret: false });
    expect(Object.values(await done(["providers", "presets"]))).toHaveLength(15);
    expect(await done(["providers", "presets", "github"])).toMatchObject({ app: { isNeeded: true } });
    expect(rig.said.join("")).not.toContain(SECRET);
  },
  SLOW,
);
