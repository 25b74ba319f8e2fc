import { readCheckpoint, type Anchor, type AuditLog, type LogAnchor } from "../audit/index.ts";
import type { AnchorNote } from "../store/index.ts";

/** How far the log once was. */
export interface Remembered {
  /** Who remembers it, for people. */
  readonly from: string;
  readonly entries: number;
  /** The hash of its last entry; of a checkpoint the root over all of them. In hex. */
  readonly hash: string;
}

export interface AnchorParts {
  readonly audit: Pick<AuditLog, "head" | "contains" | "status">;
  /** Puts what was written on the disk. */
  readonly sync: () => Promise<void>;
  /** In the studio's own database: the end of the log. */
  readonly fact: { read(): Promise<Anchor | null>; write(anchor: Anchor): Promise<void> };
  /** In the home: the newest checkpoint. */
  readonly note: AnchorNote;
}

/**
 * Remembers an organization's audit log outside its database, so that an end that was cut off is missed.
 *
 * What the log does not contain is never forgotten by itself: a log that lost its end goes on being found out, until a person takes an
 * older copy, or a log that ends earlier, for what counts.
 */
export class LogAnchors {
  readonly #parts: AnchorParts;
  #isContained: boolean;
  #seq = 0;
  #note: string | null = null;

  private constructor(parts: AnchorParts, isContained: boolean) {
    this.#parts = parts;
    this.#isContained = isContained;
  }

  static async open(parts: AnchorParts): Promise<LogAnchors> {
    const known = await parts.fact.read();
    return new LogAnchors(parts, known === null || (await parts.audit.contains(known)));
  }

  /** Whether the log contains what was remembered when it was opened. */
  get isContained(): boolean {
    return this.#isContained;
  }

  /** What the log has to contain. */
  async all(): Promise<readonly LogAnchor[]> {
    const { fact, note } = this.#parts;
    const anchors: LogAnchor[] = [];
    const known = await fact.read();
    if (known !== null) anchors.push({ kind: "head", from: "the studio's own database", ...known });
    const text = note.read();
    if (text !== null) anchors.push({ kind: "checkpoint", from: "the note in the home", note: text });
    return anchors;
  }

  /** What is remembered of entries that the log does not contain; null: it contains all of it. */
  async loss(): Promise<readonly Remembered[] | null> {
    if (this.#isContained) return null;
    return (await this.all()).map((anchor) => ({ from: anchor.from, ...rememberedIn(anchor) }));
  }

  /** Remembers how far the log is now. */
  async write(): Promise<void> {
    const { audit, sync, fact, note } = this.#parts;
    const head = audit.head();
    if (!this.#isContained || head.seq === this.#seq) return;
    const { checkpoint } = await audit.status();
    // An anchor must never know of an entry that a power cut can still take.
    await sync();
    await fact.write(head);
    this.#seq = head.seq;
    if (checkpoint === null || checkpoint.note === this.#note) return;
    note.write(checkpoint.note);
    this.#note = checkpoint.note;
  }

  /** A person took an older copy of the log for what counts: what was remembered is kept aside. */
  forget(at: number): void {
    this.#parts.note.putAside(at);
    this.#isContained = true;
  }
}

function rememberedIn(anchor: LogAnchor): Omit<Remembered, "from"> {
  if (anchor.kind === "head") return { entries: anchor.seq, hash: anchor.hash };
  const read = readCheckpoint(anchor.note)?.checkpoint;
  return { entries: read?.size ?? 0, hash: Buffer.from(read?.root ?? []).toString("hex") };
}
