import { useSearch } from "@tanstack/react-router";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { useNotify } from "../../ui/feedback/toasts.tsx";
import { draftOf, emptyDraft } from "./form/draft.ts";
import { ProviderForm } from "./form/provider-form.tsx";
import { t } from "./messages.ts";
import type { Go } from "./place.ts";
import { CUSTOM, PresetGallery } from "./presets/preset-gallery.tsx";
import { usePresets } from "./use-providers.ts";

export type NewProviderProps = { readonly preset: string | null; readonly onGo: Go };

/** Chooses a service, then fills in what only the organization knows. */
export function NewProvider({ preset: key, onGo }: NewProviderProps) {
  const notify = useNotify();
  const presets = usePresets();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  if (key === null) return <PresetGallery onChoose={(preset) => onGo({ kind: "new", preset })} />;
  if (presets.kind === "loading") return <Skeleton shape="card" />;
  if (presets.kind === "failed" && key !== CUSTOM) return <ErrorState {...presets.failure} />;
  const preset = presets.kind === "ready" ? presets.data.find((one) => one.key === key) : undefined;
  const resource = typeof search["resource"] === "string" ? search["resource"] : "";
  const hints = preset?.scopes ?? [];
  return (
    <ProviderForm
      key={key}
      title={preset === undefined ? t("form.newCustom") : t("form.new", { name: preset.name })}
      initial={preset === undefined ? { ...emptyDraft, resource } : draftOf(preset.name, preset.config, hints)}
      provider={null}
      preset={preset ?? null}
      hints={hints}
      onCancel={() => onGo({ kind: "new", preset: null })}
      onSaved={({ id, name }) => {
        notify({ title: t("form.added", { name }) });
        onGo({ kind: "list", id });
      }}
    />
  );
}
