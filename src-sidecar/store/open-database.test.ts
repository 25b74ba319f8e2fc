import Database from "better-sqlite3";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CompiledQuery } from "kysely";
import { expect, test } from "vitest";
import { orgId } from "../../src-contract/ids.ts";
import { proves } from "../../testkit/promises.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import { openHome, orgDatabasePath, studioDatabasePath } from "./home.ts";
import { openDatabase, openReadOnly } from "./open-database.ts";
import { setSettingText, settingText } from "./setting-rows.ts";
import { deviceFact, setDeviceFact } from "./studio-rows.ts";
import { ORG_SCHEMA } from "./schema.ts";
import type { OrgTables, StudioTables } from "./tables.ts";

const ID = orgId.parse("01890000-0000-7000-8000-0000000000f0");
const ONE = ["create table note (text text not null) strict;"];
const TWO = [...ONE, "alter table note add column at integer;"];

interface Notes {
  readonly note: { readonly text: string };
}

const open = (path: string, schema: readonly string[] = ONE) => openDatabase<Notes>(path, schema, "at-commit");
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
    return "opened";
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
};

test("a home is its owner's alone, and its databases too", async () => {
  using home = createTempHome();
  const path = join(home.path, "studio");
  const studio = openHome(path);
  const org = studio.openOrg(ID);
  const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);
  expect([path, join(path, "orgs"), join(path, "orgs", ID)].map(modeOf)).toEqual(["700", "700", "700"]);
  expect([studioDatabasePath(path), orgDatabasePath(path, ID), join(path, "owner.lock")].map(modeOf)).toEqual([
    "600",
    "600",
    "600",
  ]);
  await org.close();
  await studio.close();
});

test("a second owner is refused, and the home is free again when the first one is gone", async () => {
  proves("store:single-owner");
  using home = createTempHome();
  const first = openHome(home.path);
  const before = readFileSync(studioDatabasePath(home.path));
  expect(codeOf(() => openHome(home.path))).toBe("home_in_use");
  expect(readFileSync(studioDatabasePath(home.path)).equals(before)).toBe(true);
  await first.close();
  await openHome(home.path).close();
});

test("what was written is there after closing and opening again", async () => {
  using home = createTempHome();
  const studio = openHome(home.path);
  await setDeviceFact(studio.studio.db, "port", "1");
  await setDeviceFact(studio.studio.db, "port", "2");
  await studio.close();
  const again = openHome(home.path);
  expect(await deviceFact(again.studio.db, "port")).toBe("2");
  expect(await deviceFact(again.studio.db, "other")).toBeUndefined();
  await again.close();
});

test("a schema grows by its next script, after a copy of what was there", async () => {
  using home = createTempHome();
  const path = join(home.path, "notes.db");
  const old = open(path);
  await old.db.insertInto("note").values({ text: "kept" }).execute();
  await old.close();
  const now = open(path, TWO);
  expect(await now.db.selectFrom("note").selectAll().execute()).toEqual([{ text: "kept", at: null }]);
  await now.close();
  expect(existsSync(`${path}.v1.backup`)).toBe(true);
  const backup = openReadOnly<Notes>(`${path}.v1.backup`);
  expect(await backup.db.selectFrom("note").selectAll().execute()).toEqual([{ text: "kept" }]);
  await backup[Symbol.asyncDispose]();
});

test("a script that fails leaves the database as it was", async () => {
  using home = createTempHome();
  const path = join(home.path, "notes.db");
  await open(path).close();
  const before = readFileSync(path);
  const bad = [...ONE, "create table second (text text); insert into nowhere values (1);"];
  expect(codeOf(() => open(path, bad))).toBe("home_unreadable");
  expect(readFileSync(path).equals(before)).toBe(true);
  await open(path).close();
});

