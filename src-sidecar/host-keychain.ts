import type { KeychainReply, KeychainRequest, SidecarMessage } from "../src-contract/host.ts";
import { Secret } from "./base/secret.ts";
import { KeychainError, type Keychain } from "./handlers/index.ts";

/** The operating system may ask the person first. */
const ANSWER_WITHIN_MS = 60_000;

/** The operating system's keychain through the host, which alone can reach it. */
export class HostKeychain implements Keychain {
  readonly #post: (message: SidecarMessage) => void;
  readonly #waiting = new Map<number, (reply: KeychainReply) => void>();
  #last = 0;

  constructor(post: (message: SidecarMessage) => void) {
    this.#post = post;
  }

  /** Takes in what the host answered. An answer that nobody waits for any more leaves nothing behind. */
  answered(request: number, reply: KeychainReply): void {
    const resolve = this.#waiting.get(request);
    this.#waiting.delete(request);
    if (resolve) resolve(reply);
    else if (reply.kind === "secret") reply.secret.fill(0);
  }

  async state(): ReturnType<Keychain["state"]> {
    const reply = await this.#ask({ op: "state" });
    if (reply.kind === "state") return { kind: "available", backend: reply.backend };
    return { kind: "unavailable", reason: reply.kind === "failed" ? reply.reason : UNEXPECTED };
  }

  async save(name: string, secret: Secret): Promise<void> {
    const bytes = Uint8Array.from(secret.reveal());
    try {
      // Sending copies it, so it can be wiped before the answer comes.
      const saved = this.#ask({ op: "save", name, secret: bytes });
      bytes.fill(0);
      assertKind(await saved, "done");
    } finally {
      bytes.fill(0);
    }
  }

  async load(name: string): Promise<Secret> {
    const reply = assertKind(await this.#ask({ op: "load", name }), "secret");
    return Secret.take(reply.secret);
  }

  async remove(name: string): Promise<void> {
    assertKind(await this.#ask({ op: "remove", name }), "done");
  }

  #ask(ask: KeychainRequest): Promise<KeychainReply> {
    this.#last += 1;
    const request = this.#last;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.answered(request, { kind: "failed", reason: LATE }), ANSWER_WITHIN_MS);
      this.#waiting.set(request, (reply) => {
        clearTimeout(timer);
        resolve(reply);
      });
      this.#post({ kind: "keychain", request, ask });
    });
  }
}

const LATE = "The operating system's keychain did not answer within a minute.";
const UNEXPECTED = "The operating system's keychain gave an answer that belongs to another question.";

function assertKind<K extends KeychainReply["kind"]>(
  reply: KeychainReply,
  kind: K,
): Extract<KeychainReply, { kind: K }> {
  if (reply.kind === kind) return reply as Extract<KeychainReply, { kind: K }>; // Its kind was compared.
  throw new KeychainError(reply.kind === "failed" ? reply.reason : UNEXPECTED);
}
