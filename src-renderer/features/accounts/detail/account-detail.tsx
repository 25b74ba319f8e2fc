import { Link2, RefreshCw } from "lucide-react";
import { useRef, useState } from "react";
import { useMember, type AccountEntry, type ConnectedAccount, type DisconnectOutput } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { useRegainedFocus } from "../../../ui/actions/use-regained-focus.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { AccountBadge } from "../account-badge.tsx";
import { ConnectPanel } from "../connect/connect-panel.tsx";
import { useConnect, type Connect } from "../connect/use-connect.ts";
import { t } from "../messages.ts";
import { useAccountActions } from "../use-accounts.ts";
import { AccountFacts } from "./account-facts.tsx";
import { AccountNote } from "./account-note.tsx";
import { DisconnectButton } from "./disconnect-button.tsx";

/** The account at one provider: how it is doing, connecting it and letting it go. */
export function AccountDetail({ entry }: { readonly entry: AccountEntry }) {
  const connect = useConnect(entry);
  const [left, setLeft] = useState<DisconnectOutput | null>(null);
  const { provider, account, mayConnect } = entry;
  const isIdle = connect.connecting === null;
  const actions = useRef<HTMLDivElement>(null);
  // The panel goes when its account is connected, and with it the button that began or cancelled it.
  useRegainedFocus(isIdle, () => (isIdle ? actions.current?.querySelector("button") : null));
  const begin = (): void => {
    setLeft(null);
    connect.begin({ via: "browser" });
  };
  useHotkeys(t("page.keys"), [
    { keys: "c", label: t(account === null ? "connect" : "reconnect"), run: begin, disabled: !mayConnect || !isIdle },
  ]);
  return (
    <article aria-label={provider.name} className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
      <div className="flex max-w-180 flex-col gap-5">
        <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h2 className="min-w-0 text-lg font-semibold wrap-anywhere">{provider.name}</h2>
          <AccountBadge entry={entry} />
          <div ref={actions} className="ml-auto flex gap-2">
            {account !== null && mayConnect && (
              <Actions entry={entry} account={account} connect={connect} onReconnect={begin} onLeft={setLeft} />
            )}
          </div>
        </header>
        {left !== null && (
          <Banner
            kind={left.revoked === "revoked" ? "info" : "warn"}
            title={t(`left.${left.revoked}`)}
            onDismiss={() => setLeft(null)}
          >
            {left.revoked === "revoked" ? undefined : left.message}
          </Banner>
        )}
        {isIdle && left === null && <AccountNote entry={entry} />}
        <ConnectPanel entry={entry} connect={connect} shortcut="c" />
        {hasFailed(connect) && <WhereToLook provider={provider} />}
        {account !== null && (
          <Panel title={t("facts.title")}>
            <AccountFacts entry={entry} account={account} />
          </Panel>
        )}
        {!mayConnect && <p className="text-sm text-ink-soft">{t("whose.org.forbidden")}</p>}
      </div>
    </article>
  );
}

function hasFailed({ connecting }: Connect): boolean {
  return connecting?.kind === "refused" || (connecting?.kind === "ended" && connecting.end.kind === "failed");
}

/** Much of what fails is set right where the provider is described, by an admin: its app, its secret, its addresses. */
function WhereToLook({ provider: { id, name } }: Pick<AccountEntry, "provider">) {
  const { may } = useMember();
  if (!may("admin")) return <p className="text-sm text-ink-soft">{t("failed.member")}</p>;
  return (
    <a
      href={`#/accounts/providers/${id}`}
      className="self-start rounded-xs text-sm font-medium text-accent-ink hover:underline"
    >
      {t("failed.provider", { provider: name })}
    </a>
  );
}

type ActionsProps = {
  readonly entry: AccountEntry;
  readonly account: ConnectedAccount;
  readonly connect: Connect;
  readonly onReconnect: () => void;
  readonly onLeft: (left: DisconnectOutput) => void;
};

function Actions({ entry, account, connect, onReconnect, onLeft }: ActionsProps) {
  const { refresh } = useAccountActions();
  const notify = useNotify();
  const isBroken = account.state.kind === "needs-reconnect";
  const renew = async (): Promise<void> => {
    const outcome = await refresh.run(account.id);
    if (outcome.kind === "failed")
      notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
    else if (outcome.value.state.kind === "connected")
      notify({ title: t("refresh.done", { provider: entry.provider.name }) });
  };
  const mayRenew = account.isRefreshable && !isBroken;
  useHotkeys(t("page.keys"), [{ keys: "r", label: t("refresh"), run: () => void renew(), disabled: !mayRenew }]);
  return (
    <>
      {mayRenew && (
        <Button size="small" icon={RefreshCw} shortcut="r" isBusy={refresh.isBusy} onClick={() => void renew()}>
          {t("refresh")}
        </Button>
      )}
      {connect.connecting === null && (
        <Button
          size="small"
          variant={isBroken ? "primary" : "secondary"}
          icon={Link2}
          shortcut="c"
          onClick={onReconnect}
        >
          {t("reconnect")}
        </Button>
      )}
      <DisconnectButton entry={entry} account={account} onLeft={onLeft} />
    </>
  );
}
