import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { takeHeadlessKey, warnOfHeadlessKey } from "./headless-key.ts";

const KEY = Buffer.from("6fbd1a0c55e2907f13c84ad9b6302e7741f8dd05a99c6be0124f8337c1d05ea2", "hex");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-key-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(text: string, mode = 0o600): string {
  const path = join(folder, randomBytes(6).toString("hex"));
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

const take = (environment: NodeJS.ProcessEnv) => takeHeadlessKey(environment);

test.each([
  ["base64url", KEY.toString("base64url")],
  ["base64url with its padding", `${KEY.toString("base64url")}=`],
  ["base64", KEY.toString("base64")],
  ["hexadecimal digits", KEY.toString("hex")],
  ["capitals", KEY.toString("hex").toUpperCase()],
  ["a line", ` ${KEY.toString("base64url")}\n`],
])("takes 32 bytes in %s, from the variable or a file, and leaves neither variable behind", (_form, text) => {
  proves("headless:key");
  for (const environment of [
    { GATEHOUSE_SECRET_KEY: text, PATH: "/bin" },
    { GATEHOUSE_SECRET_KEY_FILE: fileWith(text), PATH: "/bin" },
  ]) {
    const key = take(environment);
    expect(Buffer.from(key ?? []).equals(KEY)).toBe(true);
    expect(key?.buffer.byteLength).toBe(32);
    expect(environment).toEqual({ PATH: "/bin" });
  }
});

test.runIf(process.platform === "linux")("a variable stays readable from outside, which is why it is warned of", () => {
  const script =
    'delete process.env.GATEHOUSE_SECRET_KEY; process.stdout.write(require("node:fs").readFileSync("/proc/self/environ"))';
  const env = { GATEHOUSE_SECRET_KEY: "left-behind" };
  expect(execFileSync(process.execPath, ["-e", script], { env }).toString()).toContain("left-behind");
});

test.each([
  ["linux", { GATEHOUSE_SECRET_KEY: "the key" }, true],
  ["linux", { GATEHOUSE_SECRET_KEY_FILE: "/a/path" }, false],
  ["linux", {}, false],
  ["darwin", { GATEHOUSE_SECRET_KEY: "the key" }, false],
  ["win32", { GATEHOUSE_SECRET_KEY: "the key" }, false],
] as const)("on %s with %j a warning is %s", (platform, environment, isWarned) => {
  const warning = warnOfHeadlessKey(environment, platform);
  expect(warning !== undefined).toBe(isWarned);
  expect(warning ?? "GATEHOUSE_SECRET_KEY_FILE").toContain("GATEHOUSE_SECRET_KEY_FILE");
  expect(warning ?? "").not.toContain("the key");
});

test("takes nothing where nothing is given", () => {
  expect(take({ PATH: "/bin" })).toBeUndefined();
});

test.each([
  ["nothing", ""],
  ["words", "correct horse battery staple and so on"],
  ["32 characters", "abcdefghijklmnopqrstuvwxyz012345"],
  ["31 bytes", KEY.subarray(1).toString("base64url")],
  ["33 bytes", Buffer.concat([KEY, Buffer.of(7)]).toString("base64url")],
  ["31 bytes in hexadecimal digits", KEY.subarray(1).toString("hex")],
  ["base64 without its padding", "/".repeat(43)],
  ["last digits that no byte has", `${KEY.toString("base64url").slice(0, 42)}J`],
  ["a space within", `${KEY.toString("hex").slice(0, 32)} ${KEY.toString("hex").slice(32)}`],
])("refuses %s and says nothing of what it was", (_what, text) => {
  proves("headless:key");
  const environment = { GATEHOUSE_SECRET_KEY: text };
  let refusal = "";
  try {
    take(environment);
  } catch (error) {
    refusal = String(error);
  }
  expect(refusal).toContain("GATEHOUSE_SECRET_KEY does not hold 32 bytes");
  expect(text !== "" && refusal.includes(text)).toBe(false);
  expect(environment).toEqual({});
});

test.each([
  ["zeros", Buffer.alloc(32)],
  ["a pattern of fifteen bytes", Buffer.from(Array.from({ length: 32 }, (_, index) => (index * 37) % 15))],
  ["a counter", Buffer.from(Array.from({ length: 32 }, (_, index) => index))],
  ["a counter in sevens", Buffer.from(Array.from({ length: 32 }, (_, index) => (200 + index * 7) % 256))],
  ["encoded words", Buffer.from("the quick brown fox jumps over t")],
])("refuses a key of %s as not random", (_what, bytes) => {
  expect(() => take({ GATEHOUSE_SECRET_KEY: bytes.toString("base64url") })).toThrow(/not random/);
});

test("takes ten thousand random keys", () => {
  for (let index = 0; index < 10_000; index += 1) {
    expect(take({ GATEHOUSE_SECRET_KEY: randomBytes(32).toString("base64url") })).toBeDefined();
  }
});

test("refuses to choose between a variable and a file", () => {
  const environment = { GATEHOUSE_SECRET_KEY: "x", GATEHOUSE_SECRET_KEY_FILE: "y" };
  expect(() => take(environment)).toThrow(expect.objectContaining({ code: "secret_key_unusable" }));
  expect(environment).toEqual({});
});

test.skipIf(process.platform === "win32").each([0o640, 0o604, 0o620, 0o602, 0o666])(
  "refuses a file with the mode %o",
  (mode) => {
    const path = fileWith(KEY.toString("base64url"), mode);
    const isRootsGroup = process.getuid?.() === 0 && process.getgid?.() === 0 && mode === 0o640;
    if (isRootsGroup) expect(take({ GATEHOUSE_SECRET_KEY_FILE: path })).toBeDefined();
    else expect(() => take({ GATEHOUSE_SECRET_KEY_FILE: path })).toThrow(/Other users can read/);
  },
);

test("judges the file behind a link, not the link", () => {
  const open = fileWith(KEY.toString("base64url"), 0o644);
  const link = join(folder, "link");
  symlinkSync(open, link);
  expect(() => take({ GATEHOUSE_SECRET_KEY_FILE: link })).toThrow(/Other users can read/);
});

test.each([
  ["no file", () => join(folder, "absent"), /cannot be read: ENOENT/],
  ["a folder", () => folder, /is not a file/],
  ["a long file", () => fileWith("a".repeat(2_000)), /too long/],
  ["a file of words", () => fileWith("hunter2"), /does not hold 32 bytes/],
])("refuses %s", (_what, path, words) => {
  expect(() => take({ GATEHOUSE_SECRET_KEY_FILE: path() })).toThrow(words);
});
