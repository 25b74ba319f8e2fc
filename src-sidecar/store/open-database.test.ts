import Database from "better-sqlite3";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CompiledQuery } from "kysely";
import { expect, test } from "vitest";
import { orgId } from "../../src-contract/ids.ts";
import { proves } from "../../testkit/promises.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import { openHome, orgDatabasePath, studioDatabasePath } from "./home.ts";
import { openDatabase, openReadOnly, openUnchecked } from "./open-database.ts";
import { setSettingText, settingText } from "./setting-rows.ts";
import { deviceFact, setDeviceFact } from "./studio-rows.ts";
import { ORG_SCHEMA } from "./schema.ts";
import type { OrgTables } from "./tables.ts";

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
  const backup = openUnchecked<Notes>(`${path}.v1.backup`, { scripts: ONE });
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

test("a database that holds a program which we did not put there is refused before it runs, and left as it is", async () => {
  proves("vault:tamper");
  using home = createTempHome();
  const studio = openHome(home.path);
  await studio.openOrg(ID).close();
  await studio.close();
  const file = orgDatabasePath(home.path, ID);
  const whole = readFileSync(file);
  const forged = `insert into sqlite_schema values ('table', 'sqlite_stat1', 'sqlite_stat1', 0, 'create trigger t after insert on policy begin delete from connector_key; end')`;
  const planted = [
    "create trigger t after insert on policy begin delete from connector_key; end",
    "create view extra as select * from member",
    "create table extra (x)",
    "create table backup_note (note text not null, signature blob not null) strict",
    "create index extra on member (name)",
    "alter table member add column extra text",
    "drop trigger audit_no_delete",
    "drop trigger audit_no_update; create trigger audit_no_update before update on audit begin select 1; end",
    "drop table setting; create view setting as with recursive c(x) as (select 1 union all select x + 1 from c) select x as name, x as value from c",
    "pragma user_version = 0",
    `pragma writable_schema = on; ${forged}`,
  ];
  for (const statement of planted) {
    writeFileSync(file, whole);
    const hands = new Database(file);
    hands.unsafeMode(true);
    hands.exec(statement);
    hands.close();
    const before = readFileSync(file);
    const home2 = openHome(home.path);
    const outcomes = [codeOf(() => home2.openOrg(ID)), codeOf(() => openReadOnly(file, "org"))];
    await home2.close();
    expect([statement, ...outcomes]).toEqual([statement, "database_damaged", "database_damaged"]);
    expect(readFileSync(file).equals(before)).toBe(true);
  }
  writeFileSync(file, whole);
  const counted = new Database(file);
  counted.exec("insert into setting values ('a', '1'); analyze"); // SQLite's own counts run nothing.
  counted.close();
  expect(codeOf(() => void openReadOnly(file, "org")[Symbol.asyncDispose]())).toBe("opened");
  const own = new Database(studioDatabasePath(home.path));
  own.exec("create trigger t after insert on device begin delete from org; end");
  own.close();
  expect(codeOf(() => openHome(home.path))).toBe("database_damaged");
});

test("a reader beside the owner sees what was committed and can change nothing", async () => {
  using home = createTempHome();
  const studio = openHome(home.path);
  const org = studio.openOrg(ID);
  await setSettingText(org.db, "name", '"one"');
  await using reader = openReadOnly(orgDatabasePath(home.path, ID), "org");
  expect(await settingText(reader.db, "name")).toBe('"one"');
  await expect(setSettingText(reader.db, "name", '"two"')).rejects.toThrow(/readonly/);
  await setSettingText(org.db, "name", '"three"');
  expect(await settingText(reader.db, "name")).toBe('"three"');
  await org.close();
  await studio.close();
  expect(codeOf(() => openReadOnly(join(home.path, "nowhere.db"), "studio"))).toBe("home_unreadable");
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
