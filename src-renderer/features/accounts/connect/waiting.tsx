import { ExternalLink, LoaderCircle } from "lucide-react";
import { Button } from "../../../ui/actions/button.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { Countdown } from "../../../ui/time/countdown.tsx";
import { hostOf } from "../addresses.ts";
import { t } from "../messages.ts";
import { CodeInstead } from "./code-instead.tsx";
import type { BrowserOffer } from "./connecting.tsx";
import type { Connect } from "./use-connect.ts";

export type WaitingProps = { readonly offer: BrowserOffer; readonly since: number; readonly connect: Connect };

/** The person is at their provider; the page goes on when they are back. */
export function Waiting({ offer, since, connect }: WaitingProps) {
  return (
    <Panel>
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <LoaderCircle size={16} aria-hidden className="animate-spin text-ink-faint" />
          <p role="status" className="mr-auto min-w-0 text-sm font-medium wrap-anywhere">
            {t("wait.title", { host: hostOf(offer.url) })}
          </p>
          <Countdown since={since} until={offer.expiresAt} />
        </div>
        <p className="text-sm text-ink-soft">{t("wait.text")}</p>
        <div className="flex flex-wrap items-center gap-2">
          <Button size="small" icon={ExternalLink} onClick={connect.open}>
            {t("wait.again")}
          </Button>
          {offer.hasDeviceCode && <CodeInstead connect={connect} size="small" />}
          <Button size="small" variant="ghost" onClick={connect.leave}>
            {t("cancel")}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
