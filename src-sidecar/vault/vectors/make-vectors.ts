/** Writes testdata/vectors-1.json from fixed inputs: `node src-sidecar/vault/vectors/make-vectors.ts`. */
import { writeFileSync } from "node:fs";
import { Secret } from "../../base/secret.ts";
import { encodeContext, hashContext, type ContextValue } from "../context.ts";
import { formatRecoveryKey } from "../recovery-key.ts";
import type { KeyRows } from "../rows.ts";
import { readSecret, sealBody, sealRecord, type RecordContext, type RecordKeys } from "../seal.ts";
import { ADA, ADA_PASSPHRASE, adminSeedOf, BO, BO_PASSPHRASE, fixedPrimitives, ORG_ID } from "./fixed-org.ts";
import { createWholeOrg, INVITATION_ID, TEAM_ID } from "./whole-org.ts";
import type { Change, EnvelopeVector, OrgRefusal, RefusedEnvelope, Vectors } from "./vectors.ts";

const SEED = "gatehouse vault vectors, format 1";
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const text = (secret: Secret): string => readSecret(secret, (bytes) => Buffer.from(bytes).toString());

/** The vectors of format 1. They are the same each time: randomness is SHA-256 of a seed and a counter. */
export async function makeVectors(): Promise<Vectors> {
  return {
    format: 1,
    contexts: contextVectors(),
    recoveryKeys: recoveryKeyVectors(),
    envelopes: await envelopeVectors(),
    org: await orgVectors(),
  };
}

function contextVectors(): Vectors["contexts"] {
  const lists: readonly (readonly ContextValue[])[] = [
    [],
    [""],
    ["é", 0, 2 ** 53 - 1],
    [new Uint8Array([0, 255]), "0", 0],
  ];
  return lists.map((values) => ({
    label: "gatehouse/example/1",
    values: values.map((value) => (value instanceof Uint8Array ? { hex: hex(value) } : value)),
    encoded: hex(encodeContext("gatehouse/example/1", values)),
    sha256: hex(hashContext("gatehouse/example/1", values)),
  }));
}

function recoveryKeyVectors(): Vectors["recoveryKeys"] {
  const keys = [new Uint8Array(32), new Uint8Array(32).fill(255), Uint8Array.from({ length: 32 }, (_, at) => at * 5)];
  const written = keys.map((key) => ({ typed: text(formatRecoveryKey(key)), key: hex(key) }));
  const [{ typed: zeros, key } = { typed: "", key: "" }] = written;
  const asTyped = zeros.toLowerCase().replaceAll("-", " ").replaceAll("0", "o");
  return {
    opens: [...written, { typed: asTyped, key }],
    refused: ["", zeros.slice(0, -1), `${zeros}0`, zeros.replace("0", "1"), zeros.replace("0", "U")],
  };
}

const PLACE: RecordContext = {
  orgId: ORG_ID,
  scope: "org",
  scopeId: ORG_ID,
  ownerKind: "connector",
  ownerId: "c-1",
  recordId: "r-1",
  field: "token",
  schema: 1,
  rev: 1,
};
const MINE: RecordContext = { ...PLACE, scope: "user", scopeId: ADA, rev: 2 ** 40 };

