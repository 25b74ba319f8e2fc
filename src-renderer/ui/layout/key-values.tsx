import type { ReactNode } from "react";
import { cx } from "../cx.ts";

export type KeyValue = { readonly id: string; readonly label: ReactNode; readonly value: ReactNode };
export type KeyValuesProps = {
  readonly items: readonly KeyValue[];
  /** `lines` draws a hairline between rows, for facts to compare. */
  readonly look?: "plain" | "lines" | undefined;
};

/** Facts about one thing, names on the left. */
export function KeyValues({ items, look = "plain" }: KeyValuesProps) {
  return (
    <dl className={cx("text-sm", look === "plain" && "flex flex-col gap-1.5")}>
      {items.map(({ id, label, value }) => (
        <div key={id} className={cx("flex gap-4", look === "lines" && "border-b border-line py-2 last:border-b-0")}>
          <dt className="w-36 shrink-0 text-ink-soft">{label}</dt>
          <dd className="min-w-0 flex-1 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
