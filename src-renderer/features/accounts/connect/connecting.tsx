import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import {
  useRead,
  useStudio,
  type AttemptId,
  type AttemptState,
  type ConnectOutput,
  type Problem,
  type ProviderId,
} from "../../../client/index.ts";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { t } from "../messages.ts";

type Offer<Kind extends ConnectOutput["kind"]> = Extract<ConnectOutput, { kind: Kind }>;
export type BrowserOffer = Offer<"browser">;
export type DeviceOffer = Offer<"device">;
type Ended = Extract<AttemptState, { kind: "failed" | "expired" | "cancelled" }>;

/** How far the connecting of one account has come. */
export type Connecting =
  | { readonly kind: "asking" }
  | { readonly kind: "choose"; readonly servers: Offer<"choose">["servers"]; readonly via: "browser" | "device" }
  | { readonly kind: "browser"; readonly offer: BrowserOffer; readonly openedAt: number | null }
  | { readonly kind: "device"; readonly offer: DeviceOffer; readonly begunAt: number }
  | { readonly kind: "exchanging"; readonly attemptId: AttemptId }
  | { readonly kind: "ended"; readonly end: Ended }
  | { readonly kind: "refused"; readonly problem: Problem };

type Store = {
  readonly all: ReadonlyMap<ProviderId, Entry>;
  /** Null: nothing is going on there any more. */
  readonly put: (id: ProviderId, name: string, connecting: Connecting | null) => void;
};
type Entry = { readonly name: string; readonly connecting: Connecting };

const StoreContext = createContext<Store | null>(null);
const ASK_EVERY_MS = 1_000;

/** Keeps what is being connected while its person looks at other pages, and tells them when it is done. */
export function ConnectingProvider({ children }: { readonly children: ReactNode }) {
  const [all, setAll] = useState<ReadonlyMap<ProviderId, Entry>>(() => new Map());
  const put = useCallback((id: ProviderId, name: string, connecting: Connecting | null): void => {
    setAll((before) => {
      const next = new Map(before);
      if (connecting === null) next.delete(id);
      else next.set(id, { name, connecting });
      return next;
    });
  }, []);
  const store = useMemo(() => ({ all, put }), [all, put]);
  return (
    <StoreContext value={store}>
      {children}
      {[...all].map(([id, { name, connecting }]) => {
        const attemptId = attemptOf(connecting);
        return attemptId === null ? null : <Watch key={attemptId} id={id} name={name} attemptId={attemptId} />;
      })}
    </StoreContext>
  );
}

/** What is going on at one provider, and how to say what goes on next. */
export function useConnecting(id: ProviderId): {
  readonly connecting: Connecting | null;
  readonly put: Store["put"];
} {
  const store = use(StoreContext);
  if (store === null) throw new Error("internal: no connecting around this component");
  return { connecting: store.all.get(id)?.connecting ?? null, put: store.put };
}

/** The attempt behind it, while there is one to wait for or to cancel. */
export function attemptOf(connecting: Connecting): AttemptId | null {
  switch (connecting.kind) {
    case "browser":
    case "device":
      return connecting.offer.attemptId;
    case "exchanging":
      return connecting.attemptId;
    case "asking":
    case "choose":
    case "ended":
    case "refused":
      return null;
  }
}

type WatchProps = { readonly id: ProviderId; readonly name: string; readonly attemptId: AttemptId };

/** Asks how an attempt is doing until it is over. */
function Watch({ id, name, attemptId }: WatchProps) {
  const { rpc } = useStudio();
  const { connecting, put } = useConnecting(id);
  const notify = useNotify();
  const read = useRead({
    ...rpc.accounts.attempt.queryOptions({ input: { attemptId } }),
    refetchInterval: ASK_EVERY_MS,
    gcTime: 0,
  });
  const state = read.kind === "ready" ? read.data : null;
  const isForgotten = read.kind !== "loading" && read.problem?.code === "not_found";
  const isExchanging = connecting?.kind === "exchanging";
  useEffect(() => {
    if (isForgotten) return put(id, name, { kind: "ended", end: { kind: "expired" } });
    switch (state?.kind) {
      case undefined:
      case "waiting":
        return;
      case "exchanging":
        if (!isExchanging) put(id, name, { kind: "exchanging", attemptId });
        return;
      case "done":
        put(id, name, null);
        notify({ title: t("done.title", { provider: name }) });
        return;
      case "failed":
      case "expired":
      case "cancelled":
        put(id, name, { kind: "ended", end: state });
    }
  }, [state, isForgotten, isExchanging, id, name, attemptId, put, notify]);
  return null;
}