async function envelopeVectors(): Promise<Vectors["envelopes"]> {
  const primitives = await fixedPrimitives(`${SEED}, envelopes`);
  const dek = new Uint8Array(32).fill(0xd1);
  const scopeKey = new Uint8Array(32).fill(0x5c);
  const keysOf = (recordSuite: 1 | 2): RecordKeys => ({
    recordSuite,
    activeVersion: 7,
    dek: () => dek,
    activeScopeVersion: (scope) => (scope === "org" ? 0 : 3),
    scopeKey: (scope) => (scope === "org" ? undefined : scopeKey),
  });
  const record = (name: string, suite: 1 | 2, context: RecordContext, value: string): EnvelopeVector => {
    const envelope = sealRecord(primitives, keysOf(suite), context, Secret.fromText(value));
    return { name, kind: "record", context, plaintext: hex(Buffer.from(value)), envelope: hex(envelope) };
  };
  const body = (name: string, text: string): EnvelopeVector => {
    const plaintext = Buffer.from(text);
    const envelope = sealBody(primitives, keysOf(1), PLACE, plaintext);
    return { name, kind: "body", context: PLACE, plaintext: hex(plaintext), envelope: hex(envelope) };
  };
  const opens: readonly EnvelopeVector[] = [
    record("XChaCha20-Poly1305, the organization's", 1, PLACE, "ghp_0123456789abcdefghij"),
    record("AES-256-GCM, the organization's", 2, PLACE, "ghp_0123456789abcdefghij"),
    record("XChaCha20-Poly1305, one member's", 1, MINE, "ada's own token"),
    record("AES-256-GCM, one member's", 2, MINE, "ada's own token"),
    record("empty", 1, PLACE, ""),
    record("63 bytes: one block with its padding", 1, PLACE, "x".repeat(63)),
    record("64 bytes: a second block for the padding", 1, PLACE, "x".repeat(64)),
    body("a body", '{"path":"/tmp/a"}'),
    body("1,024 bytes: the longest body of suite 1", "x".repeat(1024)),
    body("1,025 bytes: a body of suite 2", "x".repeat(1025)),
  ];
  const dekHex = hex(dek);
  const scopeKeys = [{ scope: "user", scopeId: ADA, version: 3, key: hex(scopeKey) }] as const;
  return { deks: [{ version: 7, key: dekHex }], scopeKeys, opens, refused: opens.slice(0, 4).flatMap(refusalsOf) };
}

/** Every way in which an envelope that opens may be spoiled, and the answer to each. */
function refusalsOf({ name, kind, context, envelope }: EnvelopeVector): readonly RefusedEnvelope[] {
  const bytes = Buffer.from(envelope, "hex");
  const refused = (
    what: string,
    code: string,
    change: Partial<Pick<RefusedEnvelope, "kind" | "context" | "envelope">>,
  ) => ({
    name: `${name}: ${what}`,
    kind,
    context,
    envelope,
    code,
    ...change,
  });
  const set = (offset: number, value: number) => ({ envelope: hex(bytes.map((b, at) => (at === offset ? value : b))) });
  const flip = (offset: number) => set(offset, (bytes[offset] ?? 0) ^ 1);
  const moved = (change: Partial<RecordContext>) => ({ context: { ...context, ...change } });
  return [
    refused("empty", "envelope_damaged", { envelope: "" }),
    refused("cut by a byte", "envelope_damaged", { envelope: hex(bytes.subarray(0, -1)) }),
    refused("a byte longer", "envelope_damaged", { envelope: `${envelope}00` }),
    refused("a block longer", "envelope_damaged", { envelope: envelope + "00".repeat(64) }),
    refused("another magic", "envelope_damaged", flip(0)),
    refused("a later format", "unknown_version", set(3, "2".charCodeAt(0))),
    refused("a suite that does not exist", "unknown_suite", set(4, 3)),
    refused("the other suite", "key_commitment", set(4, bytes[4] === 1 ? 2 : 1)),
    refused("the reserved byte", "envelope_damaged", set(5, 1)),
    refused("another schema in the header", "envelope_context", set(7, 9)),
    refused("another schema in header and row", "key_commitment", { ...set(7, 9), ...moved({ schema: 9 }) }),
    refused("another key version", "key_unavailable", set(11, 8)),
    refused("another scope key version", "key_unavailable", set(15, 9)),
    refused("another revision in the header", "envelope_context", flip(23)),
    refused("another revision in header and row", "key_commitment", {
      ...flip(23),
      ...moved({ rev: context.rev % 2 === 0 ? context.rev + 1 : context.rev - 1 }),
    }),
    refused("the salt", "key_commitment", flip(24)),
    refused("the commitment", "key_commitment", flip(56)),
    refused("the ciphertext", "envelope_damaged", flip(88)),
    refused("the tag", "envelope_damaged", flip(bytes.byteLength - 1)),
    refused("as a body", "key_commitment", { kind: "body" }),
    refused("another organization", "key_commitment", moved({ orgId: "another" })),
    refused("another kind of owner", "key_commitment", moved({ ownerKind: "call" })),
    refused("another owner", "key_commitment", moved({ ownerId: "c-2" })),
    refused("another record", "key_commitment", moved({ recordId: "r-2" })),
    refused("another field", "key_commitment", moved({ field: "password" })),
    refused("text moved between attributes", "key_commitment", moved({ ownerId: "c-", recordId: "1r-1" })),
    refused("another member's", "scope_locked", moved({ scope: "user", scopeId: BO })),
    refused("a team's", "scope_locked", moved({ scope: "team", scopeId: "t-1" })),
  ];
}

