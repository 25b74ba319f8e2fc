import { close, fdatasync, open } from "node:fs";
import { promisify } from "node:util";

// A third cheaper than file handles with their promises, on the path of every call.
const [openFile, syncFile, closeFile] = [promisify(open), promisify(fdatasync), promisify(close)];

/**
 * Puts the write-ahead log on the disk. It does what SQLite does itself after each commit under `synchronous = FULL`, but off this
 * thread, and once for all commits that wait.
 *
 * @see https://sqlite.org/wal.html, "Performance considerations"
 */
export class WalSync {
  readonly #path: string;
  #file: Promise<number> | undefined;
  /** The one under way. */
  #running: Promise<void> | undefined;
  /** The one that has not begun, and serves everybody who comes until it does. */
  #next: Promise<void> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Resolves when everything that was committed before this call is on the disk. */
  sync(): Promise<void> {
    // The one under way may have begun before our commit: only one that has yet to begin counts.
    this.#next ??= this.#afterRunning();
    return this.#next;
  }

  async close(): Promise<void> {
    await this.#next?.catch(() => {});
    await this.#running?.catch(() => {});
    const file = await this.#file;
    this.#file = undefined;
    if (file !== undefined) await closeFile(file);
  }

  async #afterRunning(): Promise<void> {
    await this.#running?.catch(() => {}); // Whoever waited for it was told.
    // What was committed in this turn of the loop is sent first, and the disk works meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
    this.#next = undefined;
    this.#running = this.#syncNow();
    return this.#running;
  }

  async #syncNow(): Promise<void> {
    // The log stays the same file for as long as we have the database open.
    this.#file ??= openFile(this.#path, "r+");
    const file = await this.#file.catch((error: unknown) => {
      this.#file = undefined; // There may be a file handle to spare the next time.
      throw error;
    });
    await syncFile(file);
  }
}
