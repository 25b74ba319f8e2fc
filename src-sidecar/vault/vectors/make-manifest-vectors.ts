/** Writes testdata/vectors-manifest-1.json from vectors-1.json: `node src-sidecar/vault/vectors/make-manifest-vectors.ts`. */
import { readFileSync, writeFileSync } from "node:fs";
import { Secret } from "../../base/secret.ts";
import { copyBytes } from "../key-bytes.ts";
import { Manifest } from "../manifest.ts";
import { manifestItems } from "../manifest-rows.ts";
import { drawKey } from "../member-keys.ts";
import type { KeyRows } from "../rows.ts";
import { sealRecord, type RecordKeys } from "../seal.ts";
import type { SecretRow } from "../stores.ts";
import { fixedPrimitives, ORG_ID } from "./fixed-org.ts";
import type { Vectors } from "./vectors.ts";

/** The shape of vectors-manifest-1.json. Bytes are hexadecimal; in rows they are `{ "hex": … }`. */
export interface ManifestVectors {
  readonly format: 1;
  /** The manifest of the key rows of vectors-1.json together with these secrets, under its DEK. */
  readonly manifest: {
    readonly secrets: readonly Readonly<Record<string, unknown>>[];
    readonly row: Readonly<Record<string, unknown>>;
    /** The name and the digest of the root record. */
    readonly rootItem: { readonly name: string; readonly digest: string };
  };
  readonly entry: {
    readonly privateKey: string;
    readonly publicKey: string;
    readonly box: string;
    readonly content: Readonly<Record<string, unknown>>;
  };
}

/** The organization of vectors-1.json: its key rows and its DEK. */
function vectorsOrg(): { readonly rows: KeyRows; readonly dek: Uint8Array } {
  // vectors.test.ts shows that the file has this shape.
  const { org } = JSON.parse(readFileSync(new URL("../testdata/vectors-1.json", import.meta.url), "utf8")) as Vectors;
  const revive = (_: string, member: unknown): unknown =>
    typeof member === "object" && member !== null && "hex" in member ? bytesOf(String(member.hex)) : member;
  // make-vectors.ts wrote these rows, which were KeyRows.
  return { rows: JSON.parse(JSON.stringify(org.rows), revive) as KeyRows, dek: bytesOf(org.expected.dek) };
}

/** The same each time: randomness is SHA-256 of a seed and a counter. */
export async function makeManifestVectors(): Promise<ManifestVectors> {
  const primitives = await fixedPrimitives("gatehouse vault vectors, format 1, manifest");
  const { rows, dek } = vectorsOrg();
  const keys: RecordKeys & { readonly orgId: string } = {
    orgId: ORG_ID,
    recordSuite: 1,
    activeVersion: 1,
    dek: () => dek,
    activeScopeVersion: () => 0,
    scopeKey: () => undefined,
  };
  const secrets = ["c-1", "c-2"].map((ownerId, at): SecretRow => {
    const place = { scope: "org", scopeId: ORG_ID, ownerKind: "connector", ownerId, field: "tökén" } as const;
    const head = { orgId: ORG_ID, schema: 1, rev: at + 1 };
    const context = { ...place, ...head, recordId: `r-${at}` };
    const envelope = sealRecord(primitives, keys, context, Secret.fromText("a value"));
    return { ...place, ...head, id: `r-${at}`, keyVersion: 1, envelope, createdAt: 1, updatedAt: 2 ** 40 };
  });
  const items = manifestItems(rows, secrets);
  const row = Manifest.of({ epoch: 12, authority: "sha-256:0123" }, items).sealed(keys);
  const [root = { name: "", digest: new Uint8Array() }] = items;
  const privateKey = drawKey(primitives);
  const publicKey = primitives.sodium.boxPublicKey(privateKey);
  const values = { username: "ada", password: 'p"ä\\ss\n🔑' };
  const content = { entryId: "e-1", orgId: ORG_ID, credentialId: "k-1", teamId: null, values };
  const json = Buffer.from(JSON.stringify(content));
  return {
    format: 1,
    manifest: {
      secrets: secrets.map(hexed),
      row: hexed(row),
      rootItem: { name: root.name, digest: hex(root.digest) },
    },
    entry: {
      privateKey: hex(privateKey),
      publicKey: hex(publicKey),
      box: hex(primitives.sodium.sealTo(publicKey, drawKey(primitives), json)),
      content,
    },
  };
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const bytesOf = (digits: string): Uint8Array<ArrayBuffer> => copyBytes(Buffer.from(digits, "hex"));
const hexed = (row: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, value instanceof Uint8Array ? { hex: hex(value) } : value]),
  );

if (import.meta.main) {
  const file = new URL("../testdata/vectors-manifest-1.json", import.meta.url);
  writeFileSync(file, `${JSON.stringify(await makeManifestVectors(), null, 2)}\n`);
}