async function orgVectors(): Promise<Vectors["org"]> {
  const primitives = await fixedPrimitives(`${SEED}, organization`);
  const { rows, ada, recoveryKey, headlessKey, code, fingerprint } = await createWholeOrg(primitives);
  const dek = hex(ada.dek(1));
  const recovery = { kind: "recovery-key", text: text(recoveryKey) } as const;
  const opens = [
    { name: "passphrase", memberId: ADA, proof: { kind: "passphrase", text: ADA_PASSPHRASE } as const },
    { name: "recovery key", memberId: ADA, proof: recovery },
    {
      name: "headless key",
      memberId: ADA,
      proof: { kind: "headless-key", text: readSecret(headlessKey, hex) } as const,
    },
    { name: "another member", memberId: BO, proof: { kind: "passphrase", text: BO_PASSPHRASE } as const },
    {
      name: "another composition of the same letters",
      memberId: BO,
      proof: { kind: "passphrase", text: BO_PASSPHRASE.normalize("NFD") } as const,
    },
  ];
  const adaKey = hex(ada.scopeKey("user", ADA, 1) ?? new Uint8Array());
  const teamKeys = ada.scopeVersions("team", TEAM_ID).map((version) => {
    return { teamId: TEAM_ID, version, key: hex(ada.scopeKey("team", TEAM_ID, version) ?? new Uint8Array()) };
  });
  const expected = { dek, adaScopeKey: adaKey, adminSeed: hex(adminSeedOf(ada)), teamKeys };
  const invitation = { id: INVITATION_ID, code: text(code), fingerprint };
  return { rows: hexed(rows), expected, invitation, opens, refused: orgRefusals(recovery, rows) };
}

