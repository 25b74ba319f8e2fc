import type { ApprovalSummary } from "../../client/index.ts";
import { t } from "./messages.ts";
import { isQuiet, type NoticeChoices } from "./notices.ts";

type Waiting = Pick<ApprovalSummary, "kind" | "callId" | "riskClass">;

/** What began to wait, in numbers and classes alone. */
export type News = {
  readonly fresh: number;
  readonly freshDangerous: number;
  readonly count: number;
  readonly dangerous: number;
};

/** What is new in the queue since it was last looked at. */
export function newsOf(known: ReadonlySet<string>, waiting: readonly Waiting[]): News {
  const fresh = waiting.filter((one) => !known.has(newsKey(one)));
  return {
    fresh: fresh.length,
    freshDangerous: fresh.filter(isDangerous).length,
    count: waiting.length,
    dangerous: waiting.filter(isDangerous).length,
  };
}

/** A call that was approved comes back as a result: that is news again. */
export function newsKey({ kind, callId }: Waiting): string {
  return `${kind} ${callId}`;
}

function isDangerous({ kind, riskClass }: Waiting): boolean {
  return kind === "call" && riskClass === "dangerous";
}

/** What to do about news; never more often than `AGAIN_MS`. */
export type Telling = { readonly notification: boolean; readonly tone: "one" | "two" | null };

const NOTHING: Telling = { notification: false, tone: null };
const AGAIN_MS = 3_000;

export type Attention = {
  /** The window is in front. */
  readonly isLooking: boolean;
  readonly now: number;
  readonly toldAt: number;
};

export function tellingOf(news: News, choices: NoticeChoices, { isLooking, now, toldAt }: Attention): Telling {
  if (news.fresh === 0 || isQuiet(choices, now) || now - toldAt < AGAIN_MS) return NOTHING;
  const isHeard = choices.sound === "all" || (choices.sound === "dangerous" && news.freshDangerous > 0);
  return {
    notification: choices.isNotified && !isLooking,
    tone: isHeard ? (news.freshDangerous > 0 ? "two" : "one") : null,
  };
}

/** What a notification says: numbers and class words, nothing of what is asked. */
export function newsWords({ fresh, count, dangerous }: News): { readonly title: string; readonly body: string } {
  return {
    title: t("news.title", { fresh }),
    body: dangerous > 0 ? t("news.bodyDangerous", { count, dangerous }) : t("news.body", { count }),
  };
}
