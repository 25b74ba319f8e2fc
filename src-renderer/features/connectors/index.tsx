import { Plug, Plus } from "lucide-react";
import { lazy, Suspense } from "react";
import { useMember, useRead, useStudio, type ConnectorId, type ConnectorSummary } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { useHotkeys } from "../../ui/actions/hotkeys.tsx";
import { EmptyState } from "../../ui/feedback/empty-state.tsx";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { useNotify } from "../../ui/feedback/toasts.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { SplitView } from "../../ui/layout/split-view.tsx";
import { ApprovalForm } from "./approval/approval-form.tsx";
import { AccountContext, type RenderAccount } from "./connect-account.ts";
import { ConnectorList } from "./connector-list.tsx";
import { ConnectorDetailView } from "./detail/connector-detail.tsx";
import { ConnectorForm } from "./form/connector-form.tsx";
import { draftOf, emptyDraft } from "./form/draft.ts";
import { t } from "./messages.ts";
import type { ConnectorsPlace, Go } from "./place.ts";
import { useConnector, useConnectors, useCredentials, useProviders } from "./use-connectors.ts";

export type { ConnectorsPlace } from "./place.ts";

// The form made from a schema and the editors behind it are most of this place's weight.
const ToolPage = lazy(async () => ({ default: (await import("./tool/tool-page.tsx")).ToolPage }));

export type ConnectorsPageProps = {
  readonly place: ConnectorsPlace;
  readonly onGo: Go;
  readonly renderAccount: RenderAccount;
};

/** The upstreams that agents can reach: the list, one of them, its tools, and the form that makes one. */
export function ConnectorsPage({ place, onGo, renderAccount }: ConnectorsPageProps) {
  const { may } = useMember();
  const connectors = useConnectors();
  const isAdmin = may("admin");
  const add = (): void => onGo({ kind: "new" });
  useHotkeys(t("page.keys"), [{ keys: "n", label: t("page.add"), run: add, disabled: !isAdmin }]);
  const data = connectors.kind === "ready" ? connectors.data : null;
  return (
    <Page
      title={t("page.title")}
      aside={data !== null && <span className="text-sm text-ink-faint">{t("page.count", { count: data.length })}</span>}
      actions={
        isAdmin && (
          <Button size="small" icon={Plus} shortcut="n" onClick={add}>
            {t("page.add")}
          </Button>
        )
      }
    >
      {connectors.kind === "loading" && <Skeleton />}
      {connectors.kind === "failed" && <ErrorState {...connectors.failure} />}
      {data !== null && (
        <AccountContext value={renderAccount}>
          <Content connectors={data} place={place} onGo={onGo} />
        </AccountContext>
      )}
    </Page>
  );
}

type PartProps = Pick<ConnectorsPageProps, "place" | "onGo">;
type ContentProps = PartProps & { readonly connectors: readonly ConnectorSummary[] };

function Content({ connectors, place, onGo }: ContentProps) {
  const { may } = useMember();
  if (connectors.length === 0 && place.kind !== "new") {
    return (
      <EmptyState
        icon={Plug}
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
  if (connectors.length === 0)
    return (
      <div className="flex h-full flex-col">
        <Detail place={place} onGo={onGo} />
      </div>
    );
  const selectedId = selectedIn(place);
  return (
    <SplitView
      listLabel={t("list.region")}
      detailLabel={t("detail.label")}
      isDetailOpen={place.kind !== "list" || selectedId !== null}
      onBack={() => onGo({ kind: "list", id: null })}
      backLabel={t("page.title")}
      list={
        <ConnectorList connectors={connectors} selectedId={selectedId} onSelect={(id) => onGo({ kind: "list", id })} />
      }
      detail={<Detail key={keyOf(place)} place={place} onGo={onGo} />}
    />
  );
}

function Detail({ place, onGo }: PartProps) {
  switch (place.kind) {
    case "new":
      return <NewConnector onGo={onGo} />;
    case "edit":
      return <EditConnector id={place.id} onGo={onGo} />;
    case "approval":
      return <EditApproval id={place.id} onGo={onGo} />;
    case "tool":
      return (
        <Suspense fallback={<Skeleton shape="card" />}>
          <ToolPage toolId={place.toolId} onGo={onGo} />
        </Suspense>
      );
    case "list":
      return place.id === null ? (
        <EmptyState icon={Plug} title={t("page.choose")}>
          {t("page.chooseText")}
        </EmptyState>
      ) : (
        <OneConnector id={place.id} onGo={onGo} />
      );
  }
}

type OneProps = { readonly id: ConnectorId; readonly onGo: Go };

function OneConnector({ id, onGo }: OneProps) {
  const connector = useConnector(id);
  const credentials = useCredentials();
  if (connector.kind === "loading") return <Skeleton shape="card" />;
  if (connector.kind === "failed") return <ErrorState {...connector.failure} />;
  return <ConnectorDetailView connector={connector.data} credentials={credentials} onGo={onGo} />;
}

function NewConnector({ onGo }: { readonly onGo: Go }) {
  const notify = useNotify();
  return (
    <ConnectorForm
      id={null}
      initial={emptyDraft}
      title={t("form.new")}
      credentials={useCredentials() ?? []}
      providers={useProviders()}
      onCancel={() => onGo({ kind: "list", id: null })}
      onSaved={({ id, name }) => {
        notify({ title: t("form.added", { connector: name }) });
        onGo({ kind: "list", id });
      }}
    />
  );
}

function EditConnector({ id, onGo }: OneProps) {
  const notify = useNotify();
  const connector = useConnector(id);
  const credentials = useCredentials() ?? [];
  const providers = useProviders();
  if (connector.kind === "loading") return <Skeleton shape="card" />;
  if (connector.kind === "failed") return <ErrorState {...connector.failure} />;
  const { name } = connector.data;
  return (
    <ConnectorForm
      id={id}
      initial={draftOf(connector.data)}
      title={t("form.edit", { connector: name })}
      credentials={credentials}
      providers={providers}
      onCancel={() => onGo({ kind: "list", id })}
      onSaved={(saved) => {
        notify({ title: t("form.saved", { connector: saved.name }) });
        onGo({ kind: "list", id });
      }}
    />
  );
}

function EditApproval({ id, onGo }: OneProps) {
  const { may } = useMember();
  const { rpc } = useStudio();
  const connector = useConnector(id);
  const people = useRead(rpc.people.list.queryOptions());
  if (connector.kind === "failed") return <ErrorState {...connector.failure} />;
  if (people.kind === "failed") return <ErrorState {...people.failure} />;
  if (connector.kind === "loading" || people.kind === "loading") return <Skeleton shape="card" />;
  const end = (): void => onGo({ kind: "list", id });
  if (!may("admin")) return <EmptyState icon={Plug} title={t("action.adminOnly")} />;
  return <ApprovalForm connector={connector.data} people={people.data} onEnd={end} />;
}

function selectedIn(place: ConnectorsPlace): ConnectorId | null {
  switch (place.kind) {
    case "new":
      return null;
    case "edit":
    case "approval":
    case "list":
      return place.id;
    case "tool":
      return place.connectorId;
  }
}

/** A form or a page is made anew for another thing, never carried over. */
function keyOf(place: ConnectorsPlace): string {
  return place.kind === "tool" ? place.toolId : place.kind === "new" ? "new" : `${place.kind} ${place.id ?? ""}`;
}
