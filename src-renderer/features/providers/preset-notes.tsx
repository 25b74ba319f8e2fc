import { Lightbulb } from "lucide-react";
import { t } from "./messages.ts";

/** In what a known service differs, in words. */
export function PresetNotes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <ul aria-label={t("notes.label")} className="flex flex-col gap-1">
      {notes.map((note) => (
        <li key={note} className="flex items-start gap-2 text-sm text-ink-soft">
          <Lightbulb size={14} aria-hidden className="mt-[3px] shrink-0 text-ink-faint" />
          <span className="min-w-0 wrap-anywhere">{note}</span>
        </li>
      ))}
    </ul>
  );
}
