import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { expect, test } from "vitest";
import { createTempHome } from "../../testkit/temp-home.ts";
import { decryptAge, encryptAge } from "./age-file.ts";

const SLOW = 180_000; // A passphrase costs 256 MiB and a second.
const PASSPHRASE = "a passphrase for the file";
const TEXT = Buffer.from(`first line\n${"é".repeat(100_000)}`); // More than one of age's chunks.
const [AGE, KEYGEN] = ["/usr/bin/age", "/usr/bin/age-keygen"];
const hasAge = existsSync(AGE) && existsSync(KEYGEN);

const codeOf = async (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => "done",
    (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
  );

test("a file opens with its passphrase and with no other", { timeout: SLOW }, async () => {
  const file = await encryptAge(TEXT, { kind: "passphrase", passphrase: PASSPHRASE });
  expect(Buffer.from(await decryptAge(file, { kind: "passphrase", passphrase: PASSPHRASE }))).toEqual(TEXT);
  expect(await codeOf(decryptAge(file, { kind: "passphrase", passphrase: "another" }))).toBe("export_damaged");
});

test("a file opens with each of its recipients' identities and with no other", async () => {
  const identities = [await generateIdentity(), await generateIdentity(), await generateIdentity()];
  const recipients = await Promise.all(identities.slice(0, 2).map(identityToRecipient));
  const file = await encryptAge(TEXT, { kind: "recipients", recipients });
  const outcomes = identities.map((identity) => codeOf(decryptAge(file, { kind: "identity", identity })));
  expect(await Promise.all(outcomes)).toEqual(["done", "done", "export_damaged"]);
});

test("what is no recipient and no identity is said to be none, without a word of what was typed", async () => {
  expect(await codeOf(encryptAge(TEXT, { kind: "recipients", recipients: ["age1nonsense"] }))).toBe("invalid_input");
  const typed = decryptAge(TEXT, { kind: "identity", identity: "AGE-SECRET-KEY-NOT" });
  const error = await typed.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "invalid_input" });
  expect(`${String(error)}${String((error as Error).cause)}`).not.toContain("KEY-NOT");
});

test("no flipped byte and no cut leaves a file that opens", { timeout: SLOW }, async () => {
  const identity = await generateIdentity();
  const recipients = [await identityToRecipient(identity)];
  const file = await encryptAge(TEXT, { kind: "recipients", recipients });
  const places = [
    ...Array(220).keys(),
    ...Array.from({ length: 60 }, () => randomBytes(4).readUInt32BE() % file.length),
  ];
  for (const at of places) {
    const changed = file.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect([at, await codeOf(decryptAge(changed, { kind: "identity", identity }))]).toEqual([at, "export_damaged"]);
  }
  for (const length of [0, 1, 100, 180, 65_536, file.length - 17, file.length - 16, file.length - 1])
    expect(await codeOf(decryptAge(file.subarray(0, length), { kind: "identity", identity }))).toBe("export_damaged");
});

test("a passphrase stanza that asks for more than a gibibyte is refused before it costs anything", async () => {
  const header = "age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 30\n";
  const file = Buffer.from(`${header}${"A".repeat(43)}\n--- ${"A".repeat(43)}\n`);
  const startedAt = Date.now();
  expect(await codeOf(decryptAge(file, { kind: "passphrase", passphrase: PASSPHRASE }))).toBe("export_damaged");
  expect(Date.now() - startedAt).toBeLessThan(1_000);
});

test.skipIf(!hasAge)(
  "the age tool opens what was written here, and the other way round",
  { timeout: SLOW },
  async () => {
    using home = createTempHome();
    const [key, sealed, back] = ["key.txt", "sealed.age", "back.age"].map((name) => join(home.path, name)) as [
      string,
      string,
      string,
    ]; // Three names give three paths.
    execFileSync(KEYGEN, ["-o", key], { stdio: "pipe" });
    const recipient = execFileSync(KEYGEN, ["-y", key], { encoding: "utf8" }).trim();
    writeFileSync(sealed, await encryptAge(TEXT, { kind: "recipients", recipients: [recipient] }));
    expect(execFileSync(AGE, ["-d", "-i", key, sealed])).toEqual(TEXT);
    execFileSync(AGE, ["-r", recipient, "-o", back], { input: TEXT });
    const identity =
      readFileSync(key, "utf8")
        .split("\n")
        .find((line) => line.startsWith("AGE-SECRET-KEY-")) ?? "";
    expect(Buffer.from(await decryptAge(readFileSync(back), { kind: "identity", identity }))).toEqual(TEXT);
  },
);
