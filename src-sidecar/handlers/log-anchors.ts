import type { Anchor, AuditLog, LogAnchor } from "../audit/index.ts";
import type { AnchorNote } from "../store/index.ts";

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
 * older copy for what counts.
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
