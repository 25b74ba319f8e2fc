import type { Asker } from "../../src-contract/call.ts";
import type { CallId } from "../../src-contract/ids.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { CallError } from "./call-error.ts";

const MAX_BYTES_OF_AN_ASKER = 64 * 1024 * 1024; // What one key or one person can make the studio keep in memory.

interface Held {
  readonly asker: string;
  readonly bytes: number;
}

/** How much of the memory the arguments of open calls take, for each key and person. */
export class ArgumentBudget {
  readonly #held = new Map<CallId, Held>();
  readonly #sums = new Map<string, number>();

  /** @throws {CallError} `too_large` when the open calls of this asker would hold more than 64 MiB with this one. */
  assertRoom(asker: Asker, args: JsonObject): void {
    const sum = this.#sums.get(nameOf(asker)) ?? 0;
    if (sum + bytesOf(args) <= MAX_BYTES_OF_AN_ASKER) return;
    throw new CallError(
      "too_large",
      "The open calls of this key hold 64 MiB of arguments already. Nothing was sent. Wait until some are decided.",
    );
  }

  /** Counts a call that is open from now on, whatever there is room for: one that waited before a restart goes on waiting. */
  hold(id: CallId, asker: Asker, args: JsonObject): void {
    const held = { asker: nameOf(asker), bytes: bytesOf(args) };
    this.release(id);
    this.#held.set(id, held);
    this.#sums.set(held.asker, (this.#sums.get(held.asker) ?? 0) + held.bytes);
  }

  release(id: CallId): void {
    const held = this.#held.get(id);
    if (!held) return;
    this.#held.delete(id);
    const left = (this.#sums.get(held.asker) ?? 0) - held.bytes;
    if (left > 0) this.#sums.set(held.asker, left);
    else this.#sums.delete(held.asker);
  }
}

function nameOf(asker: Asker): string {
  return asker.kind === "agent" ? asker.keyId : asker.member.id;
}

function bytesOf(args: JsonObject): number {
  return Buffer.byteLength(JSON.stringify(args));
}
