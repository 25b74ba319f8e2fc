/** Connected accounts: what each may do and how it is doing, and the way to connect, renew and let go. Never a token. */
import { UserRoundCheck } from "lucide-react";
import { useMember, type AccountEntry, type ProviderId } from "../../client/index.ts";
import { buttonClass } from "../../ui/actions/button.tsx";
import { EmptyState } from "../../ui/feedback/empty-state.tsx";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { SplitView } from "../../ui/layout/split-view.tsx";
import { AccountList } from "./account-list.tsx";
import { AccountDetail } from "./detail/account-detail.tsx";
import { t } from "./messages.ts";
import { AccountsNav } from "./parts-nav.tsx";
import type { AccountsPlace, Go } from "./place.ts";
import { useAccounts } from "./use-accounts.ts";
import { kindOf } from "./words.ts";

export { ConnectAccount } from "./connect/connect-account.tsx";
export { ConnectingProvider } from "./connect/connecting.tsx";
export type { AccountsPlace } from "./place.ts";

export type AccountsPageProps = { readonly place: AccountsPlace; readonly onGo: Go };

/** The accounts that calls of the person who is signed in go out with. */
export function AccountsPage({ place, onGo }: AccountsPageProps) {
  const accounts = useAccounts();
  const data = accounts.kind === "ready" ? accounts.data : null;
  return (
    <Page title={t("page.title")} aside={data !== null && data.length > 0 && <Count entries={data} />}>
      <div className="flex h-full min-h-0 flex-col">
        <AccountsNav />
        <div className="min-h-0 flex-1">
          {accounts.kind === "loading" && <Skeleton />}
          {accounts.kind === "failed" && <ErrorState {...accounts.failure} />}
          {data !== null && <Content entries={data} selectedId={place.id} onGo={onGo} />}
        </div>
      </div>
    </Page>
  );
}

function Count({ entries }: { readonly entries: readonly AccountEntry[] }) {
  const broken = entries.filter((entry) => kindOf(entry) === "needs-reconnect").length;
  return (
    <span className="text-sm whitespace-nowrap text-ink-faint">
      {t("page.count", { count: entries.filter(({ account }) => account !== null).length - broken })}
      {broken > 0 && `, ${t("page.broken", { count: broken })}`}
    </span>
  );
}

type ContentProps = {
  readonly entries: readonly AccountEntry[];
  readonly selectedId: ProviderId | null;
  readonly onGo: Go;
};

function Content({ entries, selectedId, onGo }: ContentProps) {
  const { may } = useMember();
  if (entries.length === 0) {
    return (
      <EmptyState
        icon={UserRoundCheck}
        title={t("list.empty")}
        action={
          may("admin") && (
            <a href="#/accounts/providers/new" className={buttonClass("primary", "medium")}>
              {t("list.addProvider")}
            </a>
          )
        }
      >
        {may("admin") ? t("list.emptyText") : t("list.emptyMember")}
      </EmptyState>
    );
  }
  const entry = entries.find(({ provider }) => provider.id === selectedId);
  return (
    <SplitView
      listLabel={t("list.region")}
      detailLabel={t("detail.label")}
      isDetailOpen={selectedId !== null}
      onBack={() => onGo({ id: null })}
      backLabel={t("page.title")}
      listWidth="wide"
      list={<AccountList entries={entries} selectedId={selectedId} onSelect={(id) => onGo({ id })} />}
      detail={
        entry === undefined ? (
          <EmptyState icon={UserRoundCheck} title={t("detail.choose")}>
            {t("detail.chooseText")}
          </EmptyState>
        ) : (
          <AccountDetail key={entry.provider.id} entry={entry} />
        )
      }
    />
  );
}
