import type { CallId, Digest } from "../../src-contract/ids.ts";
import { ApprovalError, assertReviewable, type Decider } from "../approval/index.ts";
import { CallError } from "./call-error.ts";
import { isOwnError } from "./failure.ts";
import { journalReviewed } from "./journal-results.ts";
import type { LiveCall, Review } from "./live-call.ts";
import type { CallPorts } from "./ports.ts";
import { mayRelease } from "./requirements.ts";

const NOBODY_LOOKED = "Nobody looked at the result in time.";
const CANCELLED = "The call was cancelled while its result waited for a person.";

/** What people say about results that wait. It is on the disk before whoever asked learns of it. */
export class Reviews {
  readonly #ports: CallPorts;
  readonly #live: (id: CallId) => LiveCall | undefined;
  readonly #ending = new Set<CallId>();

  constructor(ports: CallPorts, live: (id: CallId) => LiveCall | undefined) {
    this.#ports = ports;
    this.#live = live;
  }

  /** Gives the agent the result that was shown. @throws {ApprovalError} @throws {CallError} `not_waiting`. */
  async release(id: CallId, shown: Digest, by: Decider): Promise<void> {
    const call = this.#reviewable(id, shown);
    if (!mayRelease(this.#ports, call, by.id))
      throw new ApprovalError("not_an_approver", "You are not one of those who may release results of this tool.");
    const review = { kind: "released", by: { id: by.id, name: by.name }, at: by.at } as const;
    await this.#end(call, review, `member:${by.name}`);
  }

  /** Keeps the result from the agent, which receives the reason. @throws {ApprovalError} @throws {CallError} `not_waiting`. */
  async withhold(id: CallId, shown: Digest, reason: string, by: Decider): Promise<void> {
    const call = this.#reviewable(id, shown);
    const review = { kind: "withheld", by: { id: by.id, name: by.name }, at: by.at, reason } as const;
    await this.#end(call, review, `member:${by.name}`);
  }

  /** Withholds what nobody looked at in time. One that cannot be written now is tried again the next time. */
  expire(call: LiveCall): void {
    void this.#endQuietly(call, NOBODY_LOOKED, "gatehouse").catch(() => {}); // It waits on, and is tried again in a second.
  }

  /** Stops a call whose result waits: it has run, and its agent does not get the result. */
  async cancel(call: LiveCall, by: string): Promise<void> {
    await this.#endQuietly(call, CANCELLED, by);
  }

  async #endQuietly(call: LiveCall, reason: string, actor: string): Promise<void> {
    if (this.#ending.has(call.id)) return;
    this.#ending.add(call.id);
    try {
      await this.#end(call, { kind: "withheld", by: null, at: this.#ports.clock.now(), reason }, actor);
    } catch (error) {
      if (!isOwnError(error)) throw error; // A person was faster, or the disk is full.
    } finally {
      this.#ending.delete(call.id);
    }
  }

  async #end(call: LiveCall, review: Review, actor: string): Promise<void> {
    await journalReviewed(this.#ports, call, review, actor);
    call.reviewEnd.resolve(review);
    this.#ports.changed(["approvals", "calls"]);
  }

  #reviewable(id: CallId, shown: Digest): LiveCall {
    const call = this.#live(id);
    if (!call) throw new CallError("not_waiting", "No result of this call waits any more.");
    if (call.state === "reviewing" && call.held === null)
      throw new CallError("vault_locked", "The vault is locked. The result waits on.");
    assertReviewable({ state: call.state, digest: call.held?.digest ?? call.digest }, shown);
    return call;
  }
}
