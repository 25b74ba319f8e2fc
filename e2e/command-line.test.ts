import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { proves } from "../testkit/promises.ts";
import { createTempHome } from "../testkit/temp-home.ts";
import { commandsOn, withFlags, type CommandResult } from "./harness/command.ts";
import { prepareHome } from "./harness/prepared-home.ts";
import { FIRST_RUN, startStudio } from "./harness/studio.ts";

const SLOW = 600_000; // Every command stretches a passphrase, and the machine may be busy.
const PORT = ["--agents-port", "0"];
const TOKEN = "zq7-the-value-of-a-token-4711";

/** The same with the organization there already: its passphrase takes less to stretch. */
const openPreparedRig = (): ReturnType<typeof openRig> => openRig(prepareHome, FIRST_RUN.memberName);

/** A studio that is only ever spoken to with commands. Files of passphrases are named after whose they are. */
async function openRig(prepare?: (home: string) => void, admin = "dana") {
  const stack = new AsyncDisposableStack();
  const home = stack.use(createTempHome());
  const files = stack.use(createTempHome());
  const file = (name: string): string => join(files.path, name);
  const passphrases = {
    dana: FIRST_RUN.passphrase,
    ida: "a passphrase that ida chose",
    x: "wrong wrong wrong",
  };
  for (const [name, passphrase] of Object.entries(passphrases)) writeFileSync(file(name), `${passphrase}\n`);
  prepare?.(home.path);
  const studio = stack.use(await startStudio(home.path, PORT));
  const run = commandsOn(home.path);
  const as = (name: keyof typeof passphrases) => (args: readonly string[], input?: string) =>
    run(withFlags(args, ["--member", name === "dana" ? admin : name, "--passphrase-file", file(name)]), input);
  const done = async (result: Promise<CommandResult>) => {
    const { exitCode, json, out, err } = await result;
    expect([exitCode, exitCode === 0 ? "" : out + err]).toEqual([0, ""]);
    return json;
  };
  const list = async (result: Promise<CommandResult>) => Object.values(await done(result)) as Record<string, unknown>[]; // A JSON list.
  const refused = async (result: Promise<CommandResult>) => {
    const { exitCode, json } = await result;
    return [exitCode, (json["error"] as { code?: string } | undefined)?.code]; // The documented form of a refusal.
  };
  const setUp = ["setup", "--org", "Acme", "--name", admin, "--passphrase-file", file("dana")];
  if (prepare === undefined) await done(run([...setUp, "--recovery-key-file", file("rk")]));
  return { home: home.path, file, studio, run, as, dana: as("dana"), done, list, refused, stack };
}

test(
  "a person joins by an invitation and a fingerprint, and leaves with nothing",
  async () => {
    proves("people:invitation", "people:removed");
    const rig = await openRig();
    await using _ = rig.stack;
    const { run, dana, done, list, refused, file } = rig;
    const ida = rig.as("ida");
    await done(dana(["team", "create", "Web", "--with", "dana"]));
    const invited = await done(
      dana(["member", "invite", "ida", "--role", "operator", "--team", "Web", "--file", file("invitation")]),
    );
    expect(JSON.stringify(invited)).not.toContain(JSON.parse(readFileSync(file("invitation"), "utf8")).code);
    expect(statSync(file("invitation")).mode & 0o777).toBe(0o600);
    const { fingerprint } = await done(
      run([
        "member",
        "accept",
        "--file",
        file("invitation"),
        "--new-passphrase-file",
        file("ida"),
        "--recovery-key-file",
        file("ida-rk"),
      ]),
    );
    expect(await refused(ida(["unlock"]))).toEqual([2, "not_found"]); // No member yet.
    const [answer] = await list(dana(["member", "invitations"]));
    expect(answer).toMatchObject({ name: "ida", state: { kind: "answered", fingerprint } });
    expect(await refused(dana(["member", "confirm", "ida", "--fingerprint", "00000 00000 00000 00000"]))).toEqual([
      3,
      "fingerprint_mismatch",
    ]);
    expect(await refused(ida(["unlock"]))).toEqual([2, "not_found"]);
    await done(dana(["member", "confirm", "ida", "--fingerprint", String(fingerprint)]));

    // The vault is open with Dana's keys: Ida's turn comes after a lock.
    expect(await refused(ida(["unlock"]))).toEqual([3, "other_member"]);
    await done(run(["lock"]));
    await done(ida(["unlock"]));
    expect(await refused(ida(["member", "list"]))).toEqual([0, undefined]);
    expect(await refused(ida(["team", "create", "Mine"]))).toEqual([3, "forbidden"]);
    await done(run(["lock"]));
    await done(dana(["credential", "create", "shared"], TOKEN));
    const removal = await done(dana(["member", "remove", "ida", "--yes"]));
    expect(removal).toMatchObject({ member: { name: "ida" }, tokensToRevoke: [{ name: "shared" }] });
    expect((await list(dana(["member", "list"]))).map(({ name }) => name)).toEqual(["dana"]);
    await done(run(["lock"]));
    expect(await refused(ida(["unlock"]))).toEqual([2, "not_found"]);
  },
  SLOW,
);

