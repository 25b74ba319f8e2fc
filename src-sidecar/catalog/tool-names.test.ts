import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exposedName, plainNames } from "./tool-names.ts";

const nobody: ReadonlySet<string> = new Set();

describe("exposed names", () => {
  it("keep a valid name behind the slug", () => {
    expect(exposedName("memory", "create_entities", nobody)).toBe("memory__create_entities");
    expect(exposedName("fs", "get-structured-content", nobody)).toBe("fs__get-structured-content");
  });

  it("mend a name that clients would mangle, with a hash that tells it from its neighbours", () => {
    const names = ["dup.1", "dup_1", "dup 1", "dup/1"].map((name) => exposedName("s", name, nobody));
    expect(names).toEqual(["s__dup_1_8432094c", "s__dup_1", "s__dup_1_945def11", "s__dup_1_c3de1209"]);
  });

  it("hash a name that only looks hashed, so that no server can claim another tool's mended name", () => {
    const mended = exposedName("s", "a.b", nobody).slice("s__".length);
    expect(exposedName("s", mended, nobody)).not.toBe(`s__${mended}`);
  });

  it("lengthen the hash when a name is taken", () => {
    const first = exposedName("s", "a.b", nobody);
    const second = exposedName("s", "a.b", new Set([first]));
    expect(second).not.toBe(first);
    expect(second.startsWith(first)).toBe(true);
  });

  it("are valid for every client, and the same every time, whatever the server calls its tools", () => {
    const slug = fc.stringMatching(/^[a-z0-9](-?[a-z0-9]){0,11}$/);
    fc.assert(
      fc.property(slug, fc.string({ maxLength: 200, unit: "binary" }), (prefix, original) => {
        const name = exposedName(prefix, original, nobody);
        expect(name).toMatch(/^[a-zA-Z0-9_-]{1,48}$/);
        expect(name.startsWith(`${prefix}__`)).toBe(true);
        expect(exposedName(prefix, original, nobody)).toBe(name);
      }),
    );
  });

  it("never meet within a connector", () => {
    const original = fc.oneof(fc.string(), fc.stringMatching(/^[a-z._ /-]{1,40}$/));
    fc.assert(
      fc.property(fc.uniqueArray(original, { maxLength: 40 }), (originals) => {
        const names = plainNames(originals);
        expect(new Set(names.values()).size).toBe(originals.length);
      }),
    );
  });
});
