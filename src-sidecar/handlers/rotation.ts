import { setTimeout as wait } from "node:timers/promises";
import type { OrgId } from "../../src-contract/ids.ts";
import type { OrgSettings, Topic } from "../../src-contract/studio.ts";
import type { RotationState, VaultStatus } from "../../src-contract/vault.ts";
import type { AuditLog } from "../audit/index.ts";
import { actorName, GATEHOUSE_ACTOR, type Actor } from "../base/actor.ts";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { Members } from "../identity/index.ts";
import { bodyCount, type AuditDraft, type OrgDb } from "../store/index.ts";
import { VaultError, type RotationFacts, type Vault } from "../vault/index.ts";
import { resealAuditKeys } from "./reseal-audit-keys.ts";
import { countBodies, resealBodies } from "./reseal-bodies.ts";

const BATCH = 50;
const DAY_MS = 24 * 60 * 60 * 1000;
const LOOK_EVERY_MS = 60 * 60 * 1000;
const TELL_EVERY_MS = 500;
const RETRY_MS = 1_000; // At first; twice as long after each failure.
const RETRY_AT_MOST_MS = 60 * 1000;
const SETTLE_MS = 3_500; // A little longer than the vault gives what is still on its way under the older key.

export interface RotatorParts {
  readonly orgId: OrgId;
  readonly db: OrgDb;
  readonly audit: Pick<AuditLog, "write">;
  readonly vault: Vault;
  readonly members: Pick<Members, "find" | "teams">;
  readonly clock: Clock;
  readonly settings: () => OrgSettings;
  /** Empties the database's log, which may still hold what was sealed under the older key. */
  readonly emptyLog: () => void;
  readonly changed: (topics: readonly Topic[]) => void;
  readonly log: Pick<Log, "info" | "warn" | "error">;
}

/** What is done and what there is to do, in sealed things. */
interface Progress {
  done: number;
  total: number;
  /** All bodies, when it was begun. */
  readonly bodies: number;
  toldAt: number;
}

/**
 * Seals everything anew under a new key, in the background: a batch at a time, both keys open meanwhile, and on from where it stopped
 * after a lock or a crash, and by itself after a failure such as a full disk. Begins by itself when the key has grown old.
 */
export class Rotator implements Disposable {
  readonly #parts: RotatorParts;
  readonly #timer: NodeJS.Timeout;
  readonly #end = new AbortController();
  #running: Promise<void> | null = null;
  #isWoken = false;
  #progress: Progress | null = null;
  /** Bodies that do not open: they keep their key, because nothing is deleted for a failed reading. */
  #closedBodies = 0;
  #retry: NodeJS.Timeout | undefined;
  #retryMs = RETRY_MS;
  /** Who began what, as long as the log does not say so: the new key may have found room on a disk and its entry none. */
  #unwritten: readonly AuditDraft[] = [];

