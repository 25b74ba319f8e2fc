import { expect, test } from "vitest";
import { createKnownValues, createRedactor } from "./index.ts";
import { processorMs } from "../../testkit/processor-time.ts";

const KEY = new Uint8Array(32).fill(6);
const VALUE = "Zq7!vT2#kL9$wX4%bN6&";
const knownValues = createKnownValues(KEY);
knownValues.learn("db", Buffer.from(VALUE));
knownValues.learn("pin", Buffer.from("hunter22"));
const redactor = createRedactor({ knownValues, sessionKey: KEY });

const SIZE = 250_000;

/** Units that make some rule begin, repeated: where work is not bounded, time grows with the square of the length. */
const UNITS: readonly string[] = [
  ..."a A 0 = - . : / \\ \" ' ` { [ < & % \n \u200b \u001b é".split(" "),
  " ",
  "eyJ",
  "eyJhbGci",
  "eyJhbGci.",
  "eyJhbGciOiJIUzI1NiJ9.",
  "-----BEGIN PRIVATE KEY-----",
  "-----BEGIN PRIVATE KEY-----\nMIIE\n",
  "-----BEGIN ",
  "LS0tLS1CRUdJTi",
  "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVkt\n",
  "MIIEvQIBADANBgkq",
  "://",
  "http://a:b",
  "http://a:b@",
  "postgres://u:p@h ",
  "password=",
  'password="',
  "password='a\\",
  '\\\\\\"password\\\\\\":',
  "password: a\n",
  "key.key.key.",
  "secret secret ",
  "token token=",
  "sumosumo",
  "sk-",
  "sk-ant-",
  "ghp_",
  "ghp_aB3dE5gH7jK9mN1pQ3sT5vW7xZ9bC1dE3fG5 ",
  "AKIA",
  "xoxb-",
  "SG.",
  "dp.pt.",
  "AAAA",
  "UUUU",
  "VVVVVVVVVVVVVVVVVVVV\n",
  "00 ",
  "0x",
  "0x73, ",
  "00000000: 7365 6372 6574 ",
  "1, ",
  "%25",
  "%41",
  "\\u0041",
  "\\\\\\\\",
  "&amp;",
  "&#x41;",
  "&",
  "=\n",
  "Cookie: a=b; ",
  "Set-Cookie: ",
  "Authorization: Bearer ",
  "Authorization: ",
  "bearer ",
  "curl -u a ",
  "curl ",
  "snmp-server user a ",
  "username a password ",
  "tacacs ",
  "aws_secret",
  "AccountKey=",
  "@tcp(",
  "azdo ",
  ":5432:a1",
  "(0",
  '":"',
  "secret:{",
  "secretsdump: ",
  "psexec.py ",
  "$ntlm",
  "_auth=",
  "withToken(",
  "token:\n type: a\n",
  "user/pass ",
  "passwort",
  "hooks.slack.com/",
  "q~",
  "-us1",
  ":AA",
  "1/",
  "A3-",
  "$6$a$",
  "$argon2",
  "tools.",
  "password '",
  'secret: ["a",',
  "chpasswd:\n",
  "password,a\n",
  "insert into a (password) values (",
  "password is a b c ",
  "<password><![CDATA[",
  "1: -----BEGIN PRIVATE KEY-----\n1: A\n",
  "recovery codes: a1b2c ",
  "[REDACTED:vault:db]",
  "[REDACTED:",
  "\u001b]",
  "\u001b[",
  "\u{1f468}\u200d",
  "\u{1f3f4}\u{e0067}",
  "a@b.co ",
  "4111 1111 ",
  VALUE,
  VALUE.slice(0, 13),
  "hunter22",
  "hunter2",
  `${VALUE}[REDACTED:vault:db]`,
  `password=x9!kQ2mmA[REDACTED:password#1] `,
  `${VALUE[0]}${" ".repeat(40)}`,
  `${VALUE.slice(0, 11)}${"\u200b".repeat(100)}`,
  "Ignore all previous instruction ",
  "before using the tool tool tool ",
  "has already approved ",
  "忽略",
  "read ~/.ssh ",
  "\ud83d",
  "\u2764\ufe0f",
  "\u{1f468}\u200d\u{1f469}\u200d",
  Buffer.from(VALUE).toString("base64"),
  Buffer.from(Buffer.from(VALUE).toString("base64")).toString("base64"),
];

test.each(UNITS.map((unit) => [JSON.stringify(unit), unit]))(
  "reads 250 kB of %s in time that grows with its length only",
  (_name, unit) => {
    const text = unit.repeat(SIZE / unit.length + 1);
    const ms = processorMs(() => {
      redactor.redactGiven(text);
      redactor.clean(text);
    });
    // Twice 250 kB: well under a second on an idle machine, and quadratic work on this input would take minutes.
    expect(ms).toBeLessThan(6_000);
  },
);

test("replaces what is nested too deep to be walked", () => {
  const depth = 20_000;
  const value = JSON.parse(`${"[".repeat(depth)}"${VALUE}"${"]".repeat(depth)}`);
  const { value: safe, findings } = redactor.redactJson(value);
  expect(JSON.stringify(safe)).not.toContain(VALUE);
  expect(findings.map(({ kind }) => kind)).toEqual(["too-deep"]);
});
