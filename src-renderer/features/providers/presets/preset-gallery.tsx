import { Blocks } from "lucide-react";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { Tag } from "../../../ui/risk/tag.tsx";
import { t } from "../messages.ts";
import { usePresets } from "../use-providers.ts";

export const CUSTOM = "custom";

/** The services that Gatehouse knows, and the way to add another. */
export function PresetGallery({ onChoose }: { readonly onChoose: (preset: string) => void }) {
  const presets = usePresets();
  return (
    <div className="@container min-h-0 flex-1 overflow-y-auto px-6 py-5">
      <div className="flex max-w-220 flex-col gap-4">
        <header className="flex flex-col gap-1">
          <h2 className="text-lg font-semibold">{t("gallery.title")}</h2>
          <p className="text-sm text-ink-soft">{t("gallery.text")}</p>
        </header>
        {presets.kind === "loading" && <Skeleton rows={6} />}
        {presets.kind === "failed" && <ErrorState {...presets.failure} />}
        <ul aria-label={t("gallery.label")} className="grid grid-cols-1 gap-2 @lg:grid-cols-2 @4xl:grid-cols-3">
          {presets.kind === "ready" &&
            presets.data.map(({ key, name, purpose, app }) => (
              <li key={key} className="flex">
                <PresetButton
                  name={name}
                  text={purpose}
                  note={t(app.isNeeded ? "gallery.app" : "gallery.noApp")}
                  onPress={() => onChoose(key)}
                />
              </li>
            ))}
          {presets.kind !== "loading" && (
            <li className="flex">
              <PresetButton
                name={t("gallery.custom")}
                text={t("gallery.customText")}
                isCustom
                onPress={() => onChoose(CUSTOM)}
              />
            </li>
          )}
        </ul>
      </div>
    </div>
  );
}

type PresetButtonProps = {
  readonly name: string;
  readonly text: string;
  readonly note?: string;
  readonly isCustom?: boolean;
  readonly onPress: () => void;
};

function PresetButton({ name, text, note, isCustom = false, onPress }: PresetButtonProps) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="flex w-full min-w-0 flex-col items-start gap-1 rounded-md border border-line-strong bg-surface px-3 py-2.5 text-left transition-colors hover:border-field-line hover:bg-hover"
    >
      <span className="flex w-full items-center gap-2">
        {isCustom && <Blocks size={15} aria-hidden className="shrink-0 text-ink-faint" />}
        <span className="min-w-0 flex-1 text-sm font-medium">{name}</span>
        {note !== undefined && <Tag>{note}</Tag>}
      </span>
      <span className="text-xs text-ink-soft">{text}</span>
    </button>
  );
}
