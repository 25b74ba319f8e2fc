import { ExternalLink } from "lucide-react";
import type { AccountEntry } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { CopyButton } from "../../../ui/text/copy-button.tsx";
import { Countdown } from "../../../ui/time/countdown.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { seenAddress } from "../addresses.ts";
import { t } from "../messages.ts";
import { ScopeList } from "../scope-list.tsx";
import { usersOf } from "../use-accounts.ts";
import type { DeviceOffer } from "./connecting.tsx";
import { Reach } from "./consent.tsx";
import type { Connect } from "./use-connect.ts";

export type DeviceCodeProps = {
  readonly entry: AccountEntry;
  readonly offer: DeviceOffer;
  readonly since: number;
  readonly connect: Connect;
};

/** A code to enter at the provider, on whichever device one is signed in there. */
export function DeviceCode({ entry, offer, since, connect }: DeviceCodeProps) {
  const address = seenAddress(offer.verificationUrl);
  if (address.kind === "unsafe") {
    return (
      <Banner kind="ours" title={t("consent.unsafe")} onDismiss={connect.leave}>
        {t("consent.unsafe.text")}
      </Banner>
    );
  }
  const { host, href } = address;
  return (
    <Panel title={t("device.title")} actions={<Countdown since={since} until={offer.expiresAt} />}>
      <div className="flex flex-col gap-4">
        <div className="flex flex-col gap-1">
          <p className="text-base">
            <Phrase
              parts={{ url: <GivenName text={href} isMono className="font-semibold" /> }}
              say={(marks) => t("device.where", marks)}
            />
          </p>
          <p className="text-sm">
            <Reach host={host} server={offer.server} users={usersOf(entry)} />
          </p>
        </div>
        <p className="flex items-center gap-2">
          <span className="sr-only">{t("device.code")}</span>
          <code className="rounded-md border border-line-strong bg-sunken px-4 py-2 font-mono text-xl font-semibold tracking-[0.16em] wrap-anywhere">
            {offer.userCode}
          </code>
          <CopyButton text={offer.userCode} label={t("device.code")} />
        </p>
        <p className="text-sm text-ink-soft">{t("device.check")}</p>
        {offer.scopes.length > 0 && (
          <div className="flex flex-col gap-1.5">
            <p className="text-sm text-ink-soft">{t("consent.scopes")}</p>
            <ScopeList label={t("consent.scopes")} scopes={offer.scopes} hints={entry.provider.scopeHints} />
          </div>
        )}
        <div className="flex flex-wrap items-center gap-2">
          <Button icon={ExternalLink} onClick={connect.open}>
            {t("device.open", { host })}
          </Button>
          <Button variant="ghost" onClick={connect.leave}>
            {t("cancel")}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
