import type { ReactNode } from "react";
import { Page } from "../ui/layout/page.tsx";
import { PartsNav } from "../ui/layout/parts-nav.tsx";
import { addresses, hrefOf } from "./addresses.ts";
import { t } from "./messages/t.ts";

const PARTS = [
  { id: "general", href: hrefOf(addresses.settings()) },
  { id: "redaction", href: hrefOf(addresses.redaction()) },
  { id: "notices", href: hrefOf(addresses.notices()) },
] as const;

type SettingsFrameProps = { readonly part: (typeof PARTS)[number]["id"]; readonly children: ReactNode };

/** What the parts of the settings stand in; each has an address of its own. */
export function SettingsFrame({ part, children }: SettingsFrameProps) {
  return (
    <Page title={t("nav.settings")}>
      <div className="flex h-full min-h-0 flex-col">
        <PartsNav
          label={t("settings.parts")}
          parts={PARTS.map((one) => ({ ...one, label: t(`settings.part.${one.id}`) }))}
          current={part}
        />
        <div className="min-h-0 flex-1 overflow-y-auto px-5 py-5">
          <div className="mx-auto flex max-w-180 flex-col gap-5">{children}</div>
        </div>
      </div>
    </Page>
  );
}
