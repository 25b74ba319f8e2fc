import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createTempHome } from "./temp-home.ts";

test("is private to its owner and gone after use", () => {
  let path: string;
  {
    using home = createTempHome();
    path = home.path;
    writeFileSync(join(path, "file"), "content");
    if (process.platform !== "win32") expect(statSync(path).mode & 0o777).toBe(0o700);
  }
  expect(existsSync(path)).toBe(false);
});
