import { memberId, orgId } from "../../src-contract/ids.ts";
import { Secret } from "../../src-sidecar/base/secret.ts";
import { createKeyStore } from "../../src-sidecar/handlers/vault-stores.ts";
import { openReadOnly, orgDatabasePath } from "../../src-sidecar/store/index.ts";
import { openPrimitives } from "../../src-sidecar/vault/index.ts";
import { openByProof } from "../../src-sidecar/vault/unlock.ts";

/** Whose keys, and where the file is that they are in. */
export interface Owner {
  readonly home: string;
  readonly orgId: string;
  readonly memberId: string;
  readonly passphrase: string;
}

/**
 * Opens an organization's keys from its file beside the studio that runs on it, as anybody with the file and the passphrase could. For
 * knowing what must not lie in memory.
 */
export async function keysFromOutside(owner: Owner): Promise<ReadonlyMap<string, Uint8Array>> {
  const id = orgId.parse(owner.orgId);
  await using file = openReadOnly(orgDatabasePath(owner.home, id), "org");
  const rows = await createKeyStore(file.db, () => Promise.reject(new Error("only read")), id).load();
  if (rows === undefined) throw new Error("this file has no keys");
  using passphrase = Secret.fromText(owner.passphrase);
  const opening = {
    rows,
    memberId: memberId.parse(owner.memberId),
    proof: { kind: "passphrase", passphrase } as const,
  };
  const copy = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);
  const { org, value } = await openByProof(await openPrimitives(), opening, ({ keys }) => ({
    box: copy(keys.boxPrivateKey),
    sign: copy(keys.signSeed),
  }));
  const own = org.scopeKey("user", owner.memberId, org.activeScopeVersion("user", owner.memberId));
  if (own === undefined) throw new Error("the member has no scope key");
  return new Map([
    ["data encryption key", copy(org.dek(org.activeVersion))],
    ["member's scope key", copy(own)],
    ["admin's signing seed", copy(org.admin.seed)],
    ["member's box key", value.box],
    ["member's signing seed", value.sign],
  ]);
}
