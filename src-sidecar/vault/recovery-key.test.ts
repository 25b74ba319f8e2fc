import fc from "fast-check";
import { expect, test } from "vitest";
import { Secret } from "../base/secret.ts";
import { VaultError } from "./errors.ts";
import { formatRecoveryKey, parseRecoveryKey } from "./recovery-key.ts";
import { readSecret } from "./seal.ts";
import { formatShownKey, INVITATION_CODE, parseShownKey, readShownOnce, RECOVERY_KEY } from "./shown-key.ts";

const written = (key: Uint8Array): string =>
  readSecret(formatRecoveryKey(key), (bytes) => Buffer.from(bytes).toString());
const KEY = Uint8Array.from({ length: 32 }, (_, index) => index * 7);

function read(typed: string): string {
  try {
    return Buffer.from(parseRecoveryKey(Secret.fromText(typed))).toString("hex");
  } catch (error) {
    return error instanceof VaultError ? error.code : String(error);
  }
}

test("is written as fourteen groups of four digits and read back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (key) => {
      const text = written(key);
      expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(read(text)).toBe(Buffer.from(key).toString("hex"));
    }),
  );
});

test("is read as people type: any case, any grouping, O for 0 and I or L for 1", () => {
  const hex = Buffer.from(KEY).toString("hex");
  const text = written(KEY);
  const variants = [
    text.toLowerCase(),
    text.replaceAll("-", ""),
    ` ${text.replaceAll("-", " ")}\n`,
    text.replaceAll("0", "O").replaceAll("1", "l"),
    text.replaceAll("0", "o").replaceAll("1", "I"),
  ];
  expect(variants.map(read)).toEqual(variants.map(() => hex));
});

test("every single wrong digit is a typing error, and so is a missing, added or foreign one", () => {
  const digits = written(KEY).replaceAll("-", "");
  const codes = new Set<string>();
  for (let at = 0; at < digits.length; at += 1) {
    for (const digit of "0123456789ABCDEFGHJKMNPQRSTVWXYZ") {
      if (digit !== digits[at]) codes.add(read(digits.slice(0, at) + digit + digits.slice(at + 1)));
    }
    codes.add(read(digits.slice(0, at) + digits.slice(at + 1)));
    codes.add(read(`${digits.slice(0, at)}U${digits.slice(at + 1)}`));
  }
  for (const other of ["", "0".repeat(56), `${digits}0`, `${digits}!`, "🔑"]) codes.add(read(other));
  expect([...codes]).toEqual(["recovery_key_malformed"]);
});

test("two neighbouring digits exchanged are a typing error", () => {
  const digits = written(KEY).replaceAll("-", "");
  const swapped = [...digits].map(
    (digit, at) => `${digits.slice(0, at)}${digits[at + 1] ?? ""}${digit}${digits.slice(at + 2)}`,
  );
  const codes = swapped.filter((typed) => typed !== digits).map(read);
  expect(codes.length).toBeGreaterThan(40);
  expect(new Set(codes)).toEqual(new Set(["recovery_key_malformed"]));
});

test("is read as text once, and nothing else is ever read that way", () => {
  const made = formatRecoveryKey(KEY);
  expect(readShownOnce(made)).toBe(written(KEY));
  expect(() => readShownOnce(made)).toThrow("wiped");
  expect(() => readShownOnce(Secret.fromText("ghp_0123456789abcdefghij"))).toThrow(
    new VaultError("recovery_key_malformed"),
  );
});

test("an invitation's code is eight groups, shown once like a recovery key, and neither is read as the other", () => {
  const code = KEY.subarray(0, 16);
  const text = readShownOnce(formatShownKey(INVITATION_CODE, code));
  expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(parseShownKey(INVITATION_CODE, Secret.fromText(text.toLowerCase()))).toEqual(code.slice());
  expect(parseShownKey(RECOVERY_KEY, Secret.fromText(text))).toBeUndefined();
  expect(parseShownKey(INVITATION_CODE, Secret.fromText(written(KEY)))).toBeUndefined();
  expect(parseShownKey({ ...INVITATION_CODE, label: "gatehouse/other/1" }, Secret.fromText(text))).toBeUndefined();
});
