import fc from "fast-check";
import { expect, test } from "vitest";
import { LineReader } from "./line-reader.ts";
import { processorMs } from "../../../testkit/processor-time.ts";

function read(maxBytes: number, chunks: readonly Buffer[]): { lines: string[]; tooLong: [string, string][] } {
  const lines: string[] = [];
  const tooLong: [string, string][] = [];
  const reader = new LineReader(maxBytes, {
    onLine: (line) => lines.push(line),
    onTooLong: (start, end) => tooLong.push([start, end]),
  });
  for (const chunk of chunks) reader.push(chunk);
  return { lines, tooLong };
}

/** Cuts text at the given places. */
function cut(text: string, places: readonly number[]): Buffer[] {
  const bytes = Buffer.from(text);
  const at = [0, ...places.map((place) => place % (bytes.byteLength + 1)).toSorted((a, b) => a - b), bytes.byteLength];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

test("reads the same lines however the stream is cut", () => {
  const text = fc.array(fc.string({ unit: "grapheme", maxLength: 30 }).map((line) => line.replaceAll("\n", "")));
  fc.assert(
    fc.property(text, fc.array(fc.nat(500)), (lines, places) => {
      expect(read(1000, cut(lines.map((line) => `${line}\n`).join(""), places)).lines).toEqual(lines);
    }),
  );
});

test("drops a line that is too long, keeps its edges, and reads on", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2000, max: 9000 }), fc.array(fc.nat(9000)), (length, places) => {
      const long = `start${"x".repeat(length)}end`;
      const { lines, tooLong } = read(1000, cut(`a\n${long}\nb\n`, places));
      expect(lines).toEqual(["a", "b"]);
      expect(tooLong).toHaveLength(1);
      expect(tooLong[0]?.[0]).toBe(long.slice(0, 256));
      expect(tooLong[0]?.[1]).toBe(long.slice(-256));
    }),
  );
});

test("counts a line without an end", () => {
  const reader = new LineReader(1000, { onLine: () => undefined, onTooLong: () => undefined });
  for (let n = 0; n < 100; n++) reader.push(Buffer.alloc(100, "x"));
  expect(reader.pendingBytes).toBe(10_000);
  reader.push(Buffer.from("\n"));
  expect(reader.pendingBytes).toBe(0);
});

test("reads a line that drips in byte by byte in linear time", () => {
  const line = Buffer.alloc(1_000_000, "x");
  let length = 0;
  const reader = new LineReader(4_000_000, { onLine: (text) => (length = text.length), onTooLong: () => undefined });
  const ms = processorMs(() => {
    for (let at = 0; at < line.byteLength; at++) reader.push(line.subarray(at, at + 1));
    reader.push(Buffer.from("\n"));
  });
  expect(length).toBe(1_000_000);
  expect(ms).toBeLessThan(8_000); // Each byte copied again would take minutes.
});
