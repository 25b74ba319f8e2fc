import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRedirectFile } from "./redirect-file.ts";

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "gatehouse-redirect-"));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(home, { recursive: true });
});

test("can be read by its owner alone", () => {
  const file = createRedirectFile(home, "http://127.0.0.1:1/#k=abc");
  expect(statSync(file.path).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(file.path)).mode & 0o777).toBe(0o700);
  file.remove();
  expect(existsSync(file.path)).toBe(false);
});

test("goes by itself when the code in it is worth nothing any more", () => {
  vi.useFakeTimers();
  const file = createRedirectFile(home, "http://127.0.0.1:1/#k=abc");
  vi.advanceTimersByTime(60_000);
  expect(existsSync(file.path)).toBe(false);
});

test("goes with the next one if its process ended early", () => {
  const forgotten = createRedirectFile(home, "http://127.0.0.1:1/#k=abc");
  const recent = createRedirectFile(home, "http://127.0.0.1:1/#k=def");
  utimesSync(forgotten.path, 0, (Date.now() - 60_000) / 1_000);
  const next = createRedirectFile(home, "http://127.0.0.1:1/#k=ghi");
  expect([forgotten, recent, next].map((file) => existsSync(file.path))).toEqual([false, true, true]);
});

test("leads to the address and lets no address end its script", () => {
  const file = createRedirectFile(home, "http://127.0.0.1:1/#k=</script><script>alert(1)");
  const page = readFileSync(file.path, "utf8");
  expect(page.match(/<\/script>/g)).toHaveLength(1);
  expect(page).toContain(String.raw`location.replace("http://127.0.0.1:1/#k=\u003c/script>`);
});
