import { useEffect, useEffectEvent, useRef } from "react";
import { electronBridge, onShowWaiting, type ApprovalSummary } from "../../client/index.ts";
import { newsKey, newsOf, newsWords, tellingOf, type News } from "./news.ts";
import { useNotices } from "./provider.tsx";

export type ToldOptions = {
  readonly waiting: readonly ApprovalSummary[];
  /** What waited before the window opened is not news. */
  readonly isQueueKnown: boolean;
  /** Leads to the queue. Nothing is ever decided from a notification. */
  readonly onChosen: () => void;
};

/** Tells by notification and sound of what begins to wait, as this device was told to. */
export function useTold({ waiting, isQueueKnown, onChosen }: ToldOptions): void {
  const { choices, chime } = useNotices();
  const known = useRef<ReadonlySet<string> | null>(null);
  const toldAt = useRef(0);
  const chosen = useEffectEvent(onChosen);
  const tell = useEffectEvent((news: News) => {
    const now = Date.now();
    const telling = tellingOf(news, choices, { isLooking: document.hasFocus(), now, toldAt: toldAt.current });
    if (telling.tone !== null) chime(telling.tone);
    if (telling.notification && electronBridge() === undefined) showNotification(newsWords(news), onChosen);
    if (telling.notification || telling.tone !== null) toldAt.current = now;
  });
  useEffect(() => {
    if (!isQueueKnown) return;
    const before = known.current;
    known.current = new Set(waiting.map(newsKey));
    if (before !== null) tell(newsOf(before, waiting));
  }, [waiting, isQueueKnown]);
  useEffect(() => onShowWaiting(() => chosen()), []);
}

/** One at a time: a newer one takes the place of the last. */
export function showNotification(words: { readonly title: string; readonly body: string }, onChosen: () => void): void {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  const shown = new Notification(words.title, { body: words.body, tag: "gatehouse-waiting", silent: true });
  shown.addEventListener("click", () => {
    window.focus();
    shown.close();
    onChosen();
  });
}
