import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createTempHome } from "../../testkit/temp-home.ts";
import { WalSync } from "./wal-sync.ts";

test("puts a file on the disk as often as it is asked, also by many at once", async () => {
  using home = createTempHome();
  const path = join(home.path, "x-wal");
  writeFileSync(path, "x");
  const wal = new WalSync(path);
  await Promise.all(Array.from({ length: 50 }, () => wal.sync()));
  await wal.sync();
  await wal.close();
});

test("what could not be put on the disk is told to everybody who waited, and the next try is a new one", async () => {
  using home = createTempHome();
  const path = join(home.path, "x-wal");
  const wal = new WalSync(path);
  const outcomes = await Promise.allSettled([wal.sync(), wal.sync(), wal.sync()]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(existsSync(path)).toBe(false);
  writeFileSync(path, "x");
  await wal.sync();
  await wal.close();
});
