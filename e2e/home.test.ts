import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { createTempHome } from "../testkit/temp-home.ts";
import { proves } from "../testkit/promises.ts";
import { isAlive, sidecarOf } from "./harness/processes.ts";
import { connectWindow, FIRST_RUN, startStudio } from "./harness/studio.ts";

/** Every file of a home that is not a socket, with what is in it. */
function contentsOf(home: string): Readonly<Record<string, string>> {
  const files = globSync("**/*", { cwd: home, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path, createHash("sha256").update(readFileSync(path)).digest("hex")];
    }),
  );
}

/** Holds a process still, so that what changes meanwhile is not its doing: an owner of databases tidies them up now and then. */
function freeze(pid: number): () => void {
  process.kill(pid, "SIGSTOP");
  onTestFinished(() => thaw());
  const thaw = (): void => void (isAlive(pid) && process.kill(pid, "SIGCONT"));
  return thaw;
}

test("a second studio on the same home is refused before it writes anything", async () => {
  proves("store:single-owner");
  using home = createTempHome();
  await using first = await startStudio(home.path, ["--agents-port", "0"]);
  const thaw = process.platform === "linux" ? freeze(await sidecarOf(first.host.pid ?? 0)) : () => {};
  const before = contentsOf(home.path);
  await expect(startStudio(home.path, ["--agents-port", "0"])).rejects.toThrow("home_in_use");
  expect(contentsOf(home.path)).toEqual(before);
  thaw();
  const { door, close } = await connectWindow(first.window);
  expect(await door.studio.state()).toEqual({ kind: "new" });
  close();
});

test("databases of a newer version are refused and left as they are", async () => {
  proves("store:newer");
  using home = createTempHome();
  {
    await using studio = await startStudio(home.path, ["--agents-port", "0"]);
    const { door, close } = await connectWindow(studio.window);
    await door.studio.setUp(FIRST_RUN);
    close();
  }
  const databases = globSync("**/*.db", { cwd: home.path });
  expect(databases.length).toBeGreaterThanOrEqual(2); // the studio's and the organization's
  for (const name of databases) {
    const path = join(home.path, name);
    const version = setVersion(path, 9_999);
    const before = readFileSync(path);
    if (name === "studio.db") {
      await expect(startStudio(home.path, ["--agents-port", "0"])).rejects.toThrow("database_newer");
    } else {
      // An organization of a newer version holds up no other.
      await using studio = await startStudio(home.path, ["--agents-port", "0"]);
      const { door, close } = await connectWindow(studio.window);
      expect(await door.studio.state()).toMatchObject({ kind: "unreadable", fault: "newer" });
      close();
    }
    expect(readFileSync(path).equals(before)).toBe(true);
    setVersion(path, version);
  }
  await using again = await startStudio(home.path, ["--agents-port", "0"]);
  const { door, close } = await connectWindow(again.window);
  expect(await door.studio.state()).toMatchObject({ kind: "locked", org: { name: FIRST_RUN.orgName } });
  close();
});

/** Says that another version of Gatehouse wrote a database; returns what it said before. */
function setVersion(path: string, version: number): number {
  const database = new DatabaseSync(path);
  try {
    const before = Number(Object.values(database.prepare("PRAGMA user_version").get() ?? {})[0]);
    database.exec(`PRAGMA user_version = ${version}`);
    return before;
  } finally {
    database.close();
  }
}
