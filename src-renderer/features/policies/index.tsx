import { Plus, ShieldCheck } from "lucide-react";
import { useMember, type PolicyBody, type PolicySummary } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { useHotkeys } from "../../ui/actions/hotkeys.tsx";
import { ListRow } from "../../ui/data/list-row.tsx";
import { RowList } from "../../ui/data/row-list.tsx";
import { EmptyState } from "../../ui/feedback/empty-state.tsx";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { NothingChosen } from "../../ui/feedback/nothing-chosen.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { useNotify } from "../../ui/feedback/toasts.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { SplitView } from "../../ui/layout/split-view.tsx";
import { t } from "./messages.ts";
import type { Go, PoliciesPlace } from "./place.ts";
import { PolicyDetail } from "./policy-detail.tsx";
import { PolicyForm } from "./policy-form.tsx";
import { useConnectors, usePolicies, usePolicyActions } from "./use-policies.ts";

export type { PoliciesPlace } from "./place.ts";

export type PoliciesPageProps = { readonly place: PoliciesPlace; readonly onGo: Go };

/** What agents get: the list of policies, and one of them to read and change. */
export function PoliciesPage({ place, onGo }: PoliciesPageProps) {
  const { may } = useMember();
  const policies = usePolicies();
  const add = (): void => onGo({ kind: "new" });
  useHotkeys(t("page.keys"), [{ keys: "n", label: t("page.add"), run: add, disabled: !may("admin") }]);
  const data = policies.kind === "ready" ? policies.data : null;
  return (
    <Page
      title={t("page.title")}
      aside={data !== null && <span className="text-sm text-ink-faint">{t("page.count", { count: data.length })}</span>}
      actions={
        may("admin") && (
          <Button size="small" icon={Plus} shortcut="n" onClick={add}>
            {t("page.add")}
          </Button>
        )
      }
    >
      {policies.kind === "loading" && <Skeleton />}
      {policies.kind === "failed" && <ErrorState {...policies.failure} />}
      {data !== null && <Content policies={data} place={place} onGo={onGo} />}
    </Page>
  );
}

type ContentProps = PoliciesPageProps & { readonly policies: readonly PolicySummary[] };

function Content({ policies, place, onGo }: ContentProps) {
  const { may } = useMember();
  if (policies.length === 0 && place.kind !== "new") {
    return (
      <EmptyState
        icon={ShieldCheck}
        title={t("list.empty")}
        action={
          may("admin") && (
            <Button variant="primary" icon={Plus} onClick={() => onGo({ kind: "new" })}>
              {t("page.add")}
            </Button>
          )
        }
      >
        {may("admin") ? t("list.emptyText") : t("list.emptyOther")}
      </EmptyState>
    );
  }
  if (policies.length === 0)
    return (
      <div className="flex h-full flex-col">
        <Detail policies={policies} place={place} onGo={onGo} />
      </div>
    );
  const selectedId = place.kind === "list" ? place.id : null;
  return (
    <SplitView
      listLabel={t("list.region")}
      detailLabel={t("detail.label")}
      isDetailOpen={place.kind === "new" || selectedId !== null}
      onBack={() => onGo({ kind: "list", id: null })}
      backLabel={t("page.title")}
      list={
        <RowList
          label={t("list.label")}
          items={policies}
          idOf={({ id }) => id}
          selectedId={selectedId}
          onSelect={(id) => onGo({ kind: "list", id: policies.find((policy) => policy.id === id)?.id ?? null })}
          renderRow={(policy) => <PolicyRow policy={policy} />}
        />
      }
      detail={<Detail policies={policies} place={place} onGo={onGo} />}
    />
  );
}

function PolicyRow({ policy }: { readonly policy: PolicySummary }) {
  return (
    <ListRow
      title={policy.name}
      trailing={t(`trust.${policy.trustLevel}`)}
      detail={t("list.detail", { tools: policy.toolCount, connectors: policy.grants.length })}
      detailTrailing={t("list.keys", { count: policy.keys.length })}
    />
  );
}

function Detail({ policies, place, onGo }: ContentProps) {
  const connectors = useConnectors();
  if (place.kind === "new") return <NewPolicy onGo={onGo} />;
  const policy = policies.find(({ id }) => id === place.id);
  if (policy === undefined) {
    return (
      <NothingChosen icon={ShieldCheck} title={t("detail.choose")} missingId={place.id}>
        {t("detail.chooseText")}
      </NothingChosen>
    );
  }
  return (
    <PolicyDetail
      key={policy.id}
      policy={policy}
      connectors={connectors}
      onRemoved={() => onGo({ kind: "list", id: null })}
    />
  );
}

const EMPTY: PolicyBody = { name: "", trustLevel: "supervised", nameForm: "namespaced", grants: [] };

function NewPolicy({ onGo }: { readonly onGo: Go }) {
  const notify = useNotify();
  const { create } = usePolicyActions();
  const submit = async (body: PolicyBody): Promise<void> => {
    const outcome = await create.run(body);
    if (outcome.kind === "failed") return;
    notify({ title: t("form.created", { name: outcome.value.name }) });
    onGo({ kind: "list", id: outcome.value.id });
  };
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
      <h2 className="mb-5 text-lg font-semibold">{t("form.new")}</h2>
      <PolicyForm
        title={t("form.new")}
        initial={EMPTY}
        connectors={useConnectors()}
        submitLabel={t("form.create")}
        mayChange
        isBusy={create.isBusy}
        problem={create.problem}
        onSubmit={(body) => void submit(body)}
        onCancel={() => onGo({ kind: "list", id: null })}
      />
    </div>
  );
}
