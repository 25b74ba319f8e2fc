import { randomBytes, randomUUID } from "node:crypto";
import { orgId } from "../src-contract/ids.ts";
import { openAuditLog } from "../src-sidecar/audit/index.ts";
import { systemClock } from "../src-sidecar/base/clock.ts";
import { Secret } from "../src-sidecar/base/secret.ts";
import { createKeyStore, createSecretStore } from "../src-sidecar/handlers/vault-stores.ts";
import { openHome } from "../src-sidecar/store/index.ts";
import {
  openPrimitives,
  openVault,
  type RecordContext,
  type SecretRef,
  type Vault,
} from "../src-sidecar/vault/index.ts";
import { MemoryEpochAnchor } from "../testkit/secret-store.ts";
import { createTempHome } from "../testkit/temp-home.ts";
import type { Row } from "./row.ts";

const SUITE = "vault";
const WARM_UP = 3000;
const ROUNDS = 4000;
const UNLOCKS = 5;
const RECORDS = 1_000;
const BATCH = 50;
const ORG = "0199a000-0000-7000-8000-0000000000f0";
const BODY_SIZES = [
  { name: "200 B", length: 200 },
  { name: "4 KiB", length: 4 * 1024 },
  { name: "1 MiB", length: 1024 * 1024 },
];

/** What sealing, opening, a secret for a call, an unlock and a rotation cost, over a database on the disk. */
export async function run(): Promise<Row[]> {
  await using opened = await benchVault();
  const { vault } = opened;
  const passphrase = Secret.fromText("a passphrase for the benchmark");
  const createMs = await elapsedMs(async () => (await vault.create("member", passphrase)).wipe());
  const rows = [row("create", createMs, "ms"), ...bodyRows(vault), ...(await secretRows(vault))];
  vault.lock();
  const unlocks: number[] = [];
  for (let round = 0; round < UNLOCKS; round += 1) {
    unlocks.push(await elapsedMs(() => vault.unlock("member", { kind: "passphrase", passphrase })));
    vault.lock();
  }
  await vault.unlock("member", { kind: "passphrase", passphrase });
  return [...rows, row("unlock by passphrase p50", median(unlocks), "ms"), ...(await rotationRows(vault))];
}

async function benchVault(): Promise<AsyncDisposable & { readonly vault: Vault }> {
  const home = createTempHome();
  const id = orgId.parse(ORG);
  const studio = openHome(home.path);
  const database = studio.openOrg(id);
  const audit = await openAuditLog({
    database,
    clock: systemClock,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
  });
  const vault = await openVault({
    orgId: id,
    primitives: await openPrimitives(),
    keyStore: createKeyStore(database.db, audit.record, id),
    secretStore: createSecretStore(database.db, audit.record, id),
    anchor: new MemoryEpochAnchor(),
    clock: systemClock,
    newId: () => randomUUID(),
  });
  return {
    vault,
    async [Symbol.asyncDispose]() {
      await database.close();
      await studio.close();
      home[Symbol.dispose]();
    },
  };
}

/** Seals a thousand secrets anew, batch by batch. */
async function rotationRows(vault: Vault): Promise<Row[]> {
  for (let index = 0; index < RECORDS; index += 1) {
    using token = Secret.fromText(`tok_${index}`.padEnd(48, "x"));
    await vault.putSecret({ ...ORG_SECRET, ownerId: randomUUID() }, token);
  }
  const steps: number[] = [];
  const tookMs = await elapsedMs(async () => {
    await vault.beginRotation();
    let sealed = BATCH;
    while (sealed === BATCH) {
      const startedAt = performance.now();
      sealed = await vault.resealSecrets(BATCH);
      steps.push(performance.now() - startedAt);
    }
    await vault.finishRotation();
  });
  return [
    row(`rotation of ${RECORDS.toLocaleString("en")} secrets`, tookMs, "ms"),
    row(`one batch of ${BATCH}, p50: how often progress is told`, median(steps), "ms"),
  ];
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
  scopeId: ORG,
  ownerKind: "connector",
  ownerId: "0199a000-0000-7000-8000-000000000001",
  field: "token",
};
const USER_SECRET: SecretRef = { ...ORG_SECRET, scope: "user", scopeId: "member" };
const CONTEXT: RecordContext = { ...ORG_SECRET, orgId: ORG, recordId: "record", schema: 1, rev: 1 };

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
