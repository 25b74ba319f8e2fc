import { Check } from "lucide-react";
import { useRef } from "react";
import type { AccountEntry, ProviderId } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useRegainedFocus } from "../../../ui/actions/use-regained-focus.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { t } from "../messages.ts";
import { useAccounts } from "../use-accounts.ts";
import { ConnectPanel } from "./connect-panel.tsx";
import { useConnect, type Connect } from "./use-connect.ts";

/** Connecting the account at one provider, inside a page that is about something else. */
export function ConnectAccount({ providerId }: { readonly providerId: ProviderId }) {
  const accounts = useAccounts();
  if (accounts.kind === "loading") return <Skeleton rows={2} />;
  if (accounts.kind === "failed") return <ErrorState {...accounts.failure} />;
  const entry = accounts.data.find(({ provider }) => provider.id === providerId);
  return entry === undefined ? null : <One entry={entry} />;
}

function One({ entry }: { readonly entry: AccountEntry }) {
  const connect = useConnect(entry);
  const place = useRef<HTMLDivElement>(null);
  const isIdle = connect.connecting === null;
  // What says that it is connected has no button: the keyboard goes on from where it stands.
  useRegainedFocus(isIdle, () => (isIdle ? place.current : null));
  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      <Standing entry={entry} connect={connect} />
    </div>
  );
}

function Standing({ entry, connect }: { readonly entry: AccountEntry; readonly connect: Connect }) {
  const { provider, account } = entry;
  if (account === null || connect.connecting !== null) return <ConnectPanel entry={entry} connect={connect} />;
  if (account.state.kind === "needs-reconnect") {
    return (
      <Banner
        kind="warn"
        title={t("note.reconnect")}
        actions={
          entry.mayConnect && (
            <Button size="small" onClick={() => connect.begin({ via: "browser" })}>
              {t("reconnect")}
            </Button>
          )
        }
      />
    );
  }
  return (
    <Banner kind="info" icon={Check} title={t("done.title", { provider: provider.name })}>
      {account.accountName !== null && t("done.as", { account: account.accountName })}
    </Banner>
  );
}