test(
  "credentials of each type are entered from pipes and files, and no command shows a value",
  async () => {
    proves("secret:sealed-entry");
    const rig = await openPreparedRig();
    await using _ = rig.stack;
    const { dana, done, list, refused, file } = rig;
    const said: unknown[] = [];
    said.push(await done(dana(["credential", "create", "token"], TOKEN)));
    const basic = JSON.stringify({ username: "web", password: TOKEN });
    said.push(await done(dana(["credential", "create", "login", "--type", "basic", "--remind-after", "30"], basic)));
    writeFileSync(file("fields"), JSON.stringify({ template: "Key {{secret}}", secret: TOKEN }));
    said.push(
      await done(
        dana(["credential", "create", "own", "--type", "header", "--scope", "user", "--fields-file", file("fields")]),
      ),
    );
    const set = dana(["credential", "set", "login"], JSON.stringify({ username: "other" }));
    expect(await done(set)).toMatchObject({
      setFields: expect.arrayContaining(["username", "password"]),
      health: "unused",
    });
    expect(await refused(dana(["credential", "set", "login"], TOKEN))).toEqual([2, "usage"]);
    expect(await refused(dana(["credential", "set", "nothing"], TOKEN))).toEqual([2, "not_found"]);
    await done(dana(["credential", "update", "login", "--rename", "site login", "--remind-after", "default"]));
    said.push(...(await list(dana(["credential", "list"]))));
    expect(JSON.stringify(said)).not.toContain(TOKEN);
    expect(said).toContainEqual(expect.objectContaining({ name: "site login", hasValue: true, remindAfterDays: null }));
    expect(await done(dana(["credential", "clear", "token"]))).toMatchObject({ hasValue: false, health: "no-value" });
    expect(await refused(dana(["credential", "remove", "token"]))).toEqual([2, "not_confirmed"]);
    await done(dana(["credential", "remove", "token", "--yes"]));
  },
  SLOW,
);

test(
  "an older copy of the vault runs nothing until an admin has accepted it",
  async () => {
    proves("vault:rollback", "backup:checked");
    const rig = await openPreparedRig();
    await using _ = rig.stack;
    const { run, dana, done, list, refused, file } = rig;
    await done(dana(["credential", "create", "token"], TOKEN));
    await done(
      dana(["policy", "create", "--name", "P", "--trust", "manual", "--connector", await sampleConnector(rig)]),
    );
    await done(dana(["key", "create", "--name", "laptop", "--policy", "P", "--key-file", file("key")]));
    const { path } = await done(dana(["backup", "create"]));
    expect(await done(run(["backup", "inspect", String(path)]))).toMatchObject({ orgName: "Acme", isHere: true });
    await done(dana(["credential", "set", "token"], "a newer value of the token"));

    writeFileSync(file("damaged"), readFileSync(String(path)).subarray(0, -4096));
    expect(await refused(run(["backup", "inspect", file("damaged")]))).toEqual([1, "backup_damaged"]);
    expect(await refused(dana(["backup", "restore", file("damaged"), "--replace", "--yes"]))).toEqual([
      3,
      "backup_damaged",
    ]);
    expect((await refused(dana(["backup", "restore", String(path)])))[0]).toBe(3); // It is here, and --replace was not said.
    await done(dana(["backup", "restore", String(path), "--replace", "--yes"]));

    expect(await refused(dana(["unlock"]))).toEqual([3, "rolled_back"]);
    expect(await refused(dana(["credential", "set", "token"], TOKEN))).toEqual([3, "rolled_back"]);
    expect(await refused(dana(["vault", "accept-rollback"]))).toEqual([2, "not_confirmed"]);
    await done(dana(["vault", "accept-rollback", "--yes"]));
    await done(dana(["unlock"]));
    await done(dana(["credential", "set", "token"], TOKEN));
    expect(await refused(dana(["key", "revoke", "laptop"]))).toEqual([2, "not_found"]); // It was revoked.
    expect((await list(dana(["backup", "list"]))).length).toBeGreaterThan(0);
  },
  SLOW,
);

