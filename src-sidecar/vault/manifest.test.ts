import fc from "fast-check";
import { expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { VaultError } from "./errors.ts";
import { itemName, Manifest, manifestItem, verifiedManifest, type ManifestItem, type ManifestRow } from "./manifest.ts";
import { processorMs } from "../../testkit/processor-time.ts";

const DEK = new Uint8Array(32).fill(0xd1);
const keys = (change: { orgId?: string; activeVersion?: number; dek?: Uint8Array } = {}) => ({
  orgId: change.orgId ?? "org-1",
  activeVersion: change.activeVersion ?? 3,
  dek: () => change.dek ?? DEK,
});
const row = (id: number, value = "v"): ManifestItem =>
  manifestItem("secrets", [String(id)], { id: String(id), value, envelope: new Uint8Array([id % 256]) });
const rows = (count: number): ManifestItem[] => Array.from({ length: count }, (_, id) => row(id));
const facts = { epoch: 7, authority: "digest" };
const sealed = (items: readonly ManifestItem[]): ManifestRow => Manifest.of(facts, items).sealed(keys());

const outcome = (stored: ManifestRow | undefined, items: readonly ManifestItem[], use = keys()): unknown => {
  try {
    return verifiedManifest(use, stored, items).epoch;
  } catch (error) {
    if (error instanceof VaultError) return error.code;
    throw error;
  }
};

test("the rows that it was made for are proven, in whatever order they come", () => {
  const items = rows(700);
  expect(outcome(sealed(items), items)).toBe(7);
  expect(outcome(sealed(items), items.toReversed())).toBe(7);
  expect(outcome(sealed([]), [])).toBe(7);
});

test("a row that is missing, old, changed, added, doubled or in another's place is a mismatch", () => {
  proves("vault:manifest");
  const items = rows(40);
  const stored = sealed(items);
  const spoiled: readonly (readonly ManifestItem[])[] = [
    items.slice(1),
    items.slice(0, -1),
    items.with(3, row(3, "old")),
    [...items, row(40)],
    [...items, row(3)],
    items.with(3, row(4)),
    items.with(3, { name: row(3).name, digest: row(4).digest }).with(4, { name: row(4).name, digest: row(3).digest }),
    [],
  ];
  expect(spoiled.map((list) => outcome(stored, list))).toEqual(spoiled.map(() => "manifest_mismatch"));
});

test("two rows of one bucket do not change places, and a root that fits spoiled rows has no MAC", () => {
  const items = rows(400);
  const stored = sealed(items);
  const a = items.find(({ name }, at) =>
    items.slice(at + 1).some((other) => other.name.slice(0, 2) === name.slice(0, 2)),
  );
  const b = items.findLast(({ name }) => name.slice(0, 2) === a?.name.slice(0, 2));
  if (a === undefined || b === undefined) throw new Error("no two rows of one bucket");
  const swapped = items.map((item) =>
    item === a ? { ...a, digest: b.digest } : item === b ? { ...b, digest: a.digest } : item,
  );
  expect(outcome(stored, swapped)).toBe("manifest_mismatch");
  for (const spoiled of [swapped, items.slice(1), items.with(3, row(3, "old"))])
    expect(outcome({ ...stored, root: sealed(spoiled).root }, spoiled)).toBe("manifest_mismatch");
});

test("says whether rows are all that it knows, and no other", () => {
  const items = rows(20);
  const manifest = Manifest.of(facts, items);
  expect(manifest.isOf(items.toReversed())).toBe(true);
  const others = [
    items.slice(1),
    [...items, row(20)],
    [...items, row(3)],
    items.with(3, row(4)),
    items.with(3, row(3, "old")),
  ];
  expect(others.map((list) => manifest.isOf(list))).toEqual(others.map(() => false));
});

test("each thing that the stored row says is proven, and no other key makes its MAC", () => {
  proves("vault:manifest");
  const items = rows(5);
  const stored = sealed(items);
  const flipped = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === 9 ? byte ^ 1 : byte));
  const cases: readonly (ManifestRow | undefined)[] = [
    undefined,
    { ...stored, epoch: 8 },
    { ...stored, epoch: 6 },
    { ...stored, authority: "other" },
    { ...stored, keyVersion: 2 },
    { ...stored, keyVersion: 4 },
    { ...stored, root: flipped(stored.root) },
    { ...stored, mac: flipped(stored.mac) },
    { ...stored, mac: stored.mac.subarray(1) },
    { ...stored, root: new Uint8Array() },
    { ...stored, epoch: -1 },
    { ...stored, epoch: 1.5 },
    { ...stored, authority: "x".repeat(2000) },
  ];
  expect(cases.map((one) => outcome(one, items))).toEqual(cases.map(() => "manifest_mismatch"));
  expect(outcome(stored, items, keys({ dek: new Uint8Array(32) }))).toBe("manifest_mismatch");
  expect(outcome(stored, items, keys({ orgId: "org-2" }))).toBe("manifest_mismatch");
  expect(outcome(stored, items, keys({ activeVersion: 4 }))).toBe("manifest_mismatch");
  expect(outcome({ ...stored, keyVersion: 4 }, items, keys({ activeVersion: 4 }))).toBe("manifest_mismatch");
});

