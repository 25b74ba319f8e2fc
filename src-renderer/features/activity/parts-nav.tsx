import { PartsNav } from "../../ui/layout/parts-nav.tsx";
import type { Shown } from "./address.ts";
import { t } from "./messages.ts";

const PARTS = [
  { id: "calls", href: "#/activity" },
  { id: "log", href: "#/activity?show=log" },
  { id: "proof", href: "#/activity?show=proof" },
] as const;

/** The parts of the page; each has an address of its own. */
export function ActivityNav({ part }: { readonly part: Shown["part"] }) {
  return (
    <PartsNav
      label={t("page.parts")}
      parts={PARTS.map((one) => ({ ...one, label: t(`part.${one.id}`) }))}
      current={part}
    />
  );
}
