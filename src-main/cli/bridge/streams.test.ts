import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventData } from "./event-stream.ts";
import { headerValue } from "./headers.ts";
import { splitLines } from "./line-splitter.ts";

async function* pieces<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list;
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

/** `whole` cut at the given places. */
function cut(whole: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (whole.length + 1)), whole.length].toSorted((a, b) => a - b);
  return ends.map((end, index) => whole.subarray(ends[index - 1] ?? 0, end));
}

const places = fc.array(fc.nat(), { maxLength: 8 });

describe("lines of an agent", () => {
  test("are the same however they arrive", async () => {
    const text = fc.array(fc.string({ unit: "binary" }).map((line) => line.replaceAll(/[\r\n]/g, "").trim()));
    await fc.assert(
      fc.asyncProperty(text, places, async (lines, where) => {
        const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
        const split = await collect(splitLines(pieces(cut(bytes, where))));
        const expected = lines.map((line) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(Buffer.from(line)));
        expect(split).toEqual(expected);
      }),
    );
  });

  test("count even when the last has no end", async () => {
    expect(await collect(splitLines(pieces([Buffer.from("a\r\nb")])))).toEqual(["a", "b"]);
  });

  test("are skipped when they are too long, and only they", async () => {
    const long = Buffer.alloc(9 * 1024 * 1024, "x");
    const split = await collect(splitLines(pieces([Buffer.from("a\n"), long, long, Buffer.from("\nb\n")])));
    expect(split).toEqual(["a", undefined, "b"]);
  });
});

describe("events of a stream", () => {
  const TEXT =
    'data: {"a":\r\ndata:1}\r\n\r\n: comment\rid: 7\revent: message\rdata: zwei\r\rdata: größe\n\ndata\n\ndata: cut';

  test("are the same however they arrive", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(TEXT.length), { maxLength: 8 }), async (where) => {
        const ends = [...where, TEXT.length].toSorted((a, b) => a - b);
        const chunks = ends.map((end, index) => TEXT.slice(ends[index - 1] ?? 0, end));
        expect(await collect(eventData(pieces(chunks)))).toEqual(['{"a":\n1}', "zwei", "größe", ""]);
      }),
    );
  });
});

describe("a header value", () => {
  test.each(["files.read", "a b", "x", "=?base64?"])("stays as it is when HTTP carries %j unchanged", (text) => {
    expect(headerValue(text)).toBe(text);
  });

  test.each(["", " a", "a ", "größe", "a\nb", "a\0", "=?base64?eA==?="])("is wrapped for %j", (text) => {
    const [, encoded = ""] = /^=\?base64\?(.*)\?=$/.exec(headerValue(text)) ?? [];
    expect(Buffer.from(encoded, "base64").toString("utf8")).toBe(text);
  });
});
