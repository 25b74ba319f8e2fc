import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import type { AuditCheckpointRow, AuditDraft, AuditRow } from "../../store/index.ts";
import { bodyKeyOf } from "../body.ts";
import { EMPTY_CHAIN, hex } from "../chain.ts";
import {
  ADMIN_LABEL,
  introductionBody,
  introductionText,
  KEY_INTRODUCED,
  KEY_SUBJECT,
  type Introduction,
} from "../introduction.ts";
import { CompactRange } from "../merkle.ts";
import { signerOf, type LogSigner } from "../signer.ts";
import { Tip } from "../tip.ts";
import { verifyLog, type Anchor, type LogAnchor, type LogSource, type Verification } from "../verify.ts";

export const SAMPLE_ORG = "01890000-0000-7000-8000-0000000000f0";

/** A log in memory, as its database would have it. */
export interface SampleLog {
  readonly rows: readonly AuditRow[];
  readonly checkpoints: readonly AuditCheckpointRow[];
  readonly adminKeys: readonly Uint8Array[];
  /** The seeds of the keys that bodies are sealed under, the first of them number 1. */
  readonly bodySeeds: readonly Uint8Array[];
  /** Its end, as the studio's own database remembers it. */
  readonly anchor: Anchor;
}

/** The same bytes for the same seed, for ever. */
export function drawFrom(seed: string): (length: number) => Uint8Array {
  let count = 0;
  return (length) => {
    const bytes = new Uint8Array(new ArrayBuffer(length));
    for (let at = 0; at < length; at += 32) {
      const block = createHash("sha256").update(`${seed}/${(count += 1)}`).digest();
      bytes.set(block.subarray(0, Math.min(32, length - at)), at);
    }
    return bytes;
  };
}

export interface SampleOptions {
  readonly seed?: string;
  /** A new key before each of these entries; the first is always introduced by the second entry. */
  readonly keysAt?: readonly number[];
  /** Written while the vault was locked. */
  readonly isLocked?: (seq: number) => boolean;
  readonly draftOf?: (seq: number) => AuditDraft;
}

const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

/** Makes a log as the studio writes it: by the tip of a log, with keys, checkpoints and all. */
export function makeLog(length: number, options: SampleOptions = {}): SampleLog {
  const draw = drawFrom(options.seed ?? "sample");
  const draftOf = options.draftOf ?? sampleDraft;
  const admin = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, draw(32)]), format: "der", type: "pkcs8" });
  const adminKey = new Uint8Array(createPublicKey(admin).export({ format: "der", type: "spki" }).subarray(12));
  const rows: AuditRow[] = [];
  const checkpoints = new Map<number, AuditCheckpointRow>();
  const introductions: Introduction[] = [];
  const bodySeeds: Uint8Array[] = [];
  const tip = new Tip(
    { orgId: SAMPLE_ORG, randomBytes: draw },
    {
      head: EMPTY_CHAIN,
      range: new CompactRange(),
      period: null,
      leftKey: null,
      introduced: null,
      signed: { size: 0, signer: null },
      unsignedSince: null,
    },
  );
  let signer: LogSigner | null = null;
  let now = tip;
  const commit = (drafts: readonly AuditDraft[], change: { period?: null } = {}): Tip => {
    now = now.fork(change);
    for (const draft of drafts) rows.push(now.append(draft, 1_700_000_000_000 + 1_000 * (now.state.head.seq + 1)));
    return now;
  };
  const sign256 = (): void => {
    const made = now.checkpoint(false);
    if (made === null) return;
    if (made.replaces !== null) checkpoints.delete(made.replaces);
    checkpoints.set(made.size, { size: made.size, note: made.note });
  };
  const introduce = (): void => {
    const number = introductions.length + 1;
    const next = signerOf(SAMPLE_ORG, number, draw(32));
    const bodySeed = draw(32);
    const bodyKey = bodyKeyOf(number, bodySeed);
    const { range, head } = now.state;
    const root = range?.root() ?? new Uint8Array(32);
    const publicBodyKey = { number, publicKey: bodyKey.publicKey };
    const facts = { number, key: next.key, bodyKey: publicBodyKey, size: head.seq, root };
    const text = introductionText(SAMPLE_ORG, facts);
    const statement = contextList(ADMIN_LABEL, text);
    const introduction: Introduction = {
      ...facts,
      signature: signer && new Uint8Array(signer.sign(Buffer.from(text))),
      admin: number % 2 === 1 ? { publicKey: adminKey, signature: new Uint8Array(sign(null, statement, admin)) } : null,
    };
    const body = introductionBody(introduction);
    commit([{ actor: "gatehouse", action: KEY_INTRODUCED, subject: KEY_SUBJECT, body }]);
    now.enter({ signer: next, bodyKey, end: { isOver: false } }, introduction);
    introductions.push(introduction);
    bodySeeds.push(bodySeed);
    signer = next;
    sign256();
  };
  const keysAt = new Set([2, ...(options.keysAt ?? [])]);
  while (rows.length < length) {
    const seq = rows.length + 1;
    if (keysAt.has(seq)) introduce();
    else {
      const { period } = now.state;
      const isLocked = options.isLocked?.(seq) ?? false;
      commit([draftOf(seq)], isLocked ? { period: null } : {});
      if (isLocked) now = now.fork({ period });
      else sign256();
    }
  }
  const head = now.state.head;
  return {
    rows,
    checkpoints: [...checkpoints.values()].sort((a, b) => a.size - b.size),
    adminKeys: [adminKey],
    bodySeeds,
    anchor: { seq: head.seq, hash: hex(head.hash) },
  };
}

/** Something like what calls write: most only read, one in five is asked for. */
export function sampleDraft(seq: number): AuditDraft {
  const body = { connector: "Notes", tool: "wríte", number: seq, nested: { list: [1, null, "x"] } };
  const subject = `01890000-0000-7000-8000-${String(Math.floor(seq / 2)).padStart(12, "0")}`;
  const isRoutine = seq % 5 !== 0;
  return { actor: "agent:laptop", action: isRoutine ? "call.sent" : "call.approved", subject, body, isRoutine };
}

/** The bytes of a list of a label and a text that the vault signs. */
export function contextList(label: string, text: string): Buffer {
  const item = (value: string): Buffer => {
    const head = Buffer.alloc(5);
    head.writeUInt8(1, 0);
    head.writeUInt32BE(Buffer.byteLength(value), 1);
    return Buffer.concat([head, Buffer.from(value)]);
  };
  return Buffer.concat([Uint8Array.of(0, 0, 0, 2), item(label), item(text)]);
}

export async function* pagesOfRows(rows: readonly AuditRow[], size = 1_000): AsyncGenerator<readonly AuditRow[]> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}

/** Checks a log, with changes to it, against anchors. */
export function checkLog(
  log: SampleLog,
  change: Partial<Pick<SampleLog, "rows" | "checkpoints" | "adminKeys">> = {},
  anchors: readonly LogAnchor[] = [],
): Promise<Verification> {
  const { rows, checkpoints, adminKeys } = { ...log, ...change };
  const source: LogSource = { orgId: SAMPLE_ORG, pages: pagesOfRows(rows), checkpoints, adminKeys };
  return verifyLog(source, { anchors });
}
