import { KeyRound, Plus } from "lucide-react";
import { useMember, type CredentialSummary } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { useHotkeys } from "../../ui/actions/hotkeys.tsx";
import { EmptyState } from "../../ui/feedback/empty-state.tsx";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { NothingChosen } from "../../ui/feedback/nothing-chosen.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { SplitView } from "../../ui/layout/split-view.tsx";
import { needsCare } from "./care.ts";
import { CredentialList } from "./credential-list.tsx";
import { CredentialDetail } from "./detail/credential-detail.tsx";
import { t } from "./messages.ts";
import { NewCredential } from "./new-credential.tsx";
import type { CredentialsPlace, Go } from "./place.ts";
import { useCare } from "./use-care.ts";
import { useCredentials } from "./use-credentials.ts";

export type { CredentialsPlace } from "./place.ts";

export type CredentialsPageProps = { readonly place: CredentialsPlace; readonly onGo: Go };

/** The secrets that connectors use: their names, ages, health and users, never their values. */
export function CredentialsPage({ place, onGo }: CredentialsPageProps) {
  const { may } = useMember();
  const credentials = useCredentials();
  const add = (): void => onGo({ kind: "new" });
  useHotkeys(t("page.keys"), [{ keys: "n", label: t("page.add"), run: add, disabled: !may("admin") }]);
  const data = credentials.kind === "ready" ? credentials.data : null;
  return (
    <Page
      title={t("page.title")}
      aside={data !== null && <Count credentials={data} />}
      actions={
        may("admin") && (
          <Button size="small" icon={Plus} shortcut="n" onClick={add}>
            {t("page.add")}
          </Button>
        )
      }
    >
      {credentials.kind === "loading" && <Skeleton />}
      {credentials.kind === "failed" && <ErrorState {...credentials.failure} />}
      {data !== null && <Content credentials={data} place={place} onGo={onGo} />}
    </Page>
  );
}

function Count({ credentials }: { readonly credentials: readonly CredentialSummary[] }) {
  const care = credentials.filter(needsCare).length;
  return (
    <span className="text-sm whitespace-nowrap text-ink-faint">
      {t("page.count", { count: credentials.length })}
      {care > 0 && `, ${t("page.care", { count: care })}`}
    </span>
  );
}

type ContentProps = CredentialsPageProps & { readonly credentials: readonly CredentialSummary[] };

function Content({ credentials, place, onGo }: ContentProps) {
  const { may } = useMember();
  const selectedId = place.kind === "list" ? place.id : null;
  const care = useCare(selectedId);
  if (credentials.length === 0 && place.kind !== "new") {
    return (
      <EmptyState
        icon={KeyRound}
        title={t("list.empty")}
        action={
          may("admin") && (
            <Button variant="primary" icon={Plus} onClick={() => onGo({ kind: "new" })}>
              {t("page.add")}
            </Button>
          )
        }
      >
        {may("admin") ? t("list.emptyText") : t("list.emptyMember")}
      </EmptyState>
    );
  }
  if (credentials.length === 0)
    return (
      <div className="flex h-full flex-col">
        <Detail credentials={credentials} place={place} onGo={onGo} />
      </div>
    );
  return (
    <SplitView
      listLabel={t("list.region")}
      detailLabel={t("detail.label")}
      isDetailOpen={place.kind === "new" || selectedId !== null}
      onBack={() => care.choose(null)}
      backLabel={t("page.title")}
      listWidth="wide"
      list={
        <CredentialList
          credentials={credentials}
          filter={care.filter}
          onFilter={care.show}
          selectedId={selectedId}
          onSelect={care.choose}
        />
      }
      detail={<Detail credentials={credentials} place={place} onGo={onGo} />}
    />
  );
}

function Detail({ credentials, place, onGo }: ContentProps) {
  if (place.kind === "new") {
    return (
      <NewCredential
        onCancel={() => onGo({ kind: "list", id: null })}
        onStored={({ id }) => onGo({ kind: "list", id })}
      />
    );
  }
  const credential = credentials.find(({ id }) => id === place.id);
  if (credential === undefined) {
    return (
      <NothingChosen icon={KeyRound} title={t("detail.choose")} missingId={place.id}>
        {t("detail.chooseText")}
      </NothingChosen>
    );
  }
  return (
    <CredentialDetail key={credential.id} credential={credential} onRemoved={() => onGo({ kind: "list", id: null })} />
  );
}