function orgRefusals(recovery: OrgRefusal["proof"], rows: KeyRows): readonly OrgRefusal[] {
  const passphrase = { kind: "passphrase", text: ADA_PASSPHRASE } as const;
  const refused = (name: string, code: string, change: Change | undefined, proof = recovery): OrgRefusal => ({
    name,
    memberId: ADA,
    code,
    proof,
    ...(change && { change }),
  });
  const teamWrap = rows.scopeWraps.findIndex(({ scope, memberId }) => scope === "team" && memberId === ADA);
  const params = (change: object): Change => ({ table: "unlockers", row: 0, column: "params", merge: change });
  const flip = (table: Change["table"], row: number, column: string): Change => ({ table, row, column, flip: 0 });
  return [
    refused("wrong passphrase", "wrong_passphrase", undefined, {
      ...passphrase,
      text: "correct horse battery stapler",
    }),
    refused("recovery key with a wrong digit", "recovery_key_malformed", undefined, { ...recovery, text: "0000" }),
    refused("recovery key of another vault", "wrong_recovery_key", undefined, {
      kind: "recovery-key",
      text: text(formatRecoveryKey(new Uint8Array(32))),
    }),
    refused("one pass", "kdf_policy", params({ passes: 1 }), passphrase),
    refused("thirteen passes", "kdf_policy", params({ passes: 13 }), passphrase),
    refused("less than 64 MiB", "kdf_policy", params({ memoryKiB: 65_535 }), passphrase),
    refused("more than 1 GiB", "kdf_policy", params({ memoryKiB: 1_048_577 }), passphrase),
    refused("four lanes", "kdf_policy", params({ lanes: 4 }), passphrase),
    refused("another algorithm", "kdf_policy", params({ alg: "scrypt" }), passphrase),
    refused("other parameters within the policy", "unlocker_signature", params({ passes: 3 }), passphrase),
    refused("protected keys changed", "unlocker_signature", flip("unlockers", 1, "protectedKeys")),
    refused("unlocker's signature changed", "unlocker_signature", flip("unlockers", 1, "signature")),
    refused("another time in an unlocker", "unlocker_signature", {
      table: "unlockers",
      row: 1,
      column: "createdAt",
      to: 1,
    }),
    refused("admin's key changed", "root_signature", flip("root", 0, "adminPublicKey")),
    refused("suite changed", "root_signature", { table: "root", row: 0, column: "recordSuite", to: 2 }),
    refused("member's box key changed", "member_signature", flip("members", 0, "boxPublicKey")),
    refused("member's signing key changed", "member_signature", flip("members", 0, "signPublicKey")),
    refused("DEK wrap changed", "wrap_signature", flip("dekWraps", 0, "sealed")),
    refused("DEK wrap's version changed", "wrap_signature", { table: "dekWraps", row: 0, column: "version", to: 2 }),
    refused("DEK wrap of another member", "wrap_signature", { table: "dekWraps", row: 1, column: "memberId", to: ADA }),
    refused("scope wrap changed", "wrap_signature", flip("scopeWraps", 0, "sealed")),
    refused("scope wrap of another member", "wrap_signature", {
      table: "scopeWraps",
      row: 1,
      column: "memberId",
      to: ADA,
    }),
    refused("headless key of another vault", "wrong_key", undefined, { kind: "headless-key", text: "00".repeat(32) }),
    refused("unlocker pinned to another admin key", "unlocker_signature", flip("unlockers", 1, "adminPublicKey")),
    refused("succession to another key", "admin_succession", flip("successions", 0, "newPublicKey")),
    refused("succession from another key", "admin_succession", flip("successions", 0, "oldPublicKey")),
    refused("succession without the old key's signature", "admin_succession", flip("successions", 0, "oldSignature")),
    refused("succession without the new key's signature", "admin_succession", flip("successions", 0, "newSignature")),
    refused("succession out of turn", "admin_succession", { table: "successions", row: 0, column: "number", to: 2 }),
    refused("admin wrap changed", "wrap_signature", flip("adminWraps", 0, "sealed")),
    refused("team's members changed", "team_signature", { table: "teams", row: 0, column: "members", to: "[]" }),
    refused("team's version changed", "team_signature", { table: "teams", row: 0, column: "version", to: 1 }),
    refused("team wrap changed", "wrap_signature", flip("scopeWraps", teamWrap, "sealed")),
    refused("team wrap as a user's", "wrap_signature", {
      table: "scopeWraps",
      row: teamWrap,
      column: "scope",
      to: "user",
    }),
    refused("active version retired", "key_unavailable", { table: "orgKeys", row: 0, column: "state", to: "retired" }),
  ];
}

/** Rows as JSON carries them: bytes become `{ "hex": … }`. */
function hexed(value: object): Vectors["org"]["rows"] {
  const parsed: unknown = JSON.parse(
    JSON.stringify(value, (_, member: unknown) => (member instanceof Uint8Array ? { hex: hex(member) } : member)),
  );
  if (typeof parsed !== "object" || parsed === null) throw new Error("rows are an object");
  return { ...parsed };
}

if (import.meta.main) {
  const file = new URL("../testdata/vectors-1.json", import.meta.url);
  writeFileSync(file, `${JSON.stringify(await makeVectors(), null, 2)}\n`);
}
