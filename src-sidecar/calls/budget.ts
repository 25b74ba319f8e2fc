import type { Asker } from "../../src-contract/call.ts";
import type { CallId } from "../../src-contract/ids.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { CallError } from "./call-error.ts";

const MAX_BYTES_OF_AN_ASKER = 64 * 1024 * 1024; // What one key or one person can make the studio keep in memory.
const MAX_WITH_RESULTS_OF_AN_ASKER = 256 * 1024 * 1024; // Calls that were taken in together may all bring results that wait.
const MAX_CALLS_OF_AN_ASKER = 200; // More than anybody looks through; what one key can put before the operators.
const MAX_CALLS = 2_000; // about 8 KiB each without their arguments
const CONTAINER_BYTES = 64; // of memory for each object and list, which may be two characters of text

interface Held {
  readonly asker: string;
  readonly bytes: number;
}

interface Sum {
  readonly calls: number;
  readonly bytes: number;
}

const NONE: Sum = { calls: 0, bytes: 0 };

/** How many calls are open and how much of the memory their arguments and waiting results take, for each key and person. */
export class CallBudget {
  readonly #held = new Map<CallId, Held>();
  readonly #sums = new Map<string, Sum>();

  /**
   * Counts a call that is about to be taken in.
   *
   * @throws {CallError} `too_many_calls` when this asker, or all together, have as many open as may be; `too_large` when those of this
   * asker would hold more than 64 MiB with this one.
   */
  take(id: CallId, asker: Asker, args: JsonObject): void {
    const { calls, bytes } = this.#sums.get(nameOf(asker)) ?? NONE;
    if (calls >= MAX_CALLS_OF_AN_ASKER) throw tooMany(`This key has ${calls} calls open already.`);
    if (this.#held.size >= MAX_CALLS) throw tooMany(`${MAX_CALLS} calls are already open.`);
    const size = bytesOf(args);
    if (bytes + size > MAX_BYTES_OF_AN_ASKER)
      throw new CallError(
        "too_large",
        "The open calls of this key hold 64 MiB of arguments and results already. Nothing was sent. Wait until some are decided.",
      );
    this.#count(id, nameOf(asker), size);
  }

  /** Counts a call that is open from now on, whatever there is room for: one that waited before a restart goes on waiting. */
  hold(id: CallId, asker: Asker, args: JsonObject, resultBytes = 0): void {
    this.release(id);
    this.#count(id, nameOf(asker), bytesOf(args) + resultBytes);
  }

  /** Counts the result of an open call, which waits from now on. False: there is no room for it, and it is not counted. */
  grow(id: CallId, bytes: number): boolean {
    const held = this.#held.get(id);
    if (!held) return false;
    const sum = this.#sums.get(held.asker) ?? NONE;
    if (sum.bytes + bytes > MAX_WITH_RESULTS_OF_AN_ASKER) return false;
    this.release(id);
    this.#count(id, held.asker, held.bytes + bytes);
    return true;
  }

  release(id: CallId): void {
    const held = this.#held.get(id);
    if (!held) return;
    this.#held.delete(id);
    const { calls, bytes } = this.#sums.get(held.asker) ?? NONE;
    if (calls > 1) this.#sums.set(held.asker, { calls: calls - 1, bytes: bytes - held.bytes });
    else this.#sums.delete(held.asker);
  }

  #count(id: CallId, asker: string, bytes: number): void {
    const sum = this.#sums.get(asker) ?? NONE;
    this.#held.set(id, { asker, bytes });
    this.#sums.set(asker, { calls: sum.calls + 1, bytes: sum.bytes + bytes });
  }
}

function tooMany(what: string): CallError {
  return new CallError("too_many_calls", `${what} Nothing was sent. Wait until some are decided, then call again.`);
}

function nameOf(asker: Asker): string {
  return asker.kind === "agent" ? asker.keyId : asker.member.id;
}

/** What arguments take in memory: their text, and what makes values of it. */
function bytesOf(args: JsonObject): number {
  const text = JSON.stringify(args);
  return Buffer.byteLength(text) + CONTAINER_BYTES * (countOf("{", text) + countOf("[", text));
}

/** How often it stands after the beginning, within texts, too. */
function countOf(char: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(char, 1); at !== -1; at = text.indexOf(char, at + 1)) count += 1;
  return count;
}