test("a newer, foreign or damaged database is refused and left as it is", async () => {
  proves("store:newer");
  using home = createTempHome();
  const path = join(home.path, "notes.db");
  await open(path, TWO).close();
  const newer = readFileSync(path);
  expect(codeOf(() => open(path, ONE))).toBe("database_newer");
  expect(readFileSync(path).equals(newer)).toBe(true);

  const garbage = join(home.path, "garbage.db");
  writeFileSync(garbage, "this is no database at all, and it is long enough to have a header ".repeat(40));
  const bytes = readFileSync(garbage);
  expect(codeOf(() => open(garbage))).toBe("database_damaged");
  expect(readFileSync(garbage).equals(bytes)).toBe(true);

  const foreign = join(home.path, "foreign.db");
  const other = new Database(foreign);
  other.exec("create table x (y); pragma user_version = 1; pragma application_id = 7;");
  other.close();
  expect(codeOf(() => open(foreign))).toBe("database_damaged");

  const torn = readFileSync(path);
  torn.fill(0xff, 4_096, 4_096 + 512);
  const broken = join(home.path, "broken.db");
  writeFileSync(broken, torn);
  expect(codeOf(() => open(broken, TWO))).toBe("database_damaged");
  expect(readFileSync(broken).equals(torn)).toBe(true);
});

test("a reader beside the owner sees what was committed and can change nothing", async () => {
  using home = createTempHome();
  const studio = openHome(home.path);
  const org = studio.openOrg(ID);
  await setSettingText(org.db, "name", '"one"');
  await using reader = openReadOnly<OrgTables>(orgDatabasePath(home.path, ID));
  expect(await settingText(reader.db, "name")).toBe('"one"');
  await expect(setSettingText(reader.db, "name", '"two"')).rejects.toThrow(/readonly/);
  await setSettingText(org.db, "name", '"three"');
  expect(await settingText(reader.db, "name")).toBe('"three"');
  await org.close();
  await studio.close();
  expect(codeOf(() => openReadOnly<StudioTables>(join(home.path, "nowhere.db")))).toBe("home_unreadable");
});

test("a transaction takes the writer's place at its beginning, so that it cannot fail half way for it", async () => {
  using home = createTempHome();
  const path = join(home.path, "notes.db");
  const database = open(path);
  const second = new Database(path, { timeout: 0 });
  await database.db.transaction().execute(async (tx) => {
    expect(await tx.selectFrom("note").selectAll().execute()).toEqual([]);
    expect(() => second.exec("begin immediate")).toThrow(/locked/);
    await tx.insertInto("note").values({ text: "a" }).execute();
  });
  second.exec("begin immediate; rollback");
  second.close();
  await database.close();
});

test("a transaction that fails is taken back whole, and says what failed", async () => {
  using home = createTempHome();
  const database = open(join(home.path, "notes.db"));
  const failure = new Error("in the middle");
  const change = database.db.transaction().execute(async (tx) => {
    await tx.insertInto("note").values({ text: "a" }).execute();
    throw failure;
  });
  await expect(change).rejects.toBe(failure);
  expect(await database.db.selectFrom("note").selectAll().execute()).toEqual([]);
  await database.close();
});

test("what is deleted is overwritten, and text is not trusted as schema", async () => {
  proves("vault:removed");
  using home = createTempHome();
  const path = join(home.path, "org.db");
  const database = openDatabase<OrgTables>(path, ORG_SCHEMA, "at-commit");
  const marker = "a-marker-that-must-not-stay-behind";
  await setSettingText(database.db, "secret", JSON.stringify(marker));
  await database.db.deleteFrom("setting").execute();
  const value = async (name: string): Promise<unknown> => {
    const { rows } = await database.db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(`pragma ${name}`));
    return Object.values(rows[0] ?? {})[0];
  };
  expect([await value("secure_delete"), await value("trusted_schema"), await value("foreign_keys")]).toEqual([1, 0, 1]);
  await database.close();
  expect(readFileSync(path).includes(marker)).toBe(false);
  expect(existsSync(`${path}-wal`)).toBe(false);
});
