import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";

const CLI = join(import.meta.dirname, "../out/main/cli.js");

async function redact(input: string, ...parameters: readonly string[]) {
  const child = spawn(process.execPath, [CLI, "redact", ...parameters], { stdio: "pipe" });
  child.stdin.on("error", () => {}); // It need not read it.
  child.stdin.end(input);
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { exitCode: await exit, out, err };
}

test("redacts standard input without a studio, and says where in the text as given it found what", async () => {
  const given = 'mail ada@example.org\npass\u200bword: "hunter2x"\n';
  expect(await redact(given)).toEqual({
    exitCode: 0,
    out: 'mail [REDACTED:email#1]\npassword: "[REDACTED:password#1]"\n',
    err: "",
  });
  const { exitCode, out } = await redact(given, "--json", "--personal", "none");
  const { findings, ...rest } = JSON.parse(out);
  expect([exitCode, rest.stripped, rest.unit]).toEqual([0, 1, "utf-16"]);
  expect(findings).toEqual([{ kind: "password", start: 33, end: 41, placeholder: "[REDACTED:password#1]" }]);
});

test("is used wrongly in words, and in JSON for scripts", async () => {
  expect(await redact("x", "--personal", "names")).toMatchObject({ exitCode: 2, out: "" });
  const { exitCode, out } = await redact("x", "--json", "--personal", "names");
  expect([exitCode, JSON.parse(out).error.code]).toEqual([2, "usage"]);
});

test("reads a megabyte of what hurts other engines in seconds", async () => {
  const units = ["key.key.key.", "sumosumo", "eyJhbGciOiJIUzI1NiJ9.", "00 ", "a@b.co "];
  for (const unit of units) {
    const given = unit.repeat(1_000_000 / unit.length);
    expect([unit, (await redact(given, "--json")).exitCode]).toEqual([unit, 0]);
  }
});
