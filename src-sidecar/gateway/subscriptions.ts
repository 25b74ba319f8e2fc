import type { JsonObject } from "../base/canonical-json.ts";
import { notificationMessage, resultMessage, type RpcId } from "./json-rpc.ts";
import type { Reply } from "./reply.ts";

const MAX_SUBSCRIPTIONS = 256; // one socket each
const SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";

/**
 * Long requests of the newer era that hear of changes.
 *
 * @see MCP 2026-07-28, basic/utilities/subscriptions
 */
export class Subscriptions {
  readonly #open = new Map<Reply, RpcId>();

  /** Acknowledges a subscription and keeps it until its agent hangs up. @returns false when there are too many. */
  open(id: RpcId, params: JsonObject, reply: Reply, signal: AbortSignal): boolean {
    if (this.#open.size >= MAX_SUBSCRIPTIONS) return false;
    const wanted = params["notifications"];
    const wantsTools =
      typeof wanted === "object" &&
      wanted !== null &&
      !Array.isArray(wanted) &&
      (wanted as JsonObject)["toolsListChanged"] === true; // Neither null nor an array: an object.
    reply.notify(
      notificationMessage("notifications/subscriptions/acknowledged", {
        notifications: { toolsListChanged: wantsTools },
        _meta: { [SUBSCRIPTION_ID]: id },
      }),
    );
    if (wantsTools) this.#open.set(reply, id);
    signal.addEventListener(
      "abort",
      () => {
        this.#open.delete(reply);
        reply.end();
      },
      { once: true },
    );
    return true;
  }

  toolsChanged(): void {
    for (const [reply, id] of this.#open)
      reply.notify(notificationMessage("notifications/tools/list_changed", { _meta: { [SUBSCRIPTION_ID]: id } }));
  }

  /** Ends every subscription as the protocol asks: with a result. */
  close(): void {
    for (const [reply, id] of this.#open)
      reply.finish(resultMessage(id, JSON.stringify({ resultType: "complete", _meta: { [SUBSCRIPTION_ID]: id } })));
    this.#open.clear();
  }
}
