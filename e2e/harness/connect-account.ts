import { setTimeout as sleep } from "node:timers/promises";
import type { AttemptState } from "../../src-contract/oauth.ts";
import type { AttemptId, ProviderId } from "../../src-contract/ids.ts";
import { createFakeBrowser, type Answers } from "../../testkit/oauth/fake-browser.ts";
import type { PeopleDoor } from "./studio.ts";

const POLL_MS = 25;
const PATIENCE_MS = 60_000;

/** Connects an account as a person does who clicks what they are shown. Takes the first authorization server where there are several. */
export async function connectAccount(
  door: PeopleDoor,
  providerId: ProviderId,
  answers: Answers,
  wish: { readonly scopes?: string[]; readonly issuer?: string } = {},
): Promise<AttemptState> {
  const next = await door.accounts.connect({ providerId, via: "browser", ...wish });
  switch (next.kind) {
    case "connected":
      return { kind: "done", accountId: next.accountId };
    case "choose":
      return connectAccount(door, providerId, answers, { ...wish, issuer: next.servers[0]?.issuer ?? "" });
    case "device":
      throw new Error("a browser was asked for");
    case "browser":
      await createFakeBrowser().visit(next.url, answers);
      return endOf(door, next.attemptId);
  }
}

/** Waits for the end of an attempt. */
async function endOf(door: PeopleDoor, attemptId: AttemptId): Promise<AttemptState> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const state = await door.accounts.attempt({ attemptId });
    if (state.kind !== "waiting" && state.kind !== "exchanging") return state;
    if (Date.now() > until) throw new Error(`the attempt is still ${state.kind}`);
    await sleep(POLL_MS);
  }
}