test("a row's digest knows each of its columns, and its name knows table and key", () => {
  const base = { a: "1", b: 2, c: new Uint8Array([3]) };
  const variants: readonly object[] = [
    base,
    { ...base, a: "2" },
    { ...base, b: 3 },
    { ...base, c: new Uint8Array([3, 0]) },
    { ...base, d: "" },
    { a: "1", c: new Uint8Array([3]) },
    { a: "1", b: "2", c: new Uint8Array([3]) },
    { b: "1", a: 2, c: new Uint8Array([3]) },
    { a: "1", b: 2, d: new Uint8Array([3]) },
  ];
  const digests = variants.map((variant) => Buffer.from(manifestItem("t", ["k"], variant).digest).toString("hex"));
  expect(new Set(digests).size).toBe(variants.length);
  expect(manifestItem("t", ["k"], { ...base, d: null })).toEqual(manifestItem("t", ["k"], base));
  expect(manifestItem("t", ["k"], { c: base.c, b: 2, a: "1" })).toEqual(manifestItem("t", ["k"], base));
  expect(manifestItem("u", ["k"], base).digest).not.toEqual(manifestItem("t", ["k"], base).digest);
  const names = [
    itemName("t", ["k"]),
    itemName("u", ["k"]),
    itemName("t", ["l"]),
    itemName("t", ["k", ""]),
    itemName("tk", []),
  ];
  expect(new Set(names).size).toBe(names.length);
  for (const value of [true, {}, [], 1.5, -1, "\ud800"])
    expect(() => manifestItem("t", ["k"], { value })).toThrow(new VaultError("manifest_mismatch"));
});

test("after any changes it is the manifest that would be made of the rows anew, and the one before stays as it was", () => {
  const change = fc.record({ id: fc.nat({ max: 30 }), value: fc.option(fc.string({ maxLength: 3 })) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const known = new Map<number, ManifestItem>();
      let manifest = Manifest.of({ epoch: 1, authority: "" }, []);
      for (const { id, value } of changes) {
        const before = manifest.sealed(keys());
        const item = row(id, value ?? "");
        const step = manifest.step(keys(), value === null ? { remove: [item.name] } : { put: [item] });
        expect(manifest.sealed(keys())).toEqual(before);
        expect([step.expectedEpoch, step.row.epoch]).toEqual([manifest.epoch, manifest.epoch + 1]);
        if (value === null) known.delete(id);
        else known.set(id, item);
        manifest = step.next;
        expect(step.row).toEqual(manifest.sealed(keys()));
      }
      const anew = Manifest.of({ epoch: manifest.epoch, authority: "" }, [...known.values()]);
      expect(manifest.sealed(keys())).toEqual(anew.sealed(keys()));
      for (const id of Array.from({ length: 31 }, (_, at) => at)) {
        const item = known.get(id);
        expect(manifest.has(row(id).name)).toBe(item !== undefined);
        if (item) expect(manifest.holds(item)).toBe(true);
        expect(manifest.holds(row(id, "never"))).toBe(false);
      }
    }),
    { numRuns: 50 },
  );
});

test("a change of one row among 20,000 takes far less than reading them all", () => {
  let manifest = Manifest.of({ epoch: 1, authority: "" }, rows(20_000));
  const ms = processorMs(() => {
    for (let round = 0; round < 50; round += 1) manifest = manifest.step(keys(), { put: [row(round, "new")] }).next;
  });
  expect(ms / 50).toBeLessThan(20); // 0.2 ms alone; a whole hash takes 60 ms
});
