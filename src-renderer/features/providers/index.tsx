/** Providers: where members sign in, as which app, for what. Client secrets go in here and never come out. */
import { Link2, Plus } from "lucide-react";
import { useMember, type ProviderSummary } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { useHotkeys } from "../../ui/actions/hotkeys.tsx";
import { EmptyState } from "../../ui/feedback/empty-state.tsx";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { useNotify } from "../../ui/feedback/toasts.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { SplitView } from "../../ui/layout/split-view.tsx";
import { ProviderDetail } from "./detail/provider-detail.tsx";
import { draftOf } from "./form/draft.ts";
import { ProviderForm } from "./form/provider-form.tsx";
import { t } from "./messages.ts";
import { NewProvider } from "./new-provider.tsx";
import { AccountsNav } from "./parts-nav.tsx";
import type { Go, ProvidersPlace } from "./place.ts";
import { ProviderList } from "./provider-list.tsx";
import { usePresets, useProviders } from "./use-providers.ts";

export type { ProvidersPlace } from "./place.ts";

export type ProvidersPageProps = { readonly place: ProvidersPlace; readonly onGo: Go };

/** The services that people can connect accounts at. For admins. */
export function ProvidersPage({ place, onGo }: ProvidersPageProps) {
  const { may } = useMember();
  const providers = useProviders();
  const add = (): void => onGo({ kind: "new", preset: null });
  useHotkeys(t("page.keys"), [{ keys: "n", label: t("page.add"), run: add, disabled: !may("admin") }]);
  const data = providers.kind === "ready" ? providers.data : null;
  return (
    <Page
      title={t("page.title")}
      aside={
        data !== null &&
        data.length > 0 && <span className="text-sm text-ink-faint">{t("page.count", { count: data.length })}</span>
      }
      actions={
        <Button size="small" icon={Plus} shortcut="n" onClick={add}>
          {t("page.add")}
        </Button>
      }
    >
      <div className="flex h-full min-h-0 flex-col">
        <AccountsNav />
        <div className="min-h-0 flex-1">
          {providers.kind === "loading" && <Skeleton />}
          {providers.kind === "failed" && <ErrorState {...providers.failure} />}
          {data !== null && <Content providers={data} place={place} onGo={onGo} />}
        </div>
      </div>
    </Page>
  );
}

type ContentProps = ProvidersPageProps & { readonly providers: readonly ProviderSummary[] };

function Content({ providers, place, onGo }: ContentProps) {
  if (providers.length === 0 && place.kind !== "new") {
    return (
      <EmptyState
        icon={Link2}
        title={t("list.empty")}
        action={
          <Button variant="primary" icon={Plus} onClick={() => onGo({ kind: "new", preset: null })}>
            {t("page.add")}
          </Button>
        }
      >
        {t("list.emptyText")}
      </EmptyState>
    );
  }
  if (providers.length === 0)
    return (
      <div className="flex h-full flex-col">
        <Detail providers={providers} place={place} onGo={onGo} />
      </div>
    );
  const selectedId = place.kind === "new" ? null : place.id;
  return (
    <SplitView
      listLabel={t("list.region")}
      detailLabel={t("detail.label")}
      isDetailOpen={place.kind !== "list" || selectedId !== null}
      onBack={() => onGo({ kind: "list", id: null })}
      backLabel={t("part.providers")}
      list={
        <ProviderList providers={providers} selectedId={selectedId} onSelect={(id) => onGo({ kind: "list", id })} />
      }
      detail={<Detail providers={providers} place={place} onGo={onGo} />}
    />
  );
}

function Detail({ providers, place, onGo }: ContentProps) {
  if (place.kind === "new") return <NewProvider preset={place.preset} onGo={onGo} />;
  const provider = providers.find(({ id }) => id === place.id);
  if (provider === undefined) {
    return (
      <EmptyState icon={Link2} title={t("detail.choose")}>
        {t("detail.chooseText")}
      </EmptyState>
    );
  }
  return place.kind === "edit" ? (
    <EditProvider key={`edit ${provider.id}`} provider={provider} onGo={onGo} />
  ) : (
    <ProviderDetail
      key={provider.id}
      provider={provider}
      onEdit={() => onGo({ kind: "edit", id: provider.id })}
      onRemoved={() => onGo({ kind: "list", id: null })}
    />
  );
}

type EditProviderProps = { readonly provider: ProviderSummary; readonly onGo: Go };

function EditProvider({ provider, onGo }: EditProviderProps) {
  const notify = useNotify();
  const presets = usePresets();
  if (presets.kind === "loading") return <Skeleton shape="card" />;
  const preset = presets.kind === "ready" ? presets.data.find(({ key }) => key === provider.config.preset) : undefined;
  const hints = preset?.scopes ?? provider.scopeHints;
  return (
    <ProviderForm
      title={t("form.edit", { name: provider.name })}
      initial={draftOf(provider.name, provider.config, hints)}
      provider={provider}
      preset={preset ?? null}
      hints={hints}
      onCancel={() => onGo({ kind: "list", id: provider.id })}
      onSaved={({ id, name }) => {
        notify({ title: t("form.saved", { name }) });
        onGo({ kind: "list", id });
      }}
    />
  );
}
