import { ExternalLink, Flag } from "lucide-react";
import type { ReactNode } from "react";
import type { AccountEntry } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { CopyField } from "../../../ui/text/copy-field.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { seenAddress } from "../addresses.ts";
import { t } from "../messages.ts";
import { ScopeList } from "../scope-list.tsx";
import { usersOf } from "../use-accounts.ts";
import { CodeInstead } from "./code-instead.tsx";
import type { BrowserOffer } from "./connecting.tsx";
import type { Connect } from "./use-connect.ts";

export type ConsentProps = {
  readonly entry: AccountEntry;
  readonly offer: BrowserOffer;
  readonly connect: Connect;
};

/** Where the person is about to be sent and what that lets happen. Both hosts come from addresses, never from a name that a server gave. */
export function Consent({ entry, offer, connect }: ConsentProps) {
  const address = seenAddress(offer.url);
  if (address.kind === "unsafe") {
    return (
      <Banner kind="ours" title={t("consent.unsafe")} onDismiss={connect.leave}>
        {t("consent.unsafe.text")}
      </Banner>
    );
  }
  const { host } = address;
  return (
    <Panel title={t("consent.title", { provider: entry.provider.name })}>
      <div className="flex flex-col gap-4">
        <div className="flex flex-col gap-1">
          <p className="text-lg leading-snug">
            <Phrase parts={{ host: <Host host={host} /> }} say={(marks) => t("consent.where", marks)} />
          </p>
          <p className="text-base">
            <Reach host={host} server={offer.server} users={usersOf(entry)} />
          </p>
          <p className="text-sm text-ink-soft">{t("consent.check")}</p>
        </div>
        <Asked host={host} entry={entry} scopes={offer.scopes} />
        <Notes notes={offer.notes} />
        <div className="flex flex-wrap items-center gap-2">
          <Button variant="primary" icon={ExternalLink} onClick={connect.open}>
            {t("consent.open", { host })}
          </Button>
          {offer.hasDeviceCode && <CodeInstead connect={connect} />}
          <Button variant="ghost" onClick={connect.leave}>
            {t("cancel")}
          </Button>
        </div>
        <details>
          <summary className="w-fit cursor-default text-sm text-ink-soft">{t("consent.elsewhere")}</summary>
          <div className="mt-2 flex flex-col gap-2">
            <CopyField label={t("consent.address")} text={address.href} isLabelHidden />
            <p className="text-xs text-ink-soft wrap-anywhere">{t("consent.back", { callback: offer.callbackUrl })}</p>
          </div>
        </details>
      </div>
    </Panel>
  );
}

/** A host in the eye of the person: it is what they decide by. */
function Host({ host }: { readonly host: string }) {
  return <GivenName text={host} isMono className="font-semibold" />;
}

type ReachProps = { readonly host: string; readonly server: string | null; readonly users: readonly string[] };

/** Who can act with it. */
export function Reach({ host, server, users }: ReachProps): ReactNode {
  if (server === null) {
    const names = new Intl.ListFormat("en").format(users);
    return (
      <Phrase
        parts={{ names: <GivenName text={names} /> }}
        say={(marks) => t("consent.noServer", { ...marks, count: users.length })}
      />
    );
  }
  if (server === host) return t("consent.same");
  return <Phrase parts={{ server: <Host host={server} /> }} say={(marks) => t("consent.server", marks)} />;
}

type AskedProps = { readonly host: string; readonly entry: AccountEntry; readonly scopes: readonly string[] };

function Asked({ host, entry, scopes }: AskedProps) {
  if (scopes.length === 0) return <p className="text-sm text-ink-soft">{t("consent.noScopes", { host })}</p>;
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-sm text-ink-soft">{t("consent.scopes")}</p>
      <ScopeList label={t("consent.scopes")} scopes={scopes} hints={entry.provider.scopeHints} />
    </div>
  );
}

function Notes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <ul aria-label={t("consent.notes")} className="flex flex-col gap-1">
      {notes.map((note) => (
        <li key={note} className="flex items-start gap-2 text-sm text-ink-soft">
          <Flag size={14} aria-hidden className="mt-[3px] shrink-0 text-amber" />
          <span className="min-w-0 wrap-anywhere">{note}</span>
        </li>
      ))}
    </ul>
  );
}
