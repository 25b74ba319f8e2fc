import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export type EmptyStateProps = {
  readonly icon: LucideIcon;
  readonly title: string;
  /** One sentence that teaches the next step. */
  readonly children?: ReactNode;
  /** One button. */
  readonly action?: ReactNode;
};

/** What a list says when there is nothing in it. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex h-full min-h-60 flex-col items-center justify-center gap-1 px-6 py-10 text-center">
      <span className="mb-3 flex size-10 items-center justify-center rounded-lg border border-line bg-sunken text-ink-faint">
        <Icon size={20} strokeWidth={1.75} aria-hidden />
      </span>
      <p className="text-base font-semibold">{title}</p>
      {children !== undefined && <p className="max-w-88 text-sm text-balance text-ink-soft">{children}</p>}
      {action !== undefined && <div className="mt-4">{action}</div>}
    </div>
  );
}
