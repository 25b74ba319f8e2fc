import { ArrowRight, type LucideIcon } from "lucide-react";

export type WayButtonProps = {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly hint: string;
  readonly onPress: () => void;
};

/** One of several ways on, with a line about it. */
export function WayButton({ icon: Icon, label, hint, onPress }: WayButtonProps) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="flex items-center gap-3 rounded-md border border-line-strong bg-surface px-3.5 py-3 text-left transition-colors hover:border-accent-line hover:bg-accent-tint"
    >
      <Icon size={18} strokeWidth={1.75} className="shrink-0 text-accent-ink" aria-hidden />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="text-sm font-medium">{label}</span>
        <span className="text-xs text-ink-soft">{hint}</span>
      </span>
      <ArrowRight size={16} className="shrink-0 text-ink-faint" aria-hidden />
    </button>
  );
}
