import { Secret } from "../src-sidecar/base/secret.ts";
import { systemClock } from "../src-sidecar/base/clock.ts";
import {
  nameOfRow,
  openPrimitives,
  openVault,
  type RecordContext,
  type SecretRef,
  type SecretRow,
} from "../src-sidecar/vault/index.ts";
import type { AnswerRow, KeyRow, ManifestWrite, Vault, VaultRows } from "../src-sidecar/vault/index.ts";
import { MemoryEpochAnchor, MemoryKeyStore, MemorySecretStore } from "../testkit/secret-store.ts";
import type { Row } from "./row.ts";

const SUITE = "vault";
const WARM_UP = 3000;
const ROUNDS = 4000;
const BODY_SIZES = [
  { name: "200 B", length: 200 },
  { name: "4 KiB", length: 4 * 1024 },
  { name: "1 MiB", length: 1024 * 1024 },
];

/** What sealing, opening, a secret for a call and an unlock cost, with key and secret stores in memory. */
export async function run(): Promise<Row[]> {
  const vault = await benchVault();
  const passphrase = Secret.fromText("a passphrase for the benchmark");
  const createMs = await elapsedMs(async () => (await vault.create("member", passphrase)).wipe());
  const rows = [row("create", createMs, "ms"), ...bodyRows(vault), ...(await secretRows(vault))];
  vault.lock();
  const unlockMs = await elapsedMs(() => vault.unlock("member", { kind: "passphrase", passphrase }));
  return [...rows, row("unlock by passphrase", unlockMs, "ms")];
}

async function benchVault(): Promise<Vault> {
  let ids = 0;
  const keyStore = new MemoryKeyStore<VaultRows, KeyRow, AnswerRow>(nameOfRow);
  return openVault({
    orgId: "org",
    primitives: await openPrimitives(),
    keyStore,
    secretStore: new MemorySecretStore<SecretRow, ManifestWrite["row"]>(keyStore),
    anchor: new MemoryEpochAnchor(),
    clock: systemClock,
    newId: () => `id-${(ids += 1)}`,
  });
}

function bodyRows(vault: Vault): Row[] {
  return BODY_SIZES.flatMap(({ name, length }) => {
    const body = new Uint8Array(length).fill(0x61);
    const sealed = vault.sealBody(CONTEXT, body);
    const rounds = length > 100_000 ? 100 : ROUNDS;
    return [
      row(
        `seal body ${name} p50`,
        medianUs(rounds, () => vault.sealBody(CONTEXT, body)),
        "us",
      ),
      row(
        `open body ${name} p50`,
        medianUs(rounds, () => vault.openBody(CONTEXT, sealed)),
        "us",
      ),
    ];
  });
}

async function secretRows(vault: Vault): Promise<Row[]> {
  const rows: Row[] = [];
  for (const ref of [ORG_SECRET, USER_SECRET]) {
    using token = Secret.fromText("tok_".padEnd(48, "x"));
    await vault.putSecret(ref, token);
    const times: number[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      const startedAt = performance.now();
      (await vault.useSecret(ref)).wipe();
      if (round >= WARM_UP) times.push((performance.now() - startedAt) * 1000);
    }
    rows.push(row(`use ${ref.scope} secret p50`, median(times), "us"));
  }
  return rows;
}

const ORG_SECRET: SecretRef = {
  scope: "org",
  scopeId: "org",
  ownerKind: "connector",
  ownerId: "0199a000-0000-7000-8000-000000000001",
  field: "token",
};
const USER_SECRET: SecretRef = { ...ORG_SECRET, scope: "user", scopeId: "member" };
const CONTEXT: RecordContext = { ...ORG_SECRET, orgId: "org", recordId: "record", schema: 1, rev: 1 };

function medianUs(rounds: number, work: () => unknown): number {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + rounds; round += 1) {
    const startedAt = performance.now();
    work();
    if (round >= WARM_UP) times.push((performance.now() - startedAt) * 1000);
  }
  return median(times);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function row(metric: string, value: number, unit: string): Row {
  return { suite: SUITE, target: "gatehouse", metric, value, unit };
}
