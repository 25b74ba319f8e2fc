import type { KeyId } from "../../src-contract/ids.ts";
import type { Json } from "../base/canonical-json.ts";
import { listChangedMethod, type ListKind } from "./capabilities.ts";
import { notificationMessage, resultMessage, type RpcId, type RpcRequest } from "./json-rpc.ts";
import type { ListenerSlots } from "./listener-slots.ts";
import type { Reply } from "./reply.ts";

const SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";

interface Subscription {
  readonly id: RpcId;
  readonly keyId: KeyId;
  /** The lists that it wants to hear of and has. */
  readonly lists: readonly ListKind[];
  readonly giveBack: () => void;
}

/**
 * Long requests of the newer era that hear of changes.
 *
 * @see MCP 2026-07-28, basic/utilities/subscriptions
 */
export class Subscriptions {
  readonly #slots: ListenerSlots;
  readonly #open = new Map<Reply, Subscription>();

  constructor(slots: ListenerSlots) {
    this.#slots = slots;
  }

  /** Acknowledges a subscription and keeps it until its agent hangs up. @returns false when its key has too many. */
  open(
    { keyId, lists: has }: { readonly keyId: KeyId; readonly lists: readonly ListKind[] },
    { id, params }: RpcRequest,
    reply: Reply,
    signal: AbortSignal,
  ): boolean {
    const giveBack = this.#slots.take(keyId);
    if (giveBack === null) return false;
    const lists = has.filter((kind) => wants(params["notifications"], kind));
    reply.notify(
      notificationMessage("notifications/subscriptions/acknowledged", {
        notifications: Object.fromEntries(lists.map((kind) => [`${kind}ListChanged`, true])),
        _meta: { [SUBSCRIPTION_ID]: id },
      }),
    );
    this.#open.set(reply, { id, keyId, lists, giveBack });
    const over = (): void => {
      giveBack();
      this.#open.delete(reply);
      reply.end();
    };
    signal.addEventListener("abort", over, { once: true });
    if (signal.aborted) over();
    return true;
  }

  listsChanged(): void {
    for (const [reply, { id, lists }] of this.#open) {
      for (const kind of lists)
        reply.notify(notificationMessage(listChangedMethod(kind), { _meta: { [SUBSCRIPTION_ID]: id } }));
    }
  }

  /** Ends the subscriptions of a key that is no longer what it was. */
  keyEnded(keyId: KeyId): void {
    for (const [reply, subscription] of this.#open) if (subscription.keyId === keyId) this.#finish(reply, subscription);
  }

  close(): void {
    for (const [reply, subscription] of this.#open) this.#finish(reply, subscription);
  }

  /** As the protocol asks: with a result. */
  #finish(reply: Reply, { id, giveBack }: Subscription): void {
    giveBack();
    this.#open.delete(reply);
    reply.finish(resultMessage(id, JSON.stringify({ resultType: "complete", _meta: { [SUBSCRIPTION_ID]: id } })));
  }
}

function wants(wanted: Json | undefined, kind: ListKind): boolean {
  if (typeof wanted !== "object" || wanted === null || Array.isArray(wanted)) return false;
  return Object.entries(wanted).some(([name, value]) => name === `${kind}ListChanged` && value === true);
}
