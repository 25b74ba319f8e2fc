import { expect, test } from "vitest";
import { createIds } from "./new-id.ts";
import { createRandomPool } from "./random-pool.ts";

test("makes ids of version 7 that sort in the order they were made, each another one", () => {
  const newId = createIds(createRandomPool());
  const ids = Array.from({ length: 5_000 }, newId);
  expect(new Set(ids).size).toBe(5_000);
  expect([...ids].sort()).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
