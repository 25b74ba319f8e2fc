import { t } from "./messages.ts";

export type LeftOutProps = { readonly items: readonly { readonly name: string; readonly reason: string }[] };

/** What was not taken along, each with its reason. */
export function LeftOut({ items }: LeftOutProps) {
  if (items.length === 0) return <p className="text-sm text-ink-soft">{t("leftOut.none")}</p>;
  return (
    <div className="text-sm">
      <p className="font-medium">{t("leftOut", { count: items.length })}</p>
      <ul className="mt-1 flex flex-col gap-1">
        {items.map(({ name, reason }, index) => (
          // A name may stand here twice: once for each value that was left out.
          <li key={`${index} ${name}`} className="wrap-anywhere">
            {name} <span className="block text-xs text-ink-soft">{reason}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
