import { Readable, Writable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { makeToken, TOKEN_KINDS } from "../testkit/tokens.ts";
import { redactCommand } from "./redact-offline.ts";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(
  input: string | Uint8Array,
  parameters: readonly string[] = ["--json"],
  pieceBytes = 65_536,
): Promise<Ran> {
  const bytes = Buffer.from(input);
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, index) =>
    bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  );
  const [out, err] = [collect(), collect()];
  const code = await redactCommand(parameters, { input: Readable.from(pieces), out: out.stream, err: err.stream });
  return { code, out: out.text(), err: err.text() };
}

function collect(): { readonly stream: Writable; text(): string } {
  const pieces: string[] = [];
  const stream = new Writable({
    write(piece: Buffer, _encoding, done) {
      pieces.push(piece.toString());
      done();
    },
  });
  return { stream, text: () => pieces.join("") };
}

test("writes the redacted text and the places of what it found in the text as given, whatever is read at once", async () => {
  const { secret } = makeToken("github-token", 3);
  const text = `\ufeffÄ🎉 pass\u200bword: "hunter2x", ${secret}\u001b[0m ada@example.org\r\n`;
  for (const pieceBytes of [1, 3, 65_536]) {
    const { code, out } = await run(text, ["--json"], pieceBytes);
    const { findings, ...rest } = JSON.parse(out);
    expect([code, rest]).toEqual([
      0,
      {
        text: `Ä🎉 password: "[REDACTED:password#1]", [REDACTED:github-token#1] [REDACTED:email#1]\r\n`,
        stripped: 6,
        unit: "utf-16",
      },
    ]);
    expect(
      findings.map(({ kind, start, end }: { kind: string; start: number; end: number }) => [
        kind,
        text.slice(start, end),
      ]),
    ).toEqual([
      ["password", "hunter2x"],
      ["github-token", secret],
      ["email", "ada@example.org"],
    ]);
  }
});

test("every finding covers what its placeholder stands for, in any mixture", async () => {
  const piece = fc.oneof(
    fc
      .tuple(fc.constantFrom(...TOKEN_KINDS), fc.integer({ min: 1, max: 9999 }))
      .map(([kind, seed]) => ` ${makeToken(kind, seed).text}\n`),
    fc.constantFrom("\u200b", "\u001b[31m", "🎉 ", "plain words\n", "ada@example.org ", "\u{e0041}", "\u2764\ufe0f "),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
      const given = pieces.join("");
      const { text, findings } = JSON.parse((await run(given)).out);
      let rebuilt = "";
      let at = 0;
      for (const { start, end, placeholder } of findings) {
        rebuilt += `${given.slice(at, start)}${placeholder}`;
        at = end;
      }
      const strip = (some: string): string => some.replaceAll(/\u001b\[31m|[\u200b\u{e0041}]/gu, "");
      expect(strip(rebuilt + given.slice(at))).toBe(text);
    }),
    { seed: 61, numRuns: 100 },
  );
});

test("writes the text alone without --json, and leaves out the personal data that was not asked for", async () => {
  const text = "ada@example.org and +49 30 901820-11";
  expect((await run(text, [])).out).toBe("[REDACTED:email#1] and [REDACTED:phone#1]");
  expect((await run(text, ["--personal=none"])).out).toBe(text);
  expect((await run(text, ["--personal", "phone,iban"])).out).toBe("ada@example.org and [REDACTED:phone#1]");
});

test("reads nothing as nothing", async () => {
  expect(await run("", [])).toEqual({ code: 0, out: "", err: "" });
  expect(JSON.parse((await run("")).out)).toEqual({ text: "", findings: [], stripped: 0, unit: "utf-16" });
});

test("says in a typed error what is wrong, and writes nothing of the text then", async () => {
  const broken = await run(Buffer.from("password=hunter2x\xff", "latin1"));
  expect([broken.code, JSON.parse(broken.out)]).toEqual([
    66,
    { error: { code: "not_utf8", message: "The text is not UTF-8." } },
  ]);
  expect(await run(Buffer.alloc(64 * 1024 * 1024 + 1, 0x20), [])).toEqual({
    code: 66,
    out: "",
    err: "gatehouse: The text is larger than 64 MiB.\n",
  });
  expect(JSON.parse((await run("x", ["--json", "--personal=names"])).out).error.code).toBe("usage");
  expect(await run("x", ["--quiet"])).toMatchObject({ code: 2, out: "" });
});
