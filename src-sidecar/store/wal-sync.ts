import { open, type FileHandle } from "node:fs/promises";

/**
 * Puts the write-ahead log on the disk. It does what SQLite does itself after each commit under `synchronous = FULL`, but off this
 * thread, and once for all commits that wait.
 *
 * @see https://sqlite.org/wal.html, "Performance considerations"
 */
export class WalSync {
  readonly #path: string;
  #file: Promise<FileHandle> | undefined;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Resolves when everything that was committed before this call is on the disk. */
  sync(): Promise<void> {
    if (!this.#running) {
      this.#running = this.#syncNow().finally(() => {
        this.#running = undefined;
      });
      return this.#running;
    }
    // The one under way may have begun before our commit: only the next one counts, and it serves everybody who comes until then.
    this.#next ??= this.#running.then(
      () => this.#startNext(),
      () => this.#startNext(),
    );
    return this.#next;
  }

  async close(): Promise<void> {
    await this.#next?.catch(() => {});
    await this.#running?.catch(() => {});
    await (await this.#file)?.close();
    this.#file = undefined;
  }

  #startNext(): Promise<void> {
    this.#next = undefined;
    return this.sync();
  }

  async #syncNow(): Promise<void> {
    // The log stays the same file for as long as we have the database open.
    this.#file ??= open(this.#path, "r+");
    const file = await this.#file.catch((error: unknown) => {
      this.#file = undefined; // There may be a file handle to spare the next time.
      throw error;
    });
    await file.datasync();
  }
}
