/** The manifest and an entry read from FORMAT.md alone: what is below the first test shares no code with the vault. */
import crypto from "node:crypto";
import { readFileSync } from "node:fs";
import sodium from "libsodium-wrappers-sumo";
import { beforeAll, expect, test } from "vitest";
import { makeManifestVectors, type ManifestVectors } from "./vectors/make-manifest-vectors.ts";

type Item = string | number | Buffer;
type Row = Readonly<Record<string, unknown>>;

const read = (file: string): unknown => JSON.parse(readFileSync(new URL(`testdata/${file}`, import.meta.url), "utf8"));
// The first test shows that the file has this shape, and vectors.test.ts shows it of the other one.
const vectors = read("vectors-manifest-1.json") as ManifestVectors;
const { org } = read("vectors-1.json") as { org: { rows: Record<string, Row | Row[]>; expected: { dek: string } } };

beforeAll(() => sodium.ready);

test("the vectors on file are what this code makes from the same inputs, byte by byte", async () => {
  expect(JSON.parse(JSON.stringify(await makeManifestVectors()))).toEqual(vectors);
});

const u32 = (value: number): Buffer => Buffer.from(value.toString(16).padStart(8, "0"), "hex");
const u64 = (value: number): Buffer => Buffer.from(value.toString(16).padStart(16, "0"), "hex");
const sha256 = (data: Buffer): Buffer => crypto.createHash("sha256").update(data).digest();

function context(label: string, items: readonly Item[]): Buffer {
  const parts = [label, ...items].map((item) => {
    const value = typeof item === "number" ? u64(item) : Buffer.from(item);
    const type = typeof item === "string" ? 1 : typeof item === "number" ? 2 : 3;
    return Buffer.concat([Buffer.from([type]), u32(value.length), value]);
  });
  return Buffer.concat([u32(parts.length), ...parts]);
}

function itemOf(value: unknown): Item {
  if (typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "object" && value !== null && "hex" in value) return Buffer.from(String(value.hex), "hex");
  throw new Error("a column that a manifest cannot carry");
}

const KEYS: Readonly<Record<string, readonly string[]>> = {
  root: [],
  members: ["memberId"],
  unlockers: ["memberId", "kind"],
  orgKeys: ["version"],
  dekWraps: ["version", "memberId"],
  scopeWraps: ["scope", "scopeId", "version", "memberId"],
  adminWraps: ["memberId"],
  successions: ["number"],
  teams: ["teamId"],
  invitations: ["id"],
  secrets: ["scope", "scopeId", "ownerKind", "ownerId", "field"],
};

function manifestItem(table: string, row: Row): { readonly name: Buffer; readonly digest: Buffer } {
  const key = (KEYS[table] ?? []).map((column) => itemOf(row[column]));
  const columns = Object.keys(row).sort();
  const values = columns.flatMap((column) => [column, itemOf(row[column])]);
  return {
    name: sha256(context("gatehouse/manifest-name/1", [table, ...key])),
    digest: sha256(context("gatehouse/manifest-row/1", [table, ...values])),
  };
}

test("the root and the MAC of a manifest are what the specification alone says", () => {
  const tables: readonly (readonly [string, readonly Row[]])[] = [
    ...Object.keys(KEYS).map((table) => [table, [org.rows[table] ?? []].flat()] as const),
    ["secrets", vectors.manifest.secrets],
  ];
  const items = tables.flatMap(([table, rows]) => rows.map((row) => manifestItem(table, row)));
  expect(new Set(items.map(({ name }) => name.toString("hex"))).size).toBe(items.length);
  const [root] = items;
  expect([root?.name.toString("hex"), root?.digest.toString("hex")]).toEqual(Object.values(vectors.manifest.rootItem));
  const buckets = Array.from({ length: 256 }, (_, index) => {
    const own = items.filter(({ name }) => name[0] === index).sort((a, b) => Buffer.compare(a.name, b.name));
    return sha256(
      context("gatehouse/manifest-bucket/1", [Buffer.concat(own.flatMap((one) => [one.name, one.digest]))]),
    );
  });
  const { row } = vectors.manifest;
  const rootHash = sha256(context("gatehouse/manifest-root/1", [Buffer.concat(buckets)]));
  expect(itemOf(row["root"])).toEqual(rootHash);
  const [orgId, epoch, version, authority] = ["orgId", "epoch", "keyVersion", "authority"].map((name) =>
    itemOf(row[name]),
  );
  const info = sha256(context("gatehouse/manifest-key/1", [orgId ?? "", version ?? 0]));
  const dek = Buffer.from(org.expected.dek, "hex");
  const key = Buffer.from(crypto.hkdfSync("sha256", dek, Buffer.alloc(0), info, 32));
  const statement = context("gatehouse/manifest/1", [orgId ?? "", epoch ?? 0, version ?? 0, rootHash, authority ?? ""]);
  expect(itemOf(row["mac"])).toEqual(crypto.createHmac("sha256", key).update(statement).digest());
});

test("an entry opens from the specification alone", () => {
  const { privateKey, publicKey, box, content } = vectors.entry;
  const [own, recipient] = [Buffer.from(privateKey, "hex"), Buffer.from(publicKey, "hex")];
  const json = Buffer.from(sodium.crypto_box_seal_open(Buffer.from(box, "hex"), recipient, own));
  expect(JSON.parse(json.toString("utf8"))).toEqual(content);
});
