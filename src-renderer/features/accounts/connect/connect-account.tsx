import { Check } from "lucide-react";
import type { AccountEntry, ProviderId } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { t } from "../messages.ts";
import { useAccounts } from "../use-accounts.ts";
import { ConnectPanel } from "./connect-panel.tsx";
import { useConnect } from "./use-connect.ts";

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