  constructor(parts: RotatorParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.wake(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Begins a rotation for a person and goes on in the background. @throws {VaultError} as `beginRotation`. */
  async begin(by: Actor): Promise<void> {
    await this.#begin(actorName(by));
    this.wake();
  }

  /** The vault was opened, or there may be something to do: never waited for. */
  wake(): void {
    clearTimeout(this.#retry);
    this.#isWoken = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      this.#progress = null;
    });
  }

  /** Resolves when nothing runs. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  /** How it stands, and what each version of the key still opens. */
  async status(): Promise<Pick<VaultStatus, "keyVersions" | "rotation">> {
    const facts = await this.#parts.vault.rotation();
    const bodies = await this.#bodies(facts);
    const keyVersions = facts.versions.map(({ secrets, ...version }) => ({
      ...version,
      records: secrets + (bodies.get(version.version) ?? 0),
    }));
    return { keyVersions, rotation: this.#stateOf(facts, keyVersions) };
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    clearTimeout(this.#retry);
    this.#end.abort();
  }

  /** How many bodies each version opens. While they are sealed anew this is reckoned, because to count them is to read them all. */
  async #bodies({ versions, active }: RotationFacts): Promise<ReadonlyMap<number, number>> {
    const { db } = this.#parts;
    const older = versions.filter(({ state }) => state === "retiring");
    const newest = older.at(-1);
    if (newest === undefined) return new Map([[active, await bodyCount(db)]]);
    if (this.#progress === null) return countBodies(db);
    const all = this.#progress.bodies;
    const secrets = older.reduce((sum, one) => sum + one.secrets, 0);
    const left = Math.min(all, Math.max(0, this.#progress.total - this.#progress.done - secrets));
    return new Map([
      [newest.version, left],
      [active, all - left],
    ]);
  }

  #stateOf(facts: RotationFacts, keyVersions: VaultStatus["keyVersions"]): RotationState {
    const active = facts.versions.find(({ version }) => version === facts.active);
    const startedAt = active?.createdAt ?? 0;
    if (facts.versions.every(({ state }) => state !== "retiring")) {
      const { rotateEveryDays } = this.#parts.settings();
      return { kind: "idle", nextAt: rotateEveryDays === 0 ? null : startedAt + rotateEveryDays * DAY_MS };
    }
    const left = keyVersions.filter(({ state }) => state === "retiring").reduce((sum, { records }) => sum + records, 0);
    const waiting = facts.waitingFor.reduce((sum, { records }) => sum + records, 0) + this.#closedBodies;
    if (this.#running === null && left > 0 && left <= waiting)
      return { kind: "waiting", members: facts.waitingFor.map((one) => this.#nameOf(one)), records: left };
    const { done, total } = this.#progress ?? { done: 0, total: left };
    return { kind: "running", done, total, startedAt };
  }

  #nameOf({ scope, scopeId }: RotationFacts["waitingFor"][number]): string {
    const { members } = this.#parts;
    if (scope === "team") return members.teams().find(({ id }) => id === scopeId)?.name ?? "a former team";
    return members.find(scopeId)?.name ?? "a former member";
  }

  async #run(): Promise<void> {
    const { log } = this.#parts;
    try {
      while (this.#isWoken && this.#isOpen()) {
        this.#isWoken = false;
        await this.#beginIfOld();
        await this.#writeBegun();
        await this.#carryOn();
        this.#retryMs = RETRY_MS;
      }
    } catch (error) {
      // Whoever locked the vault or closed the studio knows; then it goes on at the next unlock.
      if (!this.#isOpen()) return;
      log.error({ error: codeOf(error) }, "a rotation stopped and goes on later");
      this.#retry = setTimeout(() => this.wake(), this.#retryMs).unref();
      this.#retryMs = Math.min(2 * this.#retryMs, RETRY_AT_MOST_MS);
    }
  }

  async #beginIfOld(): Promise<void> {
    const { vault, clock, settings } = this.#parts;
    const { rotateEveryDays } = settings();
    if (rotateEveryDays === 0 || !vault.isAdmin) return;
    const { versions, active } = await vault.rotation();
    const createdAt = versions.find(({ version }) => version === active)?.createdAt ?? Infinity;
    const isOld = clock.now() - createdAt >= rotateEveryDays * DAY_MS;
    if (isOld && versions.every(({ state }) => state !== "retiring")) await this.#begin(GATEHOUSE_ACTOR);
  }

  async #begin(actor: string): Promise<void> {
    const { vault, orgId, changed } = this.#parts;
    await vault.beginRotation();
    const { active } = await vault.rotation();
    const begun = { actor, action: "vault.rotation-begun", subject: orgId, body: { version: active } };
    this.#unwritten = [...this.#unwritten, begun];
    changed(["vault"]);
  }

  async #writeBegun(): Promise<void> {
    const entries = this.#unwritten;
    if (entries.length === 0) return;
    await this.#parts.audit.write("durable", async () => entries);
    this.#unwritten = this.#unwritten.slice(entries.length);
  }

  async #carryOn(): Promise<void> {
    const { vault, db } = this.#parts;
    const facts = await vault.rotation();
    const older = facts.versions.filter(({ state }) => state === "retiring");
    if (older.length === 0) return;
    const bodies = await countBodies(db);
    const left = (count: (version: number) => number): number =>
      older.reduce((sum, { version }) => sum + count(version), 0);
    const ofOthers = facts.waitingFor.reduce((sum, { records }) => sum + records, 0);
    const secrets = left((version) => older.find((one) => one.version === version)?.secrets ?? 0) - ofOthers;
    const total = secrets + left((version) => bodies.get(version) ?? 0);
    this.#progress = { done: 0, total, bodies: [...bodies.values()].reduce((sum, count) => sum + count, 0), toldAt: 0 };
    await this.#sealAll(facts.active);
    await this.#settle(facts);
    await this.#sealAll(facts.active); // What was on its way when the new key came.
    if (this.#closedBodies === 0) await this.#finish(facts);
    this.#parts.changed(["vault"]);
  }

  async #sealAll(active: number): Promise<void> {
    for (;;) {
      const sealed = await this.#parts.vault.resealSecrets(BATCH);
      if (sealed === 0) break;
      this.#told(sealed);
      await wait(0, undefined, { signal: this.#end.signal });
    }
    const closedKeys = await resealAuditKeys(this.#parts);
    this.#closedBodies = closedKeys + (await resealBodies(this.#parts, active, (sealed) => this.#told(sealed)));
    if (this.#closedBodies > 0)
      this.#parts.log.warn(
        { bodies: this.#closedBodies },
        "some bodies of calls or keys of the log do not open and stay under their key",
      );
  }

  async #settle({ versions, active }: RotationFacts): Promise<void> {
    const createdAt = versions.find(({ version }) => version === active)?.createdAt ?? 0;
    const waitMs = createdAt + SETTLE_MS - this.#parts.clock.now();
    if (waitMs > 0) await wait(Math.min(waitMs, SETTLE_MS), undefined, { signal: this.#end.signal });
  }

  async #finish({ versions, active }: RotationFacts): Promise<void> {
    const { vault, audit, orgId, log } = this.#parts;
    const isDone = await vault.finishRotation();
    if (!isDone) {
      log.info({}, "a rotation waits for members who have not signed in");
      return;
    }
    const retired = versions.filter(({ state }) => state === "retiring").map(({ version }) => version);
    await audit.write("durable", async () => [
      { actor: GATEHOUSE_ACTOR, action: "vault.rotation-finished", subject: orgId, body: { version: active, retired } },
    ]);
    this.#parts.emptyLog();
  }

  #told(sealed: number): void {
    const progress = this.#progress;
    if (progress === null) return;
    progress.done = Math.min(progress.total, progress.done + sealed);
    const now = this.#parts.clock.now();
    if (now - progress.toldAt < TELL_EVERY_MS) return; // A window asks for the whole status each time.
    progress.toldAt = now;
    this.#parts.changed(["vault"]);
  }

  #isOpen(): boolean {
    return !this.#end.signal.aborted && this.#parts.vault.state.kind === "unlocked";
  }
}

function codeOf(error: unknown): string {
  if (error instanceof VaultError) return error.code;
  return error instanceof Error ? error.name : "unknown";
}