async function sampleConnector({ dana, done }: Awaited<ReturnType<typeof openRig>>): Promise<string> {
  const { slug } = await done(dana(["connector", "add", "--name", "Echo", "--", process.execPath, "--version"]));
  return String(slug);
}

test(
  "a rotation is waited for, an export is imported elsewhere, and an organization goes with its keys",
  async () => {
    proves("backup:export", "org:shredded");
    const rig = await openPreparedRig();
    await using _ = rig.stack;
    const { run, dana, done, list, refused, file } = rig;
    await done(dana(["credential", "create", "token"], TOKEN));
    await done(dana(["credential", "create", "mine", "--scope", "user"], TOKEN));
    const rotated = await done(dana(["vault", "rotate", "--wait"]));
    expect(rotated).toMatchObject({ rotation: { kind: "idle" } });
    expect(await done(dana(["vault", "status"]))).toMatchObject({
      keyVersions: expect.arrayContaining([expect.objectContaining({ version: 2, state: "active" })]),
    });

    writeFileSync(file("export-passphrase"), "a passphrase of the file");
    const { path, credentials } = await done(
      dana(["export", "--folder", join(file("dana"), ".."), "--file-passphrase-file", file("export-passphrase")]),
    );
    expect(credentials).toBe(2);
    expect(readFileSync(String(path), "latin1").startsWith("age-encryption.org/v1")).toBe(true);
    await done(
      run([
        "org",
        "create",
        "Beta",
        "--admin",
        FIRST_RUN.memberName,
        "--new-passphrase-file",
        file("ida"),
        "--recovery-key-file",
        file("beta-rk"),
        "--org",
        "Acme",
        "--member",
        FIRST_RUN.memberName,
        "--passphrase-file",
        file("dana"),
      ]),
    );
    const ida = (args: readonly string[]) => run([...args, "--org", "Beta", "--passphrase-file", file("ida")]);
    expect(await refused(ida(["import", String(path), "--file-passphrase-file", file("x")]))).toEqual([
      3,
      "export_damaged",
    ]);
    const imported = await done(ida(["import", String(path), "--file-passphrase-file", file("export-passphrase")]));
    expect([imported["created"], imported["leftOut"]]).toEqual([["token", "mine"], []]);

    const orgs = await list(run(["org", "list"]));
    expect(new Set(orgs.map(({ name }) => name))).toEqual(new Set(["Acme", "Beta"]));
    await done(run(["org", "select", "Acme"]));
    expect(await refused(ida(["org", "remove"]))).toEqual([2, "not_confirmed"]);
    await done(ida(["org", "remove", "--yes"]));
    expect((await list(run(["org", "list"]))).map(({ name }) => name)).toEqual(["Acme"]);
  },
  SLOW,
);

test(
  "a server without a person opens its vault with a key from a file, and a lost passphrase is replaced",
  async () => {
    proves("headless:key");
    const rig = await openRig();
    await using _ = rig.stack;
    const { run, dana, done, refused, file, home } = rig;
    await done(dana(["vault", "headless-key", "--file", file("headless")]));
    expect(await done(dana(["vault", "status"]))).toMatchObject({
      unlockers: expect.arrayContaining([expect.objectContaining({ kind: "headless-key" })]),
    });
    await done(
      run(["recover", "--member", "dana", "--recovery-key-file", file("rk"), "--new-passphrase-file", file("ida")]),
    );
    expect(await refused(dana(["unlock"]))).toEqual([3, "wrong_passphrase"]);
    await rig.studio.stop();

    await using again = await startStudio(home, PORT, { GATEHOUSE_SECRET_KEY_FILE: file("headless") });
    expect(again.log()).not.toContain(readFileSync(file("headless"), "utf8").trim());
    await expect.poll(async () => (await run(["status"])).json["state"]).toBe("signed-out");
    await done(run(["lock"]));
    expect((await run(["status"])).json["state"]).toBe("locked"); // The key opens nothing again after a lock.
    const withNew = ["--member", "dana", "--passphrase-file", file("ida")];
    await done(run(["vault", "unlocker", "remove", "headless-key", ...withNew]));
    await again.stop();
    await using third = await startStudio(home, PORT, { GATEHOUSE_SECRET_KEY_FILE: file("headless") });
    expect((await run(["status"])).json["state"]).toBe("locked");
    expect(third.host.exitCode).toBeNull();
  },
  SLOW,
);
