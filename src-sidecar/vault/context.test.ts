import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeContext, type ContextValue } from "./context.ts";
import { VaultError } from "./errors.ts";

const value: fc.Arbitrary<ContextValue> = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 8 }),
  fc.maxSafeNat(),
  fc.uint8Array({ maxLength: 8 }),
);

test("two different lists never give equal bytes", () => {
  const hex = (values: readonly ContextValue[]): string => Buffer.from(encodeContext("test", values)).toString("hex");
  const shape = (values: readonly ContextValue[]): string =>
    JSON.stringify(values.map((item) => (item instanceof Uint8Array ? { bytes: [...item] } : item)));
  const list = fc.array(value, { maxLength: 4 });
  fc.assert(
    fc.property(list, list, (a, b) => {
      expect(hex(a) === hex(b)).toBe(shape(a) === shape(b));
    }),
    { numRuns: 3000 },
  );
});

test("text, number and bytes of the same look are three different values", () => {
  const forms: readonly ContextValue[][] = [["1"], [1], [new Uint8Array([0x31])], ["", "1"], ["1", ""], []];
  const written = forms.map((values) => Buffer.from(encodeContext("test", values)).toString("hex"));
  expect(new Set(written).size).toBe(forms.length);
});

test("writes a count, then type, length and value of each item, the label first", () => {
  const bytes = encodeContext("l", ["é", 2 ** 32 + 5, new Uint8Array([7])]);
  expect(Buffer.from(bytes).toString("hex")).toBe(
    ["00000004", "01000000016c", "0100000002c3a9", "02000000080000000100000005", "030000000107"].join(""),
  );
});

test("what has no exact form is refused, not written in another", () => {
  const refused: readonly ContextValue[] = [
    "\ud800",
    "a\udc00",
    "x".repeat(4097),
    "é".repeat(2049),
    1.5,
    -1,
    2 ** 53,
    NaN,
  ];
  for (const item of refused) expect(() => encodeContext("test", [item])).toThrow(new VaultError("envelope_context"));
  for (const item of ["", "x".repeat(4096), "\ud83d\ude00", 0, Number.MAX_SAFE_INTEGER, new Uint8Array(5000)])
    expect(encodeContext("test", [item]).byteLength).toBeGreaterThan(0);
});
