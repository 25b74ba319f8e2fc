import { useState } from "react";
import { useAction, type Failure, type Problem, type Read } from "../../../client/index.ts";
import { withNewest, withOlder, withRow, type KeyOf, type KnownRows, type RowPage } from "./known-rows.ts";

export type RowsRead<T> =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly failure: Failure }
  | {
      readonly kind: "ready";
      readonly rows: readonly T[];
      readonly hasMore: boolean;
      readonly isLoadingMore: boolean;
      /** Why the older rows, or the newest, could not be had; what is shown stays. */
      readonly problem: Problem | null;
      readonly loadMore: () => void;
      readonly replaceRow: (key: string | number, row: T | null) => void;
    };

export type RowsSource<T> = {
  /** Names the question; another one starts anew, and what was shown stays until its answer is there. */
  readonly question: string;
  /** The newest page, kept fresh. */
  readonly newest: Read<RowPage<T>>;
  readonly olderThan: (last: T) => Promise<RowPage<T>>;
  readonly keyOf: KeyOf<T>;
};

type Kept<T> = { readonly question: string; readonly newest: RowPage<T>; readonly known: KnownRows<T> };

/** Joins the newest page, which is read again when something happens, with the older ones, which are read once. */
export function useKnownRows<T>({ question, newest, olderThan, keyOf }: RowsSource<T>): RowsRead<T> {
  const [kept, setKept] = useState<Kept<T> | null>(null);
  if (newest.kind === "ready" && (kept === null || kept.newest !== newest.data || kept.question !== question)) {
    const before = kept?.question === question ? kept.known : null;
    setKept({ question, newest: newest.data, known: withNewest(before, newest.data, keyOf) });
  }
  const change = (next: (known: KnownRows<T>) => KnownRows<T>): void =>
    setKept((now) => (now === null || now.question !== question ? now : { ...now, known: next(now.known) }));
  const more = useAction(async (last: T) => {
    const page = await olderThan(last);
    change((known) => withOlder(known, page, keyOf));
  });
  if (kept === null) return newest.kind === "failed" ? newest : { kind: "loading" };
  const { rows, hasMore } = kept.known;
  const last = rows.at(-1);
  return {
    kind: "ready",
    rows,
    hasMore,
    isLoadingMore: more.isBusy,
    problem: more.problem ?? (newest.kind === "loading" ? null : newest.problem),
    loadMore: () => {
      if (hasMore && last !== undefined && !more.isBusy && kept.question === question) void more.run(last);
    },
    replaceRow: (key, row) => change((known) => withRow(known, key, row, keyOf)),
  };
}
